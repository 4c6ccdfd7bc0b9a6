import { RecordTooLarge } from '../errors.ts'
import type { CorruptRange, IncomingRecord, OutgoingRecord, TopicDefinition } from '../types.ts'

/** What stands at one offset: a record, or something no reader is shown as one. */
export type Entry = { appendedAtMs: number } & (
  | { kind: 'record'; key: Buffer | null; value: Buffer | null; headers: Record<string, Buffer> }
  | { kind: 'control' } // also aborted, or compacted away
  | {
      kind: 'corrupt'
      firstOffset: number
      lastOffset: number
      code: CorruptRange['code']
      bytes: Buffer | null
    }
)

export type MemoryPartition = { low: number; entries: Entry[] }

/** One life of a topic; made anew under the same name, it is another. */
export type MemoryTopic = { definition: TopicDefinition; partitions: MemoryPartition[] }

export const newTopic = (definition: TopicDefinition): MemoryTopic => ({
  definition,
  partitions: Array.from({ length: definition.partitions }, () => ({ low: 0, entries: [] })),
})

/** The next offset to be written. */
export const highOf = (partition: MemoryPartition): number => partition.entries.length

const bytes = (text: Buffer | string | null) => (typeof text === 'string' ? Buffer.from(text) : text)

export const entryOf = (record: OutgoingRecord, appendedAtMs: number): Entry => ({
  kind: 'record',
  appendedAtMs,
  key: bytes(record.key),
  value: bytes(record.value),
  headers: Object.fromEntries(
    Object.entries(record.headers).map(([name, value]) => [name, Buffer.from(value)]),
  ),
})

const BYTES_MAX = '1048588' // Kafka's default
const BYTES_OF_BATCH = 70 // what Kafka adds to a record alone in its batch, about

/** Throws RecordTooLarge, as the broker would, if the topic does not take this record. */
export const assertFits = ({ definition }: MemoryTopic, record: OutgoingRecord, index: number): void => {
  let size = Buffer.byteLength(record.key ?? '') + Buffer.byteLength(record.value ?? '')
  for (const [name, value] of Object.entries(record.headers))
    size += Buffer.byteLength(name) + Buffer.byteLength(value)
  if (size + BYTES_OF_BATCH > Number(definition.config['max.message.bytes'] ?? BYTES_MAX))
    throw new RecordTooLarge({ topic: definition.name, index, bytes: size })
}

const sizeOf = (entry: Entry): number =>
  entry.kind === 'record' ? (entry.key?.length ?? 0) + (entry.value?.length ?? 0) + 100 : 100

/** Where a fetch from `from` ends: at least one offset, at most `bytesMax`, and a corrupt batch is never cut in two. */
export const endOfFetch = (
  partition: MemoryPartition,
  from: number,
  bytesMax: number,
  offsetsMax: number,
): number => {
  let size = 0
  let to = from
  while (to < highOf(partition) && to - from < offsetsMax) {
    size += sizeOf(partition.entries[to]!)
    if (size > bytesMax && to > from) break
    to++
  }
  const last = partition.entries[to - 1]
  return last?.kind === 'corrupt' ? last.lastOffset + 1 : to
}

/** The records of the offsets `[from, to)`. */
export const recordsOf = (
  topic: string,
  partition: number,
  { entries }: MemoryPartition,
  from: number,
  to: number,
): IncomingRecord[] =>
  entries.slice(from, to).flatMap((entry, index) => {
    if (entry.kind !== 'record') return []
    const { appendedAtMs, key, value, headers } = entry
    return [{ topic, partition, offset: from + index, appendedAtMs, key, value, headers }]
  })

/** The corrupt batches that reach into the offsets `[from, to)`. */
export const corruptOf = ({ entries }: MemoryPartition, from: number, to: number) =>
  entries.slice(from, to).flatMap((entry, index) => {
    if (entry.kind !== 'corrupt' || (index > 0 && entry.firstOffset !== from + index)) return []
    const { firstOffset, lastOffset, appendedAtMs, code, bytes } = entry
    return [{ firstOffset, lastOffset, appendedAtMs, code, bytes }]
  })
