import type { EachBatchPayload, KafkaMessage } from 'kafkajs'
import { ClientChanged } from './errors.ts'
import type { IncomingRecord } from './types.ts'

/** What kafkajs fetched for one partition, with the two facts its types hide: where it fetched from, and all it saw. */
export type Fetched = {
  topic: string
  partition: number
  from: number
  lastOffset: number
  highWatermark: number
  records: IncomingRecord[]
  /** Append time of the record at `offset`, data or control; null if the log has a hole there. */
  appendedAtMs(offset: number): number | null
}

export function fetchedFrom(batch: EachBatchPayload['batch']): Fetched {
  const { fetchedOffset, rawMessages } = batch as unknown as {
    fetchedOffset: unknown
    rawMessages: KafkaMessage[]
  }
  if (typeof fetchedOffset !== 'string' || !Array.isArray(rawMessages)) {
    throw new ClientChanged('kafkajs no longer tells from which offset a batch was fetched')
  }
  const { topic, partition } = batch
  return {
    topic,
    partition,
    from: Number(fetchedOffset),
    lastOffset: Number(batch.lastOffset()),
    highWatermark: Number(batch.highWatermark),
    records: batch.messages.map((message) => recordOf(topic, partition, message)),
    appendedAtMs: (offset) => {
      const message = rawMessages.find((m) => Number(m.offset) === offset)
      return message ? Number(message.timestamp) : null
    },
  }
}

function recordOf(topic: string, partition: number, message: KafkaMessage): IncomingRecord {
  return {
    topic,
    partition,
    offset: Number(message.offset),
    appendedAtMs: Number(message.timestamp),
    key: message.key,
    value: message.value,
    // Read by `decodeRecord`, not by kafkajs: one value a name, no text.
    headers: message.headers as Record<string, Buffer>,
  }
}
