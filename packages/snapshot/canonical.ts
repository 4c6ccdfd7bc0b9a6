import { createHash } from 'node:crypto'
import { DEPTH_MAX, isPlain, writeCanonical } from './write-canonical.ts'

/** A value that has no canonical form: a fault of the caller, or of whoever wrote the JSON. */
export class NotCanonical extends Error {
  /** Dotted path to what has no form; empty for the value as a whole. */
  readonly path: string
  constructor(path: string, what: string) {
    super(`${path === '' ? 'the value' : path} ${what}, which has no canonical JSON form`)
    this.name = 'NotCanonical'
    this.path = path
  }
}

/**
 * The canonical bytes of a JSON value: RFC 8785 (JCS), UTF-8.
 * Throws `NotCanonical` for what JSON cannot say: non-finite numbers, lone surrogates, undefined, functions, Dates and other objects.
 */
export const canonicalBytes = (value: unknown): Uint8Array => {
  const bytes = writeCanonical(value)
  if (bytes !== null) return bytes
  refuseStrangers(value, '') // says where; it looks at the same things in the same order
  throw new NotCanonical('', 'holds something')
}

/** `sha-256:<hex>` of bytes, the digest of design §4. */
export const digestOf = (bytes: Uint8Array): string =>
  `sha-256:${createHash('sha256').update(bytes).digest('hex')}`

/** Throws for the first thing that has no canonical form, naming its path. */
const refuseStrangers = (value: unknown, path: string, depth = 0): void => {
  if (depth > DEPTH_MAX) throw new NotCanonical(path, `lies deeper than ${DEPTH_MAX} levels`)
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NotCanonical(path, 'is not a finite number')
  } else if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new NotCanonical(path, 'holds half of a surrogate pair')
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) refuseStrangers(value[i], join(path, String(i)), depth + 1)
  } else if (typeof value === 'object' && isPlain(value)) {
    for (const [name, member] of Object.entries(value)) {
      if (!name.isWellFormed()) throw new NotCanonical(path, 'has a name with half of a surrogate pair')
      refuseStrangers(member, join(path, name), depth + 1)
    }
  } else throw new NotCanonical(path, `is ${typeof value === 'object' ? 'no plain object' : typeof value}`)
}

const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`)
