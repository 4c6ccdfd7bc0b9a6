import { createRequire } from 'node:module'
import type { EachBatchPayload } from 'kafkajs'
import { ClientChanged } from './errors.ts'
import { type RecordSet, readRecordSet } from './record-set.ts'

/** What was fetched for one partition, read. */
export type Fetched = RecordSet & {
  topic: string
  partition: number
  from: number
  highWatermark: number
  /** Append time of what stands at `offset`, data or marker; null if the log has a hole there, or damage. */
  appendedAtMs(offset: number): number | null
}

/** Reads the bytes behind a batch of kafkajs; not before they are needed, so what is fetched for nothing costs nothing. */
export function fetchedFrom(batch: EachBatchPayload['batch']): Fetched {
  const { fetchedOffset, rawMessages } = batch as unknown as { fetchedOffset: unknown; rawMessages: RawSet }
  if (typeof fetchedOffset !== 'string' || !Buffer.isBuffer(rawMessages?.bytes)) {
    throw new ClientChanged('kafkajs no longer tells from which offset a batch was fetched, and what')
  }
  const { topic, partition } = batch
  const from = Number(fetchedOffset)
  const place = placeOf(topic, partition, fetchedOffset)
  const set = readRecordSet({ topic, partition, from, ...rawMessages, wide: wider.has(place) })
  if (set.wantsBytes === null) wider.delete(place)
  else wider.set(place, set.wantsBytes)
  return {
    ...set,
    topic,
    partition,
    from,
    highWatermark: Number(batch.highWatermark),
    appendedAtMs: (offset) =>
      set.records.find((record) => record.offset === offset)?.appendedAtMs ??
      set.skipped.find((gap) => gap.firstOffset <= offset && offset <= gap.lastOffset)?.appendedAtMs ??
      null,
  }
}

/** How many bytes to ask for at a place where the usual number did not tell enough; nearly always empty. */
const wider = new Map<string, number>()

function placeOf(topic: string, partition: number, offset: string): string {
  return `${topic}/${partition}@${offset}`
}

/** What stands in the place of kafkajs's messages: no message, and the bytes as they came. */
type RawSet = unknown[] & Omit<Parameters<typeof readRecordSet>[0], 'topic' | 'partition' | 'from' | 'wide'>

type Decoder = { readInt32(): number; readBytes(bytes: number): Buffer; canReadBytes(bytes: number): boolean }
type Partition = {
  messages: RawSet
  highWatermark: string
  lastStableOffset?: string
  abortedTransactions: { producerId: string; firstOffset: string }[] | null
}
type Response = {
  decode(raw: Buffer): Promise<{ responses: { partitions: Partition[] }[] }>
}
type Topics = { topic: string; partitions: { partition: number; fetchOffset: string; maxBytes: number }[] }[]
type Protocol = (of: { version: number }) => (options: { topics: Topics }) => object

/** Versions of the fetch request that carry today's record batches; kafkajs knows none after them. */
const VERSIONS = [4, 5, 6, 7, 8, 9, 10, 11]
const NO_BYTES = Buffer.alloc(0)

/**
 * Makes kafkajs 2.2.4 hand on the bytes of a fetch unread. Called once, when the client's module loads.
 * Cause: kafkajs checks no checksum, gives a batch's records to a function one argument each (some 100,000 are too many), ends at a
 * batch it cannot decompress, resolves by itself what holds no data, and makes three objects and several copies of each record.
 * Symptom: damaged records look sound, a large or damaged batch stops its partition for ever, and offsets seem to be missing.
 * May go with kafkajs.
 */
export const installFetching = (): void => {
  const internal = createRequire(createRequire(import.meta.url).resolve('kafkajs'))
  const load = <T>(path: string) => internal(path) as T

  const decodeMessages = internal.resolve('./src/protocol/requests/fetch/v4/decodeMessages')
  for (const version of VERSIONS) {
    if (internal.cache[internal.resolve(`./src/protocol/requests/fetch/v${version}/response`)]) {
      throw new ClientChanged('kafkajs has fetched before its fetching could be replaced')
    }
  }
  internal(decodeMessages)
  internal.cache[decodeMessages]!.exports = async (decoder: Decoder) => {
    const bytes = decoder.readInt32()
    return Object.assign([], {
      bytes: bytes > 0 && decoder.canReadBytes(bytes) ? decoder.readBytes(bytes) : NO_BYTES,
    })
  }

  for (const version of VERSIONS) {
    const response = load<Response>(`./src/protocol/requests/fetch/v${version}/response`)
    const { decode } = response
    response.decode = async (raw) => {
      const decoded = await decode(raw)
      for (const { partitions } of decoded.responses) {
        for (const partition of partitions) {
          const { messages, highWatermark, lastStableOffset, abortedTransactions } = partition
          const stable = Number(lastStableOffset ?? -1)
          messages.end = stable >= 0 ? stable : Number(highWatermark)
          messages.aborted = (abortedTransactions ?? []).map(({ producerId, firstOffset }) => ({
            producerId,
            firstOffset: Number(firstOffset),
          }))
        }
      }
      return decoded
    }
  }

  const fetch = load<{ protocol: Protocol }>('./src/protocol/requests/fetch')
  const { protocol } = fetch
  fetch.protocol = (version) => {
    const make = protocol(version)
    return (options) => {
      const topics = fromAnother(options.topics)
      return make({ ...options, topics: wider.size === 0 ? topics : withRoom(topics) })
    }
  }

  const Batch = load<{
    prototype: { rawMessages: RawSet; isEmpty(): boolean; isEmptyDueToFiltering(): boolean }
  }>('./src/consumer/batch')
  Batch.prototype.isEmpty = function () {
    return this.rawMessages.bytes.length === 0
  }
  Batch.prototype.isEmptyDueToFiltering = () => false
}

/**
 * The same places, beginning with another one each time: a broker fills its answer in the order asked (KIP-74), and kafkajs always asks
 * in the same one, so that with much to read the last partitions would get nothing.
 */
function fromAnother(topics: Topics): Topics {
  const places = topics.flatMap(({ topic, partitions }) => partitions.map((asked) => ({ topic, asked })))
  if (places.length < 2) return topics
  const from = turn++ % places.length
  const turned = [...places.slice(from), ...places.slice(0, from)]
  return turned.map(({ topic, asked }) => ({ topic, partitions: [asked] }))
}
let turn = 0

function withRoom(topics: Topics): Topics {
  return topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map((asked) => ({
      ...asked,
      maxBytes: Math.max(
        asked.maxBytes,
        wider.get(placeOf(topic, asked.partition, String(asked.fetchOffset))) ?? 0,
      ),
    })),
  }))
}
