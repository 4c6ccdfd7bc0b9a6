import type { BatchHeader } from './batch-header.ts'
import type { IncomingRecord } from './types.ts'

/** Header names are few and the same in every record: their letters are compared where they stand, without a buffer or a string. */
const names: { bytes: Buffer; text: string }[] = []
const headerName = (body: Buffer, from: number, to: number): string => {
  next: for (const { bytes, text } of names) {
    if (bytes.length !== to - from) continue
    for (let i = bytes.length; i-- > 0; ) if (bytes[i] !== body[from + i]) continue next
    return text
  }
  const text = body.toString('utf8', from, to)
  // A foreign writer may invent any number of names; only the first are worth remembering.
  if (names.length < 16) names.push({ bytes: Buffer.from(body.subarray(from, to)), text })
  return text
}

/** Headers without a prototype, so that one may be called `__proto__`; of one shape, which `Object.create(null)` would not be. */
function NoPrototype() {} // declared, because an arrow is no constructor
NoPrototype.prototype = Object.create(null)
const Headers = NoPrototype as unknown as new () => Record<string, Buffer>

/**
 * The records of one decompressed batch from offset `from` on; null if the bytes are not exactly the records the header announces.
 * Keys, values and headers are views of `body`, not copies.
 */
export function readRecords(
  body: Buffer,
  header: BatchHeader,
  place: { topic: string; partition: number },
  from: number,
): IncomingRecord[] | null {
  const { topic, partition } = place
  const { count, baseOffset, isLogAppendTime, firstTimestamp, maxTimestamp } = header
  // A record takes 7 bytes at least, so a count that no bytes stand behind is never counted through.
  if (count < 0 || count * 7 > body.length) return null
  const records: IncomingRecord[] = []
  const size = body.length
  let at = 0

  /** A signed number; NaN if the bytes end in the middle, or it is too long to be one. */
  const varint = (): number => {
    let byte = body[at++]!
    if (byte < 128) return byte & 1 ? -(byte >> 1) - 1 : byte >> 1
    let n = byte & 127
    for (let scale = 128; scale < 2 ** 63; scale *= 128) {
      byte = body[at++]!
      n += (byte & 127) * scale
      if (byte < 128) return n % 2 === 0 ? n / 2 : -(n + 1) / 2
    }
    return Number.NaN
  }
  const withLength = (end: number): Buffer | null => {
    const length = varint()
    if (length < 0) return null
    at += length
    return at <= end ? body.subarray(at - length, at) : null // beyond the end: `at` says so afterwards
  }

  /**
   * Headers of the record before, in order. What says the same again is the same view: a view takes 60 ns, an event has six headers, and
   * four of them never change. Whoever has read a view need not read it again.
   */
  const before: Buffer[] = []
  const headerValue = (nth: number, end: number): Buffer | null => {
    const length = varint()
    if (length < 0) return null
    const from = at
    at += length
    if (at > end) return null
    const last = before[nth]
    if (last !== undefined && last.length === length) {
      let i = length
      while (i > 0 && last[i - 1] === body[from + i - 1]) i--
      if (i === 0) return last
    }
    const view = body.subarray(from, at)
    before[nth] = view
    return view
  }

  let offsetBefore = -1
  for (let i = 0; i < count; i++) {
    const length = varint()
    const end = at + length
    if (!(length > 0 && end <= size)) return null
    at++ // attributes: none are in use
    const timestampDelta = varint()
    const offsetDelta = varint()
    const key = withLength(end)
    const value = withLength(end)
    // Of a repeated header the last counts; one without a value is none.
    const headers = new Headers()
    let left = varint()
    let nth = 0
    if (!(left >= 0)) return null
    for (; left > 0 && at < end; left--) {
      const nameLength = varint()
      const nameAt = at
      if (nameLength > 0) at += nameLength
      const value = headerValue(nth++, end)
      if (nameLength >= 0 && value !== null) headers[headerName(body, nameAt, nameAt + nameLength)] = value
    }
    if (left !== 0 || at !== end || !(offsetDelta > offsetBefore) || Number.isNaN(timestampDelta)) return null
    offsetBefore = offsetDelta
    const offset = baseOffset + offsetDelta
    if (offset > header.lastOffset) return null
    if (offset < from) continue
    const appendedAtMs = isLogAppendTime ? maxTimestamp : firstTimestamp + timestampDelta
    records.push({ topic, partition, offset, appendedAtMs, key, value, headers })
  }
  return at === size ? records : null
}
