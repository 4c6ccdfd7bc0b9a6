import { createRequire } from 'node:module'
import { ClientChanged } from './errors.ts'
import { measureBatch, type RecordToWrite } from './record-writing.ts'

/**
 * Our own writing of records in place of kafkajs 2.2.4's.
 * Cause: kafkajs makes a growing encoder and several small buffers for every header of every record, and copies a request seven
 * times on its way out. Symptom: CloudEvents' six headers cost more than the event itself, and the buffers thrown away make V8
 * collect the whole heap five times a second. A request is now measured first and written once. The bytes are the same
 * (`records.test.ts` compares). May go with kafkajs.
 */

type Partition = { partition: number; messages: RecordToWrite[] }
type Produce = {
  acks: number
  timeout: number
  transactionalId?: string | null
  producerId?: { toString(): string }
  compression?: number
  topicData: { topic: string; partitions: Partition[] }[]
}

const resolver = createRequire(createRequire(import.meta.url).resolve('kafkajs'))
/** A buffer with free bytes before `start`, so that what goes in front need not copy what is behind. */
type Room = { base: Buffer; start: number }
type EncoderState = { buf: Buffer; offset: number; room?: Room }
const Encoder = resolver('./src/protocol/encoder') as {
  prototype: { writeEncoder(this: EncoderState, value: EncoderState): EncoderState }
}

/** Request header and length: api key, version, correlation id, client id; a client id longer than this costs a copy. */
const ROOM_BYTES = 128

/** kafkajs's encoder over bytes that are written already, with room before them. */
const written = (base: Buffer): object => {
  const buf = base.subarray(ROOM_BYTES)
  return Object.assign(Object.create(Encoder.prototype) as object, {
    buf,
    offset: buf.length,
    room: { base, start: ROOM_BYTES },
  })
}

/** Body of a produce request (version 3 and later) after `room` free bytes: transactional id, acks, time-out, then per topic its partitions' batches. */
export const produceBody = ({ acks, timeout, topicData }: Produce, nowMs: number, room = 0): Buffer => {
  let bytes = 2 + 2 + 4 + 4
  const topics = topicData.map(({ topic, partitions }) => {
    const name = Buffer.from(topic)
    const batches = partitions.map(({ partition, messages }) => ({
      partition,
      batch: measureBatch(messages, nowMs),
    }))
    bytes += 2 + name.length + 4
    for (const { batch } of batches) bytes += 8 + batch.bytes
    return { name, batches }
  })
  const into = Buffer.allocUnsafeSlow(room + bytes)
  let at = into.writeInt16BE(-1, room) // no transactional id
  at = into.writeInt16BE(acks, at)
  at = into.writeInt32BE(timeout, at)
  at = into.writeInt32BE(topics.length, at)
  for (const { name, batches } of topics) {
    at = into.writeInt16BE(name.length, at)
    at += name.copy(into, at)
    at = into.writeInt32BE(batches.length, at)
    for (const { partition, batch } of batches) {
      at = into.writeInt32BE(partition, at)
      at = into.writeInt32BE(batch.bytes, at)
      at = batch.write(into, at)
    }
  }
  return into
}

/** Puts a module of kafkajs's in place before anything has taken the original; throws if it came too late. */
const replace = (path: string, takers: readonly string[], make: (original: unknown) => unknown) => {
  for (const taker of takers)
    if (resolver.cache[resolver.resolve(taker)])
      throw new ClientChanged(`kafkajs loads ${taker} before ${path} can be replaced`)
  const original: unknown = resolver(path)
  const module = resolver.cache[resolver.resolve(path)]
  if (!module) throw new ClientChanged(`kafkajs has no ${path}`)
  module.exports = make(original)
}

/** Offset and append time are those of the first record; -1 where the topic has no LogAppendTime. */
export type PartitionAnswer = {
  partition: number
  errorCode: number
  baseOffset?: string
  logAppendTime?: string
}

/** What a broker answered for each partition of a produce request, if an error of kafkajs comes of such an answer; else nothing. */
export const partitionsAnswered = (error: unknown): PartitionAnswer[] => {
  let at = error as { [ANSWER]?: ProduceAnswer; cause?: unknown; originalError?: unknown }
  for (let depth = 0; depth < 8 && at && !at[ANSWER]; depth++)
    at = (at.cause ?? at.originalError) as typeof at
  return at?.[ANSWER]?.topics.flatMap(({ partitions }) => partitions) ?? []
}

const ANSWER = Symbol('answer')
type ProduceAnswer = { topics: { partitions: PartitionAnswer[] }[] }

/** Makes kafkajs use these. Called once, when the client's module loads. */
export const installRecords = (): void => {
  type Request = { encode(): Promise<object> }
  replace(
    './src/protocol/requests/produce/v3/request',
    ['./src/protocol/requests/produce/v4/request'],
    (original) => (request: Produce) => {
      const theirs = (original as (request: Produce) => Request)(request)
      // We never ask for these; whoever did would get what kafkajs makes of it.
      const special =
        request.compression || request.transactionalId || Number(request.producerId?.toString() ?? -1) !== -1
      return special
        ? theirs
        : { ...theirs, encode: async () => written(produceBody(request, Date.now(), ROOM_BYTES)) }
    },
  )
  // kafkajs makes one error of an answer that refuses one partition and takes the others; the answer goes with it.
  for (const version of [3, 4, 5, 6, 7]) {
    const response = resolver(`./src/protocol/requests/produce/v${version}/response`) as {
      parse(answer: ProduceAnswer): Promise<unknown>
    }
    const { parse } = response
    response.parse = async (answer) => {
      try {
        return await parse(answer)
      } catch (error) {
        throw Object.assign(error as object, { [ANSWER]: answer })
      }
    }
  }
  // What kafkajs puts before the body goes into the room left for it, instead of into a copy of everything.
  const copying = Encoder.prototype.writeEncoder
  Encoder.prototype.writeEncoder = function (value) {
    if (!value?.room || value.room.start < this.offset) return copying.call(this, value)
    const { base } = value.room
    const start = value.room.start - this.offset
    this.buf.copy(base, start, 0, this.offset)
    this.buf = base.subarray(start)
    this.offset = this.buf.length
    this.room = { base, start }
    return this
  }
}
