import { WrongWords } from '@ioc/config'
import { newToken, OWN_NAME, readTokens, revokeToken } from '@ioc/operators/tokens.ts'

type At = { dataDir: string; nowMs: number }
type Row = { name: string; state: 'valid' | 'revoked'; since: string }

/**
 * One command on operators' tokens, and what is printed. A token is shown once, when it is made.
 * @throws WrongWords; OperatorFault where it is refused
 */
export const operator = (
  command: string | undefined,
  [name, ...more]: string[],
  json: boolean,
  at: At,
): string => {
  if (more.length > 0) throw new WrongWords(`${more[0]} is one word too many`)
  switch (command) {
    case 'list':
      if (name !== undefined) throw new WrongWords(`${name} is one word too many`)
      return print([], {}, json, at)
    case 'new': {
      const token = newToken(at.dataDir, named(name), at.nowMs)
      const said = [
        `${name} may act from now on, with the token below. It is shown this once and kept only as a hash.`,
        token,
      ]
      return print(said, { token }, json, at)
    }
    case 'revoke':
      revokeToken(at.dataDir, named(name), at.nowMs)
      return print([`${name} is refused from the next request on`], {}, json, at)
    default:
      throw new WrongWords(`unknown command ${command ?? '(none)'}; known: new, list, revoke`)
  }
}

const named = (name: string | undefined): string => {
  if (name === undefined) throw new WrongWords('say whose token: the name of one operator')
  return name
}

const print = (said: string[], more: object, json: boolean, { dataDir }: At): string => {
  const rows = readTokens(dataDir).map(
    ({ name, madeAt, revokedAt }): Row => ({
      name,
      state: revokedAt === null ? 'valid' : 'revoked',
      since: revokedAt ?? madeAt,
    }),
  )
  if (json) return `${JSON.stringify({ done: said.slice(0, 1), ...more, operators: rows })}\n`
  const lines = rows.map(({ name, state, since }) => `${name.padEnd(40)}  ${state.padEnd(7)}  ${since}`)
  const none = `nobody has a named token; the key in keys/operator stands for the name ${OWN_NAME}`
  return `${[...said, ...(lines.length > 0 ? lines : [none])].join('\n')}\n`
}
