import { attributesOf, type KeptEvent, type LogRecord, replayOf, SEALED_HEADER } from '@ioc/reader'
import type { Reason } from '@ioc/schemas'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import type { Sealer } from '@ioc/sealing'
import { sealOriginal } from '@ioc/sealing/original.ts'
import type { DeadLetter } from './dead-letter.ts'

/** Columns of `ledger` in the order of its rows' cells. */
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

/** A row of the ledger: a cell for each of `LEDGER_COLUMNS`. */
type LedgerCells = readonly (string | number | null | readonly Reason[])[]

const NONE: readonly Reason[] = []

/** The ledger row of an offset that carries no record for a reader: control records and aborted ones. */
export const controlCells = (
  topic: string,
  partition: number,
  offset: number,
  appendedAtMs: number,
  catalogueVersion: string,
): LedgerCells => [
  ...[topic, partition, offset, toLocalText(appendedAtMs), 'control', '', '', '', null, '', NONE, ''],
  ...[catalogueVersion, '', 0, '', ''],
]

/** The version of the catalogues in force at an append time (epoch ms): what a record appended then is judged by. */
export type VersionAt = (appendedAtMs: number) => string

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

/**
 * Makes the ledger rows of records that were kept, of one partition. A batch has one append time, whose text is made once: as JSON of each row
 * by itself these rows took a tenth of the aggregator's time.
 */
export const openKeptCells = (topic: string, partition: number, versionAt: VersionAt) => {
  let [lastMs, appendedAt] = [Number.NaN, '']
  return (record: LogRecord, { envelope, subject, text, contract }: KeptEvent): LedgerCells => {
    const { appendedAtMs } = record
    if (appendedAtMs !== lastMs) [lastMs, appendedAt] = [appendedAtMs, toLocalText(appendedAtMs)]
    return [
      topic,
      partition,
      record.offset,
      appendedAt,
      'keep',
      envelope.source,
      envelope.id,
      envelope.type,
      envelope.timeMs === null ? null : toLocalText(envelope.timeMs),
      subject,
      NONE,
      contract.id,
      versionAt(appendedAtMs),
      text,
      record.value?.length ?? 0,
      '',
      replayOf(record.headers),
    ]
  }
}

/** The ledger row of a record that is not for us. */
export const skippedCells = (record: LogRecord, catalogueVersion: string): LedgerCells => {
  const { source, id, type } = attributesOf(record.headers)
  const { topic, partition, offset, appendedAtMs, value, headers } = record
  return [
    ...[topic, partition, offset, toLocalText(appendedAtMs), 'skip', source, id, type, null, '', NONE, topic],
    ...[catalogueVersion, '', value?.length ?? 0, '', replayOf(headers)],
  ]
}

/** The ledger row of a dead letter; `valueBytes` are those of the original. */
export const rejectedCells = (
  letter: DeadLetter,
  valueBytes: number,
  catalogueVersion: string,
): LedgerCells => {
  const { topic, partition, offset, appendedAtMs, source, id, type, reasons } = letter
  return [
    ...[
      topic,
      partition,
      offset,
      toLocalText(appendedAtMs),
      'reject',
      source,
      id,
      type,
      null,
      '',
      reasons,
      topic,
    ],
    ...[catalogueVersion, letter.sealed, valueBytes, letter.sealedWith, letter.replayOf],
  ]
}
