type BatchContext = {
  firstOffset: string
  firstTimestamp: string
  maxTimestamp: string
  timestampType: number
  magicByte: number
  isControlBatch?: boolean
}
const LOG_APPEND_TIME = 1

/** One record of a batch from its bytes without the length, in the shape kafkajs hands on. Throws RangeError on bytes cut short. */
export const decodeRecord = (bytes: Buffer, context: BatchContext) => {
  let at = 1
  const varint = (): number => {
    let n = 0
    let scale = 1
    for (;;) {
      const byte = bytes[at++]
      if (byte === undefined || scale > 2 ** 63)
        throw new RangeError('a record of the log ends in the middle of a number')
      n += (byte & 127) * scale
      if (byte < 128) break
      scale *= 128
    }
    return n % 2 === 0 ? n / 2 : -(n + 1) / 2
  }
  const withLength = (): Buffer | null => {
    const length = varint()
    if (length < 0) return null
    at += length
    return bytes.subarray(at - length, at)
  }
  const timestampDelta = varint()
  const offsetDelta = varint()
  const key = withLength()
  const value = withLength()
  // No prototype: a header may be called `__proto__`.
  const headers: Record<string, Buffer | null | (Buffer | null)[]> = Object.create(null)
  for (let left = varint(); left > 0; left--) {
    const name = withLength()?.toString('utf8') ?? ''
    const header = withLength()
    const known = headers[name]
    headers[name] = known === undefined ? header : Array.isArray(known) ? [...known, header] : [known, header]
  }
  return {
    magicByte: context.magicByte,
    attributes: bytes.readInt8(0),
    timestamp:
      context.timestampType === LOG_APPEND_TIME && context.maxTimestamp
        ? context.maxTimestamp
        : String(Number(context.firstTimestamp) + timestampDelta),
    offset: String(Number(context.firstOffset) + offsetDelta),
    key,
    value,
    headers,
    isControlRecord: context.isControlBatch ?? false,
    batchContext: context,
  }
}

export type { BatchContext }
