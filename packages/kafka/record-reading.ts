type BatchContext = {
  firstOffset: string
  firstTimestamp: string
  maxTimestamp: string
  timestampType: number
  magicByte: number
  isControlBatch?: boolean
}
const LOG_APPEND_TIME = 1

/** Header names are few and the same in every record: seven letters are compared faster than a string is made. */
const names: { bytes: Buffer; text: string }[] = []
const headerName = (bytes: Buffer): string => {
  for (const known of names) if (known.bytes.equals(bytes)) return known.text
  const text = bytes.toString('utf8')
  // A foreign writer may invent any number of names; only the first are worth remembering.
  if (names.length < 16) names.push({ bytes: Buffer.from(bytes), text })
  return text
}

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
  // No prototype: a header may be called `__proto__`. Of a repeated header the last counts; one without a value is none.
  const headers: Record<string, Buffer> = Object.create(null)
  for (let left = varint(); left > 0; left--) {
    const name = withLength()
    const header = withLength()
    if (name !== null && header !== null) headers[headerName(name)] = header
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
