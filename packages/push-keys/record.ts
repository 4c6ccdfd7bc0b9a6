import { createHash } from 'node:crypto'
import { z } from 'zod'

/** Why a push key cannot be made, found or ended; the message is for the person at the command line. */
export class PushKeyFault extends Error {
  override readonly name = 'PushKeyFault'
}

/** Of a source, as it stands in `ce_source`; the same as in `source-control.v1`. */
export const SOURCE_NAME = /^[a-z][a-z0-9-]{1,62}$/
const UNIT_CODE = /^[A-Z0-9.]{2,20}$/

const instant = z.iso.datetime()

export const pushKeyRecord = z.strictObject({
  /** First 8 hex digits of the digest; names the key without giving it away. */
  id: z.string().regex(/^[0-9a-f]{8}$/),
  source: z.string().regex(SOURCE_NAME),
  /** The service whose door it opens. */
  producer: z.string().min(1),
  /** Units whose subjects it may speak of, with all below them; null: every unit. */
  units: z.array(z.string().regex(UNIT_CODE)).min(1).nullable(),
  /** SHA-256 of the key, hex. The key has 256 random bits: a slow hash would add nothing. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** Null: found in `keys/<source>`, and nobody noted when it was made. */
  madeAt: instant.nullable(),
  madeBy: z.string().max(80).nullable(),
  /** From here on it is refused; null: never by itself. */
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
  revokedBy: z.string().max(80).nullable(),
  /** True of the key in `keys/<source>`: while its record is revoked no other is made there. */
  firstStart: z.boolean(),
})

/** A push key as it is kept: never the key. */
export type PushKeyRecord = z.output<typeof pushKeyRecord>
export type PushKeyState = 'valid' | 'expired' | 'revoked'

export const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest()

export const idOf = (digest: string): string => digest.slice(0, 8)

/** @param nowMs system clock, epoch ms: keys end by the world's time, not by that of the replay */
export const stateOf = (key: PushKeyRecord, nowMs: number): PushKeyState =>
  key.revokedAt !== null
    ? 'revoked'
    : key.expiresAt !== null && Date.parse(key.expiresAt) <= nowMs
      ? 'expired'
      : 'valid'
