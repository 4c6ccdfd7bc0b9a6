import { ConfigFaults } from '@ioc/config'
import { readTokens } from './tokens.ts'

/** 127.0.0.0/8, ::1 and their name: nobody on another machine can speak there. */
export const isLoopback = (host: string): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)

/**
 * A service in which something can be changed may be reached from other machines only if a person has made an operator's token.
 * The data folder's own key does not count: it is made by itself at the first start, so it would always be there.
 * @throws ConfigFaults (exit 78), OperatorFault
 */
export const assertMayListen = (host: string, dataDir: string): void => {
  if (isLoopback(host)) return
  if (readTokens(dataDir).some(({ revokedAt }) => revokedAt === null)) return
  throw new ConfigFaults([
    `IOC_HOST: is ${host}, which other machines can reach, and no operator's token is configured; make one with npm run keys -- operator new <name>, or listen on 127.0.0.1`,
  ])
}
