import { attributesOf, type KeptEvent, type LogRecord, replayOf, SEALED_HEADER } from '@ioc/reader'
import type { Outcome, Reason } from '@ioc/schemas'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import type { Sealer } from '@ioc/sealing'
import { sealOriginal } from '@ioc/sealing/original.ts'

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

/** What a rejected record's ledger row and dead letter hold of it: sealed bytes, the key's name, why, and the attributes that are plain codes. */
export type Rejected = {
  sealed: string
  sealedWith: string
  reasons: Reason[]
  attributes: { source: string; id: string; type: string }
}

/** Seals what was rejected. What the edge sealed already stays as it is. */
export const sealRejected = (record: LogRecord, reasons: Reason[], sealer: Sealer): Rejected => {
  // A header alone proves nothing: what our key does not open is sealed here, whatever it says of itself.
  const atEdge =
    record.headers[SEALED_HEADER] !== undefined && record.value !== null && sealer.opens(record.value)
  const sealed = atEdge && record.value ? record.value : sealOriginal(sealer, record)
  return {
    sealed: sealed.toString('base64'),
    sealedWith: sealer.keyId,
    reasons,
    attributes: attributesOf(record.headers),
  }
}

/** The ledger line of a record that was kept or skipped. */
export const ledgerLine = (
  record: LogRecord,
  outcome: Outcome<KeptEvent>,
  catalogueVersion: string,
): string => {
  if (outcome.kind === 'keep') {
    const { envelope, subject, text, contract } = outcome.value
    const time = envelope.timeMs === null ? 'null' : `"${toLocalText(envelope.timeMs)}"`
    return `[${position(record)},"keep",${q(envelope.source)},${q(envelope.id)},${q(envelope.type)},${time},${q(subject)},[],${q(contract.id)},${q(catalogueVersion)},${q(text)},${record.value?.length ?? 0},"","${replayOf(record.headers)}"]\n`
  }
  const { source, id, type } = attributesOf(record.headers)
  return `[${position(record)},"skip",${q(source)},${q(id)},${q(type)},null,"",[],${q(record.topic)},${q(catalogueVersion)},"",${record.value?.length ?? 0},"","${replayOf(record.headers)}"]\n`
}

/** The ledger line of a record that was rejected. */
export const rejectedLine = (record: LogRecord, rejected: Rejected, catalogueVersion: string): string => {
  const { source, id, type } = rejected.attributes
  return `[${position(record)},"reject",${q(source)},${q(id)},${q(type)},null,"",${q(rejected.reasons)},${q(record.topic)},${q(catalogueVersion)},"${rejected.sealed}",${record.value?.length ?? 0},${q(rejected.sealedWith)},"${replayOf(record.headers)}"]\n`
}
