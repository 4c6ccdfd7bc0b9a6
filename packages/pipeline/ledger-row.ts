import { attributesOf, type KeptEvent, type LogRecord, replayOf, SEALED_HEADER } from '@ioc/reader'
import type { Reason } from '@ioc/schemas'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import type { Sealer } from '@ioc/sealing'
import { sealOriginal } from '@ioc/sealing/original.ts'
import type { DeadLetter } from './dead-letter.ts'
import type { JsonRows } from './json-rows.ts'

/** Columns of `ledger` in the order its lines are written. */
export const LEDGER_COLUMNS = [
  'topic',
  'partition',
  'offset',
  'appended_at',
  'verdict',
  'event_source',
  'event_id',
  'event_type',
  'event_time',
  'subject',
  'reasons',
  'contract',
  'catalogue_version',
  'value',
  'value_bytes',
  'sealed_with',
  'replay_of',
] as const

const position = (at: { topic: string; partition: number; offset: number; appendedAtMs: number }) =>
  `${JSON.stringify(at.topic)},${at.partition},${at.offset},"${toLocalText(at.appendedAtMs)}"`

const q = JSON.stringify

/** The ledger line of an offset that carries no record for a reader: control records and aborted ones. */
export const controlLine = (
  topic: string,
  partition: number,
  offset: number,
  appendedAtMs: number,
  catalogueVersion: string,
) =>
  `[${position({ topic, partition, offset, appendedAtMs })},"control","","","",null,"",[],"",${q(catalogueVersion)},"",0,"",""]\n`

/** What a rejected record's ledger row and dead letter hold of it, its bytes sealed. What the edge sealed already stays as it is. */
export const rejectedLetter = (record: LogRecord, reasons: Reason[], sealer: Sealer): DeadLetter => {
  // A header alone proves nothing: what our key does not open is sealed here, whatever it says of itself.
  const atEdge =
    record.headers[SEALED_HEADER] !== undefined && record.value !== null && sealer.opens(record.value)
  const sealed = atEdge && record.value ? record.value : sealOriginal(sealer, record)
  return {
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    appendedAtMs: record.appendedAtMs,
    ...attributesOf(record.headers),
    reasons,
    sealedWith: sealer.keyId,
    sealed: sealed.toString('base64'),
    replayOf: replayOf(record.headers),
  }
}

/** Writes the ledger line of a record that was kept, with its bytes as they came: they were read as UTF-8 before. */
export const writeKept = (
  rows: JsonRows,
  record: LogRecord,
  { envelope, subject, contract }: KeptEvent,
  catalogueVersion: string,
): void => {
  const value = record.value ?? Buffer.alloc(0)
  const time = envelope.timeMs === null ? 'null' : `"${toLocalText(envelope.timeMs)}"`
  rows.write(
    `[${position(record)},"keep",${q(envelope.source)},${q(envelope.id)},${q(envelope.type)},${time},${q(subject)},[],${q(contract.id)},${q(catalogueVersion)},`,
  )
  rows.writeString(value)
  rows.write(`,${value.length},"","${replayOf(record.headers)}"]\n`)
}

/** The ledger line of a record that is not for us. */
export const skippedLine = (record: LogRecord, catalogueVersion: string): string => {
  const { source, id, type } = attributesOf(record.headers)
  return `[${position(record)},"skip",${q(source)},${q(id)},${q(type)},null,"",[],${q(record.topic)},${q(catalogueVersion)},"",${record.value?.length ?? 0},"","${replayOf(record.headers)}"]\n`
}

/** The ledger line of a dead letter; `valueBytes` are those of the original. */
export const rejectedLine = (letter: DeadLetter, valueBytes: number, catalogueVersion: string): string =>
  `[${position(letter)},"reject",${q(letter.source)},${q(letter.id)},${q(letter.type)},null,"",${q(letter.reasons)},${q(letter.topic)},${q(catalogueVersion)},"${letter.sealed}",${valueBytes},${q(letter.sealedWith)},"${letter.replayOf}"]\n`
