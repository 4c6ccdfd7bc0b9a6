/** Rows of one table as JSONCompactEachRow, written into one growing buffer. */
export type JsonRows = {
  /** Writes ready-made JSON. */
  write(json: string): void
  /** Writes bytes that are UTF-8 text as a JSON string, quotes and all. */
  writeString(utf8: Buffer): void
  /** What was written; nothing may be written afterwards. */
  taken(): Buffer
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const SPACE = 0x20

/** Most bytes one byte becomes: `\u001f`. */
const ESCAPED_BYTES_MAX = 6

/**
 * A record's own bytes are copied, escaped on the way. Made into a string, quoted, joined and encoded again they cost the aggregator
 * a quarter of its throughput, most of it collecting the garbage (`npm run bench -- --only ledger-cost`).
 */
export const openJsonRows = (roomBytes: number): JsonRows => {
  let buffer = Buffer.allocUnsafe(roomBytes)
  let end = 0
  const makeRoom = (bytes: number) => {
    if (end + bytes <= buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, end + bytes))
    buffer.copy(larger, 0, 0, end)
    buffer = larger
  }
  return {
    write: (json) => {
      makeRoom(json.length * 3) // a UTF-16 unit takes at most three bytes of UTF-8
      end += buffer.write(json, end)
    },
    writeString: (utf8) => {
      makeRoom(utf8.length * ESCAPED_BYTES_MAX + 2)
      const to = buffer
      let at = end
      to[at++] = QUOTE
      for (let from = 0; from < utf8.length; from++) {
        const byte = utf8[from]!
        if (byte === QUOTE || byte === BACKSLASH) to[at++] = BACKSLASH
        if (byte >= SPACE) to[at++] = byte
        else at += to.write(`\\u${byte.toString(16).padStart(4, '0')}`, at, 'latin1')
      }
      to[at++] = QUOTE
      end = at
    },
    taken: () => buffer.subarray(0, end),
  }
}
