import type { Tap } from './proxy.ts'

/** One request of Kafka's protocol, by its api key and the client that names itself in it; of a produce its first topic too. */
export type KafkaExchange = { api: number; client: string; topic: string | null }

export const API = { produce: 0, fetch: 1, commit: 8, join: 11, heartbeat: 12, sync: 14 } as const

const REQUEST_HEAD_BYTES = 128
const ANSWER_HEAD_BYTES = 8

/** Cuts a stream of frames (length, then so many bytes) into the heads of its frames, without keeping their bodies. */
const frames = (headBytes: number) => {
  let head = Buffer.alloc(0)
  let skip = 0
  return (chunk: Buffer): Buffer[] => {
    const heads: Buffer[] = []
    for (let at = 0; at < chunk.length; ) {
      if (skip > 0) {
        const passed = Math.min(skip, chunk.length - at)
        skip -= passed
        at += passed
        continue
      }
      const wanted = head.length < 4 ? 4 : Math.min(headBytes, 4 + head.readInt32BE(0))
      const taken = Math.min(wanted - head.length, chunk.length - at)
      head = Buffer.concat([head, chunk.subarray(at, at + taken)])
      at += taken
      if (head.length < 4) continue
      const whole = 4 + head.readInt32BE(0)
      if (head.length < Math.min(headBytes, whole)) continue
      heads.push(head)
      skip = whole - head.length
      head = Buffer.alloc(0)
    }
    return heads
  }
}

const clientOf = (head: Buffer): string => {
  const length = head.readInt16BE(12)
  return length <= 0 ? '' : head.subarray(14, 14 + length).toString('utf8')
}

/** Of a produce request (versions 3 to 8, without tags): transactional id, acks, timeout, number of topics, then their names. */
const topicOf = (head: Buffer): string | null => {
  if (head.readInt16BE(4) !== API.produce) return null
  const after = (at: number) => at + 2 + Math.max(0, head.readInt16BE(at))
  const at = after(after(12)) + 2 + 4 + 4
  return head.subarray(at + 2, after(at)).toString('utf8')
}

/** Sees requests and answers of Kafka's protocol; they may overtake, so an answer is known by its correlation id. */
export const kafkaTap = (): Tap<KafkaExchange> => {
  const requests = frames(REQUEST_HEAD_BYTES)
  const answers = frames(ANSWER_HEAD_BYTES)
  const open = new Map<number, KafkaExchange>()
  return {
    asked: (chunk) =>
      requests(chunk).map((head) => {
        const exchange = { api: head.readInt16BE(4), client: clientOf(head), topic: topicOf(head) }
        open.set(head.readInt32BE(8), exchange)
        return exchange
      }),
    answered: (chunk) =>
      answers(chunk).flatMap((head) => {
        const id = head.readInt32BE(4)
        const exchange = open.get(id)
        open.delete(id)
        return exchange ? [exchange] : []
      }),
    open: () => [...open.values()],
  }
}
