import type { Producer } from 'kafkajs'
import { faultOf, letGo, type Opened, openClient, REQUEST_TIMEOUT_MS } from './client.ts'
import { KafkaClosed, RecordTooLarge } from './errors.ts'
import { partitionOf } from './partition.ts'
import { type PartitionAnswer, partitionsAnswered } from './records.ts'
import type { KafkaConfig, KafkaLog, OutgoingRecord, PublishOptions } from './types.ts'
import { backOffMs, pauseFor, unlessAborted, withFirstOf } from './wait.ts'

/** A record whose partition is decided; `index` is its place in the caller's array. */
type Placed = OutgoingRecord & { partition: number; index: number; bytes: number }

// The broker's limit is on the records of one partition in one request, so a request stays well below it.
const BYTES_PER_REQUEST = 1_000_000
const RECORDS_PER_REQUEST = 10_000
const PARTITIONS_KNOWN_FOR_MS = 300_000

/**
 * Publishing that ends only in an acknowledgement. Not the idempotent producer of kafkajs: with finite retries that can
 * lose a batch silently, while a repeat is harmless here. After any error the producer is replaced.
 */
export function openPublisher(
  config: KafkaConfig,
  log: KafkaLog,
  countPartitions: (topic: string) => Promise<number>,
) {
  let producer: Opened<Promise<Producer>> | null = null
  let nextKeyless = 0
  const partitionsOf = new Map<string, { count: number; knownAtMs: number }>()

  const closed = new AbortController()

  return { publish, close }

  /** Whoever still waits for an acknowledgement is told `KafkaClosed`: whether it was written is unknown. */
  async function close(): Promise<void> {
    closed.abort(new KafkaClosed())
    await letGo(producer, log)
  }

  async function publish(
    topic: string,
    records: OutgoingRecord[],
    { signal, onWritten }: PublishOptions = {},
  ): Promise<void> {
    if (!signal) return publishUnless(topic, records, closed.signal, onWritten)
    await withFirstOf([closed.signal, signal], (first) => publishUnless(topic, records, first, onWritten))
  }

  async function publishUnless(
    topic: string,
    records: OutgoingRecord[],
    signal: AbortSignal,
    onWritten: PublishOptions['onWritten'],
  ): Promise<void> {
    signal.throwIfAborted()
    if (records.length === 0) return
    for (const request of requests(await place(topic, records, signal)))
      await deliver(topic, request, signal, onWritten)
  }

  /** Decides every partition once, before the first attempt: kafkajs would decide a keyless record anew at each retry. */
  async function place(topic: string, records: OutgoingRecord[], signal: AbortSignal): Promise<Placed[]> {
    const partitions = await knownPartitions(topic, signal)
    const keyless = nextKeyless++ % partitions
    return records.map((record, index) => ({
      ...record,
      index,
      partition: record.partition ?? (record.key === null ? keyless : partitionOf(record.key, partitions)),
      bytes: bytesOf(record),
    }))
  }

  async function knownPartitions(topic: string, signal: AbortSignal): Promise<number> {
    const known = partitionsOf.get(topic)
    if (known && performance.now() - known.knownAtMs < PARTITIONS_KNOWN_FOR_MS) return known.count
    const count = await withoutLimit(() => countPartitions(topic), topic, signal)
    partitionsOf.set(topic, { count, knownAtMs: performance.now() })
    return count
  }

  /** Until every record is acknowledged. What one attempt leaves is whole partitions, so each key keeps its order. */
  async function deliver(
    topic: string,
    records: Placed[],
    signal: AbortSignal,
    onWritten: PublishOptions['onWritten'],
  ): Promise<void> {
    let left = records
    for (let attempts = 0; left.length > 0; attempts++) {
      const outcome = await unlessAborted(send(topic, left), signal)
      if (onWritten) tell(left, outcome.answers, onWritten)
      for (const ofPartition of Map.groupBy(outcome.tooLarge, (record) => record.partition).values()) {
        await deliverSmaller(topic, ofPartition, signal, onWritten)
      }
      left = outcome.again
      if (left.length === 0) return
      log.warn({ topic, attempts: attempts + 1, fault: outcome.fault }, 'not acknowledged; trying again')
      await pauseFor(backOffMs(attempts), signal)
    }
  }

  /** The topic takes less per request than we thought: halves, in order. */
  async function deliverSmaller(
    topic: string,
    records: Placed[],
    signal: AbortSignal,
    onWritten: PublishOptions['onWritten'],
  ): Promise<void> {
    if (records.length === 1) {
      throw new RecordTooLarge({ topic, index: records[0]!.index, bytes: records[0]!.bytes })
    }
    const half = records.length >> 1
    await deliver(topic, records.slice(0, half), signal, onWritten)
    await deliver(topic, records.slice(half), signal, onWritten)
  }

  /**
   * One attempt, and what of it is not acknowledged. A request holds several partitions, and one may be refused (its leader moves,
   * or is not yet one right after the topic was made) where the others are written: only the refused are sent again.
   */
  async function send(topic: string, records: Placed[]): Promise<Outcome> {
    producer ??= connect()
    const mine = producer
    let answers: PartitionAnswer[]
    let fault: object | undefined
    try {
      answers = await (await mine.part).send({ topic, acks: -1, timeout: 10_000, messages: records })
    } catch (error) {
      fault = faultOf(error)
      answers = partitionsAnswered(error)
    }
    const codes = new Map(answers.map(({ partition, errorCode }) => [partition, errorCode]))
    // kafkajs leaves out, without a word, records for a partition that its metadata does not list: those have no code.
    const tooLarge = records.filter((record) => TOO_LARGE.has(codes.get(record.partition) ?? UNKNOWN))
    const again = records.filter((record) => {
      const code = codes.get(record.partition) ?? UNKNOWN
      return code !== WRITTEN && !TOO_LARGE.has(code)
    })
    if (again.length > 0) {
      if (producer === mine) producer = null
      // Requests of other callers may be under way on it: each gets the time it has, since to break one off is to write it twice.
      void letGo(mine, log, config.requestTimeoutMs ?? REQUEST_TIMEOUT_MS)
      partitionsOf.delete(topic)
    }
    return { again, tooLarge, answers, fault: fault ?? [...codes] }
  }

  function connect(): Opened<Promise<Producer>> {
    return openClient(config, log, async (client) => {
      const opened = client.producer({
        allowAutoTopicCreation: false,
        retry: { retries: 0 },
        createPartitioner:
          () =>
          ({ message }) =>
            message.partition!,
      })
      await opened.connect()
      return opened
    })
  }

  async function withoutLimit<T>(attempt: () => Promise<T>, topic: string, signal: AbortSignal): Promise<T> {
    for (let attempts = 0; ; attempts++) {
      try {
        return await unlessAborted(attempt(), signal)
      } catch (error) {
        signal.throwIfAborted()
        log.warn({ topic, attempts: attempts + 1, fault: faultOf(error) }, 'not acknowledged; trying again')
        await pauseFor(backOffMs(attempts), signal)
      }
    }
  }
}

