import { createHash } from 'node:crypto'
import type { RawDocuments } from './documents.ts'

/**
 * The version of a set of catalogues: `c1-` and the first 12 hex digits of SHA-256 over their content with sorted
 * keys. Layout and key order of the files do not count; every value does, notes and sources too. It is taken of the files as they
 * were written: a default that a later schema fills in would give an old set another version.
 */
export function catalogueVersion(documents: RawDocuments): string {
  return `c1-${createHash('sha256').update(canonicalText(documents)).digest('hex').slice(0, 12)}`
}

function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
