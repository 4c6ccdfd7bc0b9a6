import type { IncomingRecord, Kafka } from '@ioc/kafka'

/** Kafka's logs of one partition in memory; two publishers over one are two hosts. `beforeWrite`: what another gets in just before a record is written. */
export const memoryKafka = () => {
  const logs = new Map<string, IncomingRecord[]>()
  const logOf = (topic: string) => {
    const log = logs.get(topic) ?? []
    logs.set(topic, log)
    return log
  }
  const state = { beforeWrite: async (_topic: string) => {} }
  const bytesOf = (value: Buffer | string | null) => (value === null ? null : Buffer.from(value))
  const kafka: Pick<Kafka, 'publish' | 'readFrom'> & { admin: Pick<Kafka['admin'], 'offsets'> } = {
    publish: async (topic, records, { onWritten } = {}) => {
      await state.beforeWrite(topic)
      const log = logOf(topic)
      for (const { key, value, headers } of records) {
        const offset = log.length
        log.push({
          ...{ topic, partition: 0, offset, appendedAtMs: 1_719_800_000_000 + offset },
          ...{ key: bytesOf(key), value: bytesOf(value) },
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]),
          ),
        })
        onWritten?.({ partition: 0, offset, records: 1, appendedAtMs: log[offset]!.appendedAtMs })
      }
    },
    readFrom: async (topic, _partition, from, to, onRecords) => onRecords(logOf(topic).slice(from, to)),
    admin: { offsets: async (topic) => [{ partition: 0, low: 0, high: logOf(topic).length }] },
  }
  return { kafka: kafka as Kafka, state }
}

/** A ClickHouse whose tables are empty, and which takes what is written. */
export const emptyTables = {
  query: async () => [],
  insertRows: async () => {},
} as never
