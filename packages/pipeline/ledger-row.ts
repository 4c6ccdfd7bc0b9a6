import { attributesOf, type KeptEvent, type LogRecord, replayOf, SEALED_HEADER } from '@ioc/reader'
import type { Reason } from '@ioc/schemas'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import type { Sealer } from '@ioc/sealing'
import { sealOriginal } from '@ioc/sealing/original.ts'
import type { DeadLetter } from './dead-letter.ts'

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

/** JSON of texts that are the same from record to record: the last one is remembered. */
const sameAgain = <Value>(make: (value: Value) => string): ((value: Value) => string) => {
  let last: { value: Value; json: string } | null = null
  return (value) => {
    if (last === null || last.value !== value) last = { value, json: make(value) }
    return last.json
  }
}

/**
 * Makes the ledger lines of records that were kept, of one partition. What is the same in all of a batch (its append time, type,
 * source) is made once: as plain JSON of each row these lines took a tenth of the aggregator's time.
 */
export const openKeptLines = (topic: string, partition: number, versionAt: VersionAt) => {
  const head = `[${q(topic)},${partition},`
  const appended = sameAgain((ms: number) => `"${toLocalText(ms)}"`)
  const [source, type] = [sameAgain<string>(q), sameAgain<string>(q)]
  const contractOf = sameAgain<string>(q)
  const versionOf = sameAgain<string>(q)
  return (record: LogRecord, { envelope, subject, text, contract }: KeptEvent): string => {
    const time = envelope.timeMs === null ? 'null' : `"${toLocalText(envelope.timeMs)}"`
    return `${head}${record.offset},${appended(record.appendedAtMs)},"keep",${source(envelope.source)},${q(envelope.id)},${type(envelope.type)},${time},${q(subject)},[],${contractOf(contract.id)},${versionOf(versionAt(record.appendedAtMs))},${q(text)},${record.value?.length ?? 0},"","${replayOf(record.headers)}"]\n`
  }
}

/** The ledger line of a record that is not for us. */
export const skippedLine = (record: LogRecord, catalogueVersion: string): string => {
  const { source, id, type } = attributesOf(record.headers)
  return `[${position(record)},"skip",${q(source)},${q(id)},${q(type)},null,"",[],${q(record.topic)},${q(catalogueVersion)},"",${record.value?.length ?? 0},"","${replayOf(record.headers)}"]\n`
}

/** The ledger line of a dead letter; `valueBytes` are those of the original. */
export const rejectedLine = (letter: DeadLetter, valueBytes: number, catalogueVersion: string): string =>
  `[${position(letter)},"reject",${q(letter.source)},${q(letter.id)},${q(letter.type)},null,"",${q(letter.reasons)},${q(letter.topic)},${q(catalogueVersion)},"${letter.sealed}",${valueBytes},${q(letter.sealedWith)},"${letter.replayOf}"]\n`
