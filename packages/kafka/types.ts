/** The port to Kafka in our own words; no type of the client library appears here or leaves this package. */

/** What this package logs with: a pino logger or anything of its shape. A record's content is never logged. */
export type KafkaLog = Record<'debug' | 'info' | 'warn' | 'error', (fields: object, message: string) => void>

export type KafkaConfig = {
  brokers: string[] // host:port
  clientId: string
  requestTimeoutMs?: number // default 15,000: a broker that has not answered by then hangs, and is asked again on a new connection
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

/**
 * Bytes of the log that no reader can make records of: a bit that flipped on disk, or a foreign writer's fault. Nothing more will
 * ever be read from these offsets, so whoever counts offsets writes them down as lost to the source and goes on behind them.
 */
export type CorruptRange = {
  /** Both ends included; at or after the batch's `firstOffset`. How many records it held, and whose, cannot be known. */
  firstOffset: number
  lastOffset: number
  /** The broker's clock as the damaged header has it; where that cannot be, the time of a neighbour; 0 if there is none. */
  appendedAtMs: number
  /**
   * `crc`: the bytes are not those that were written. `compression`: they are, but cannot be decompressed, or to more than
   * 128 MiB, or by a codec nobody knows. `records`: decompressed, they are not the records their header announces.
   */
  code: 'crc' | 'compression' | 'records'
  /**
   * The record batch as the log has it, header included, or several that are damaged one behind the other; null if longer than
   * 16 MiB. Seal it: it may hold personal data.
   */
  bytes: Buffer | null
}

export type Batch = {
  topic: string
  partition: number
  /**
   * In offset order. An offset between `firstOffset` and `lastOffset` that is neither here nor in `corrupt` was never data
   * (control record, aborted, compacted).
   */
  records: IncomingRecord[]
  /** In offset order, overlapping neither each other nor `records`; nearly always empty. A batch may consist of nothing else. */
  corrupt: CorruptRange[]
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
  /** How long the group waits for a member that died; default 3,000. A broker that refuses so little is asked for 6,000, with a warning. */
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
  /** The hint each partition's reader left last; null where the group never committed. Kafka forgets a group unused for a week. */
  committed(group: string, topic: string): Promise<{ partition: number; offset: number | null }[]>
  /** Moves the log's beginning: what lies before each offset is gone for ever. */
  deleteRecords(topic: string, before: { partition: number; offset: number }[]): Promise<void>
}

/** Where the broker says it wrote records of one partition: so many, from this offset on, all appended at one instant. */
export type Written = { partition: number; offset: number; records: number; appendedAtMs: number }

export type PublishOptions = {
  signal?: AbortSignal
  /**
   * Told of every acknowledgement before `publish` resolves. Records of an attempt whose acknowledgement was lost stand in the log too, before
   * these: who wants to know that a record is the first of its kind must have read everything before its offset.
   */
  onWritten?(written: Written): void
}

export type Kafka = {
  /**
   * Resolves only when every record is acknowledged by all in-sync replicas; tries without limit until then.
   * A record may be written more than once, in its partition and order. Throws `RecordTooLarge`, `signal.reason` on abort, or `KafkaClosed`.
   */
  publish(topic: string, records: OutgoingRecord[], options?: PublishOptions): Promise<void>
  consume(options: ConsumeOptions): Promise<Consumption>
  /** Reads the offsets `[from, to)` of one partition, in order. Throws if the log does not hold them all. */
  readFrom(
    topic: string,
    partition: number,
    fromOffset: number,
    toOffsetExclusive: number,
    onRecords: (records: IncomingRecord[]) => Promise<void> | void,
  ): Promise<void>
  /**
   * What is appended from now on (or from `fromOffsets`), live; nothing is committed. `onReached` is told the next offset after
   * every batch, also one without a record (damaged, or control records alone): whoever waits for a place in the log needs it.
   */
  tail(
    topics: string[],
    onRecords: (records: IncomingRecord[]) => Promise<void> | void,
    options?: { fromOffsets?: TopicPartitionOffset[]; onReached?(next: TopicPartitionOffset): void },
  ): Promise<Tail>
  admin: KafkaAdmin
  /** Does a broker answer within 3 s? */
  ping(): Promise<boolean>
  close(): Promise<void>
}
