/** The port to Kafka in our own words; no type of the client library appears here or leaves this package. */

/** What this package logs with: a pino logger or anything of its shape. A record's content is never logged. */
export type KafkaLog = Record<'debug' | 'info' | 'warn' | 'error', (fields: object, message: string) => void>

export type KafkaConfig = {
  brokers: string[] // host:port
  clientId: string
  tls?: { ca?: string; cert?: string; key?: string } // PEM texts
  sasl?: { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string }
}

export type OutgoingRecord = {
  key: string | null
  value: Buffer | string | null
  headers: Record<string, string>
  partition?: number // decided by the caller; else by the key
}

export type IncomingRecord = {
  topic: string
  partition: number
  offset: number
  appendedAtMs: number // the broker's clock, for a topic with LogAppendTime
  key: Buffer | null
  value: Buffer | null
  headers: Record<string, Buffer> // of a repeated header the last one
}

export type Batch = {
  topic: string
  partition: number
  /** In offset order; offsets missing between `firstOffset` and `lastOffset` were never data (control records, aborted, compacted). */
  records: IncomingRecord[]
  /** Always the `lastOffset + 1` of the batch before, or `startAt().next`. */
  firstOffset: number
  lastOffset: number
  highWatermark: number
  /** Says "still alive" to the group. It is said in the background too, so a slow batch need not call it. */
  heartbeat(): Promise<void>
  /** Commits `lastOffset + 1` as a hint for people's tools; nothing here reads it back, and it never fails. */
  commit(): Promise<void>
}

/** Where to go on: the first offset that is needed, and what was read just before it, as proof that the log is the same. */
export type StartAt = { next: number; last?: { offset: number; appendedAtMs: number } }

export type PartitionLag = { topic: string; partition: number; next: number; highWatermark: number }

export type ConsumeOptions = {
  group: string
  topics: string[]
  startAt(topic: string, partition: number): Promise<StartAt>
  /** One call per partition at a time, partitions side by side. A throw ends `finished` with that error. */
  onBatch(batch: Batch): Promise<void>
  maxBytesPerPartition?: number
  sessionTimeoutMs?: number
  partitionsConcurrently?: number
}

export type Consumption = {
  /** Resolves after `stop()`; rejects when the client died, `onBatch` or `startAt` threw, or the log is not the one expected. */
  finished: Promise<void>
  /** Waits for the batches under way, then leaves the group. */
  stop(): Promise<void>
  /** No batch of the topic begins after this. */
  pause(topic: string): void
  resume(topic: string): void
  /** Of the partitions assigned now. */
  lag(): PartitionLag[]
}

export type Tail = { finished: Promise<void>; stop(): Promise<void> }
export type TopicPartitionOffset = { topic: string; partition: number; offset: number }

export type TopicDefinition = {
  name: string
  partitions: number
  replication?: number // default: the broker's
  config: Record<string, string>
}
export type TopicDescription = {
  name: string
  partitions: number
  replication: number
  config: Record<string, string>
}
export type Broker = { id: number; host: string; port: number }

export type KafkaAdmin = {
  brokers(): Promise<Broker[]>
  topics(): Promise<string[]>
  /** Creates these topics and waits until each has its leaders. A topic that exists is left as it is. */
  createTopics(topics: TopicDefinition[]): Promise<void>
  /** Those of `names` that exist. */
  describeTopics(names: string[]): Promise<TopicDescription[]>
  /** `low` is the first offset kept, `high` the next to be written. */
  offsets(topic: string): Promise<{ partition: number; low: number; high: number }[]>
  /** Per partition the first offset appended at or after the instant; `high` if there is none. */
  offsetsAt(topic: string, instantMs: number): Promise<{ partition: number; offset: number }[]>
}

export type Kafka = {
  /**
   * Resolves only when every record is acknowledged by all in-sync replicas; tries without limit until then.
   * A record may be written more than once, in its partition and order. Throws `RecordTooLarge`, `signal.reason` on abort, or `KafkaClosed`.
   */
  publish(topic: string, records: OutgoingRecord[], options?: { signal?: AbortSignal }): Promise<void>
  consume(options: ConsumeOptions): Promise<Consumption>
  /** Reads the offsets `[from, to)` of one partition, in order. Throws if the log does not hold them all. */
  readFrom(
    topic: string,
    partition: number,
    fromOffset: number,
    toOffsetExclusive: number,
    onRecords: (records: IncomingRecord[]) => Promise<void> | void,
  ): Promise<void>
  /** What is appended from now on (or from `fromOffsets`), live; nothing is committed. */
  tail(
    topics: string[],
    onRecords: (records: IncomingRecord[]) => Promise<void> | void,
    options?: { fromOffsets?: TopicPartitionOffset[] },
  ): Promise<Tail>
  admin: KafkaAdmin
  /** Does a broker answer within 3 s? */
  ping(): Promise<boolean>
  close(): Promise<void>
}
