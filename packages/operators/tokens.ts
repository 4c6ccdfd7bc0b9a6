import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { keepKeyRecord, readKeyRecords } from '@ioc/sealing/key-records.ts'
import { z } from 'zod'

/** Why a token cannot be made, found or read; the message is for the person at the command line. */
export class OperatorFault extends Error {
  override readonly name = 'OperatorFault'
}

/** The name of the data folder's own key, `keys/operator`, which is made at the first start. */
export const OWN_NAME = 'operator'

/** Words that mean somebody else where they stand as a name: the breaker decides holds, the centre acts by itself. */
const TAKEN = [OWN_NAME, 'breaker', 'operations-centre']
const NAME = /^[a-z][a-z0-9.-]{1,39}$/

const record = z.strictObject({
  name: z.string().regex(NAME),
  /** SHA-256 of the token, hex. The token has 256 random bits: a slow hash would add nothing. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  madeAt: z.string(),
  revokedAt: z.string().nullable(),
})

/** A named token as it is kept: never the token. */
export type OperatorToken = z.output<typeof record>

export const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest()

const folderOf = (dataDir: string) => join(dataDir, 'keys', 'operators')

/**
 * Makes a token for a name and gives it, this once.
 * @throws OperatorFault for a name that is none, is taken, or has a token already
 */
export const newToken = (dataDir: string, name: string, nowMs: number): string => {
  if (!NAME.test(name))
    throw new OperatorFault(
      `${JSON.stringify(name)} is no name: 2 to 40 small letters, digits, dots and hyphens, e.g. lan.nguyen`,
    )
  if (TAKEN.includes(name)) throw new OperatorFault(`${name} has a meaning of its own; choose another name`)
  const before = readTokens(dataDir).find((each) => each.name === name)
  if (before && before.revokedAt === null)
    throw new OperatorFault(`${name} has a token already; revoke it first, then make a new one`)
  const token = randomBytes(32).toString('hex')
  keep(dataDir, {
    name,
    digest: digestOf(token).toString('hex'),
    madeAt: new Date(nowMs).toISOString(),
    revokedAt: null,
  })
  return token
}

/**
 * Ends a token; running services refuse it from their next request on.
 * @throws OperatorFault if nobody has this name, or it is revoked already
 */
export const revokeToken = (dataDir: string, name: string, nowMs: number): void => {
  const known = readTokens(dataDir)
  const mine = known.find((each) => each.name === name)
  if (!mine) {
    const names = known.map((each) => each.name).join(', ') || 'none'
    throw new OperatorFault(`no operator ${JSON.stringify(name)} has a token; known are: ${names}`)
  }
  if (mine.revokedAt !== null) throw new OperatorFault(`${name} was revoked already, at ${mine.revokedAt}`)
  keep(dataDir, { ...mine, revokedAt: new Date(nowMs).toISOString() })
}

/**
 * Every named token of a data folder, revoked ones too, by name.
 * @throws OperatorFault naming a file that is no token's
 */
export const readTokens = (dataDir: string): OperatorToken[] => {
  const { records, faults } = readKeyRecords(folderOf(dataDir), (json, name) => {
    const read = record.safeParse(json)
    return read.success && read.data.name === name ? read.data : null
  })
  const [first] = faults
  if (!first) return records
  throw new OperatorFault(
    `keys/operators/${first.file} is no operator's token: make it anew, or take it away (it ${first.fault})`,
  )
}

const keep = (dataDir: string, token: OperatorToken): void =>
  keepKeyRecord(folderOf(dataDir), token.name, token)
