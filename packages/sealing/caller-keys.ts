import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openKeyFile, readKeyFile } from './index.ts'
import { ownText } from './key-records.ts'
import { writeWhole } from './whole-file.ts'

/** A key that callers are hashed with; its id stands before each hash. */
export type CallerKey = { id: string; key: Buffer }
/** The key in use; and, while they overlap, the one before, epoch ms of the system clock until when. */
export type CallerKeys = { inUse: CallerKey; before: (CallerKey & { untilMs: number }) | null }

const keyFile = (dataDir: string) => join(dataDir, 'secrets', 'callers.key')
const beforeFile = (dataDir: string) => join(dataDir, 'secrets', 'callers-before.json')

const named = (key: Buffer): CallerKey => ({
  id: createHash('sha256').update(key).digest('hex').slice(0, 8),
  key,
})

/**
 * The keys of feedback callers in a data folder; the first is made where there is none.
 * @throws Error naming a file that others can read, or that holds no key
 */
export const readCallerKeys = (dataDir: string): CallerKeys => {
  const inUse = named(openKeyFile(keyFile(dataDir)))
  const told = ownText(beforeFile(dataDir))
  if ('fault' in told) {
    if (told.code === 'ENOENT') return { inUse, before: null }
    throw new Error(`key file ${beforeFile(dataDir)} ${told.fault}`)
  }
  const before = beforeOf(told.text)
  if (before === null)
    throw new Error(`key file ${beforeFile(dataDir)} is no key with the end of its overlap`)
  // Of a rotation that was broken off in the middle the key before is still the one in use.
  return { inUse, before: before.id === inUse.id ? null : before }
}

const beforeOf = (text: string): CallerKeys['before'] => {
  try {
    const { key, until } = JSON.parse(text) as { key: string; until: string }
    const [bytes, untilMs] = [Buffer.from(key, 'hex'), Date.parse(until)]
    return bytes.length === 32 && !Number.isNaN(untilMs) ? { ...named(bytes), untilMs } : null
  } catch {
    return null // told as what it is
  }
}

/**
 * Takes a new key into use; until the overlap ends callers are hashed with both, so that who wrote before is seen again. Broken off anywhere, the key
 * before stays in use.
 * @param newKey 32 random bytes, hex
 */
export const rotateCallerKey = (
  dataDir: string,
  { newKey, nowMs, overlapMs }: { newKey: string; nowMs: number; overlapMs: number },
): CallerKeys => {
  mkdirSync(dirname(keyFile(dataDir)), { recursive: true, mode: 0o700 })
  const key = openKeyFile(keyFile(dataDir)).toString('hex')
  const until = new Date(nowMs + overlapMs).toISOString()
  writeWhole(beforeFile(dataDir), `${JSON.stringify({ key, until })}\n`)
  writeWhole(keyFile(dataDir), `${newKey}\n`)
  readKeyFile(keyFile(dataDir))
  return readCallerKeys(dataDir)
}
