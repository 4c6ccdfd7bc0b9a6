import { timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openKeyFile } from '@ioc/sealing'
import { digestOf, OWN_NAME, readTokens } from './tokens.ts'

/** Who may change something: bearer tokens, each with a name. */
export type Operators = {
  /**
   * The name a token belongs to; null for one that is unknown or revoked. Read at each asking, so that a new or revoked token counts
   * at once; every known token is compared, in constant time.
   * @throws OperatorFault where the tokens cannot be read
   */
  nameOf(token: string): string | null
}

/** Opens the tokens of a data folder. Its own key `keys/operator` is made if it is not there, and stands for the name `operator`. */
export const openOperators = (dataDir: string): Operators => {
  const own = join(dataDir, 'keys', OWN_NAME)
  openKeyFile(own)
  return {
    nameOf: (token) => {
      const given = digestOf(token)
      const known = [
        ...ownDigest(own),
        ...readTokens(dataDir)
          .filter(({ revokedAt }) => revokedAt === null)
          .map(({ name, digest }) => ({ name, digest: Buffer.from(digest, 'hex') })),
      ]
      return known.filter(({ digest }) => timingSafeEqual(digest, given))[0]?.name ?? null
    },
  }
}

/** A person may take the file away: then nobody is `operator`. */
const ownDigest = (file: string): { name: string; digest: Buffer }[] => {
  try {
    return [{ name: OWN_NAME, digest: digestOf(readFileSync(file, 'utf8').trim()) }]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** The token of an Authorization header; null where it carries none. */
export const bearerOf = (authorization: string | undefined): string | null =>
  /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1] ?? null

/** How a name is written where a person gave another beside it: the token's comes first, for it is the one that was proven. */
export const namedBeside = (operator: string, said: string | undefined, charactersMax = 80): string =>
  said === undefined || said.trim() === '' || said.trim() === operator
    ? operator
    : `${operator} (${said.trim()})`.slice(0, charactersMax)
