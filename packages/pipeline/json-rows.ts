import type { OpenRows } from './rows.ts'

/** Each line is encoded as it comes: joined first, thousands of them would be garbage at once (`npm run bench -- --only ledger-cost`). */
export const jsonRows: OpenRows = (table, columns, roomBytes = 64 * 1024) => {
  let buffer = Buffer.allocUnsafe(roomBytes)
  let end = 0
  let rows = 0
  return {
    add: (cells) => {
      const line = `${JSON.stringify(cells)}\n`
      const needed = end + line.length * 3 // a UTF-16 unit takes at most three bytes of UTF-8
      if (needed > buffer.length) {
        const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, needed))
        buffer.copy(larger, 0, 0, end)
        buffer = larger
      }
      end += buffer.write(line, end)
      rows++
    },
    taken: () => ({ table, columns, format: 'JSONCompactEachRow', bytes: buffer.subarray(0, end), rows }),
  }
}
