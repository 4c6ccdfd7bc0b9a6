/** Rows of one table as JSONCompactEachRow, written into one growing buffer. */
export type JsonRows = {
  /** Writes one ready-made line. */
  write(line: string): void
  /** What was written; nothing may be written afterwards. */
  taken(): Buffer
}

/** Each line is encoded as it comes: joined first, thousands of them would be garbage at once (`npm run bench -- --only ledger-cost`). */
export const openJsonRows = (roomBytes: number): JsonRows => {
  let buffer = Buffer.allocUnsafe(roomBytes)
  let end = 0
  return {
    write: (line) => {
      const needed = end + line.length * 3 // a UTF-16 unit takes at most three bytes of UTF-8
      if (needed > buffer.length) {
        const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, needed))
        buffer.copy(larger, 0, 0, end)
        buffer = larger
      }
      end += buffer.write(line, end)
    },
    taken: () => buffer.subarray(0, end),
  }
}
