import type { Kafka } from '@ioc/kafka'
import { contracts } from '@ioc/schemas'
import { BackupRefusal } from './refusal.ts'
import type { Watermark } from './watermark.ts'

type Door = Pick<Kafka, 'admin' | 'readFrom' | 'publish'>

/**
 * Whether the events' logs are still the ones the ledger was folded from (`kept`: they reach its end, and the record there was
 * appended when the ledger says), or are empty (`lost`).
 * @throws BackupRefusal naming the partition that is neither
 */
export const lookAtEventLogs = async (kafka: Door, watermark: Watermark): Promise<'kept' | 'lost'> => {
  const logs: { topic: string; partition: number; low: number; high: number }[] = []
  for (const { id: topic } of contracts)
    for (const offsets of await kafka.admin.offsets(topic)) logs.push({ topic, ...offsets })
  const absent = watermark.find(
    (mark) => !logs.some((l) => l.topic === mark.topic && l.partition === mark.partition),
  )
  if (absent)
    throw new BackupRefusal(
      `this Kafka has no partition ${absent.topic}/${absent.partition}, the backup has: its topics have fewer partitions, and keys would change place`,
    )
  if (logs.every(({ high }) => high === 0)) return 'lost'
  for (const mark of watermark) {
    const log = logs.find((l) => l.topic === mark.topic && l.partition === mark.partition)!
    const place = `${mark.topic}/${mark.partition}`
    if (log.high <= mark.offset)
      throw new BackupRefusal(
        `Kafka is neither empty nor the one of this backup: ${place} ends at ${log.high}, the backup goes to ${mark.offset}; use the Kafka it was made from, or an empty one`,
      )
    if (log.low > mark.offset + 1)
      throw new BackupRefusal(
        `${place} begins at ${log.low}, after offset ${mark.offset + 1}, which the ledger needs next: offsets in between are in neither; restore a newer backup, or an empty Kafka`,
      )
    if (log.low <= mark.offset) await assertSameRecord(kafka, mark)
  }
  return 'kept'
}

const assertSameRecord = (kafka: Door, { topic, partition, offset, appendedAtMs }: Watermark[number]) =>
  // A hole (a control record) proves nothing, and is passed over.
  kafka.readFrom(topic, partition, offset, offset + 1, ([record]) => {
    if (record && record.appendedAtMs !== appendedAtMs)
      throw new BackupRefusal(
        `Kafka is not the one of this backup: ${topic}/${partition} says offset ${offset} was appended at ${record.appendedAtMs} ms, the ledger says ${appendedAtMs} ms`,
      )
  })

const RECORDS_AT_ONCE = 10_000
const FILLER = { key: null, value: null, headers: { ioc_purpose: 'restore' } }

/**
 * Makes an empty log go on where the ledger ends: writes empty records up to there and removes them again, so that the next
 * record gets the next offset. Else offsets would mean other records than the ledger's, and the aggregator would stop loudly.
 * @throws BackupRefusal if the log came out longer: an acknowledgement was lost and a piece was written twice
 */
export const beginAfter = async (
  kafka: Pick<Kafka, 'admin' | 'publish'>,
  watermark: Watermark,
  say: (line: string) => void,
): Promise<void> => {
  for (const { topic, partition, offset } of watermark) {
    const next = offset + 1
    say(`${topic}/${partition}: the log will go on at offset ${next}`)
    for (let written = 0; written < next; written += RECORDS_AT_ONCE)
      await kafka.publish(
        topic,
        Array.from({ length: Math.min(RECORDS_AT_ONCE, next - written) }, () => ({ ...FILLER, partition })),
      )
    const log = (await kafka.admin.offsets(topic)).find((p) => p.partition === partition)
    if (log?.high !== next)
      throw new BackupRefusal(
        `${topic}/${partition} came out at ${log?.high} instead of ${next}, because Kafka did not answer in time; empty this Kafka and ClickHouse and restore once more`,
      )
    await kafka.admin.deleteRecords(topic, [{ partition, offset: next }])
  }
}