type Outcome = { again: Placed[]; tooLarge: Placed[]; answers: PartitionAnswer[]; fault: unknown }

const WRITTEN = 0
const UNKNOWN = -1
const TOO_LARGE = new Set([10, 18]) // MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE

/** Says of each partition that was written where; a broker that does not tell is passed over in silence. */
function tell(
  records: readonly Placed[],
  answers: readonly PartitionAnswer[],
  onWritten: NonNullable<PublishOptions['onWritten']>,
): void {
  for (const { partition, errorCode, baseOffset, logAppendTime } of answers) {
    const [offset, appendedAtMs] = [Number(baseOffset ?? -1), Number(logAppendTime ?? -1)]
    if (errorCode !== WRITTEN || offset < 0 || appendedAtMs < 0) continue
    const mine = records.filter((record) => record.partition === partition).length
    onWritten({ partition, offset, records: mine, appendedAtMs })
  }
}

function* requests(records: Placed[]): Generator<Placed[]> {
  let request: Placed[] = []
  let bytes = 0
  for (const record of records) {
    const full = bytes + record.bytes > BYTES_PER_REQUEST || request.length >= RECORDS_PER_REQUEST
    if (full && request.length > 0) {
      yield request
      request = []
      bytes = 0
    }
    request.push(record)
    bytes += record.bytes
  }
  if (request.length > 0) yield request
}

function bytesOf(record: OutgoingRecord): number {
  let bytes = Buffer.byteLength(record.key ?? '') + Buffer.byteLength(record.value ?? '')
  for (const [name, value] of Object.entries(record.headers)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value)
  }
  return bytes
}
