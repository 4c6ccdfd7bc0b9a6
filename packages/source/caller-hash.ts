import { createHmac } from 'node:crypto'
import { type CallerKey, type CallerKeys, readCallerKeys } from '@ioc/sealing/caller-keys.ts'

/** A key that was changed by `npm run keys -- callers rotate` is used within this. */
const LOOK_MS = 1_000

/** How callers are hashed now: with the key in use, and with the one before while they overlap. */
export type CallerHashing = {
  callerHash(identifier: string): string
  /** Null where no keys overlap. */
  callerHashBefore?(identifier: string): string | null
}

const hash = ({ id, key }: CallerKey, identifier: string): string =>
  `${id}:${createHmac('sha256', key).update(identifier.normalize('NFC').trim().toLowerCase()).digest('hex').slice(0, 32)}`

/**
 * Keyed hash of a feedback caller's identifier, `<key id>:<hex>`: the same caller is seen again (`repeated` needs it), but
 * nobody without the key can say who it is (design §3.6). While a key takes over from another both hashes are made.
 */
export const openCallerHash = (dataDir: string, now: () => number = Date.now): Required<CallerHashing> => {
  let keys: CallerKeys = readCallerKeys(dataDir)
  let lookedMs = now()
  const byNow = (): CallerKeys => {
    if (now() - lookedMs >= LOOK_MS) {
      keys = readCallerKeys(dataDir)
      lookedMs = now()
    }
    return keys
  }
  return {
    callerHash: (identifier) => hash(byNow().inUse, identifier),
    callerHashBefore: (identifier) => {
      const { before } = byNow()
      return before !== null && now() < before.untilMs ? hash(before, identifier) : null
    },
  }
}

/** What an event says of its caller, as fields of the contract; nobody known is null. */
export const callerHashes = (
  { callerHash, callerHashBefore }: CallerHashing,
  identifier: string | null,
): { callerHash: string | null; callerHashBefore?: string } => {
  if (identifier === null) return { callerHash: null }
  const before = callerHashBefore?.(identifier) ?? null
  return { callerHash: callerHash(identifier), ...(before === null ? {} : { callerHashBefore: before }) }
}
