import { toIso } from '@ioc/schemas/events/instant.ts'
import type { RawRecord, Read } from '../way.ts'
import type { Place, Row } from './file.ts'
import { type KnownRows, rowHash } from './row-hashes.ts'

/** Reads of one step at most, by number and by size. */
const READS_MAX = 2_000
const BYTES_MAX = 4_194_304
/** Rows that are known already are passed without a word; the checkpoint moves all the same. */
const PASSED_MAX = 100_000

/** A few of the rows of a file, and where to go on. */
export type Batch = { reads: Read[]; next: Place }

/** Told beside what stands in the row: a mapping may need them where rows do not say when they were known. */
export const FILE_NAME = '@file'
export const WRITTEN_AT = '@writtenAt'

/** What a row says beside its own cells: the file’s name, and when that was written (ISO, business clock). */
export const withFile = (record: RawRecord, name: string, writtenAt: string): RawRecord => ({
  ...record,
  [FILE_NAME]: name,
  [WRITTEN_AT]: writtenAt,
})

/** Most rows of a file were first seen at one instant. */
const openIso = () => {
  let last = { ms: Number.NaN, text: '' }
  return (ms: number): string => {
    if (ms !== last.ms) last = { ms, text: toIso(ms) }
    return last.text
  }
}

type Knowing = {
  known: KnownRows | null
  /** Known rows are left out, or told again as of the file they were first seen in. */
  again: boolean
  /** Each row’s hash, known or not, and when it was first seen. */
  told(hash: number, seenMs: number): void
}

/** Makes batches of the rows of a file: of those that are new, or of all. */
export async function* batchesOf(
  rows: AsyncIterable<readonly Row[]>,
  { known, again, told }: Knowing,
  { name, writtenMs }: { name: string; writtenMs: number },
): AsyncGenerator<Batch> {
  const iso = openIso()
  let reads: Read[] = []
  let bytes = 0
  let passed = 0
  for await (const some of rows)
    for (const { read, next } of some) {
      const content = 'record' in read ? JSON.stringify(read.record) : read.bytes
      const hashed = rowHash(content)
      const seenMs = known?.seenMs(hashed) ?? null
      told(hashed, seenMs ?? writtenMs)
      if (seenMs !== null && !again) passed++
      else {
        const writtenAt = iso(seenMs ?? writtenMs)
        reads.push('record' in read ? { ...read, record: withFile(read.record, name, writtenAt) } : read)
        bytes += content.length
      }
      if (reads.length < READS_MAX && bytes < BYTES_MAX && passed < PASSED_MAX) continue
      yield { reads, next }
      reads = []
      bytes = 0
      passed = 0
    }
  // The rest goes with the word that the file has ended.
  yield { reads, next: { at: -1, line: 0 } }
}
