import { createHash } from 'node:crypto'
import type { Candidate } from '@ioc/source/source.ts'
import type { ConnectedSource } from './connected.ts'
import type { MapContext, Mapped } from './mapping.ts'
import type { Read } from './way.ts'

/** What became of one record that was read. */
export type MappedRead = { where: string } & (
  | { kind: 'event'; candidate: Candidate }
  | { kind: 'skip'; why: string }
)

const digest = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex').slice(0, 24)

const listOf = (mapped: Mapped | readonly Mapped[]): readonly Mapped[] =>
  Array.isArray(mapped) ? mapped : [mapped as Mapped]

/** When the other system says it knew this; an event that says no readable instant is refused by its contract. */
const recordedAtOf = (data: Record<string, unknown>, nowMs: number): number => {
  const told = typeof data.recordedAt === 'string' ? Date.parse(data.recordedAt) : Number.NaN
  return Number.isNaN(told) ? nowMs : told
}

/** Maps what was read. Ids are made of the content: the same record read again is the same event, a changed one another. */
export const mapReads = (
  { name, mapping }: Pick<ConnectedSource, 'name' | 'mapping'>,
  reads: readonly Read[],
  context: MapContext,
  nowMs: number,
): MappedRead[] =>
  reads.flatMap((read): MappedRead[] => {
    const { where } = read
    if ('bytes' in read) {
      const id = `${name}-${digest(read.bytes)}`
      const candidate = { id, atMs: nowMs, bytes: read.bytes, faults: read.faults }
      return [{ where, kind: 'event', candidate }]
    }
    return listOf(mapping(read.record, context)).map((mapped): MappedRead => {
      if (mapped.kind === 'skip') return { where, kind: 'skip', why: mapped.why }
      const { data } = mapped
      const id = mapped.id ?? `${name}-${digest(JSON.stringify(data))}`
      return { where, kind: 'event', candidate: { id, atMs: recordedAtOf(data, nowMs), data } }
    })
  })
