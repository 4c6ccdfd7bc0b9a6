import type { BatchHeader } from './batch-header.ts'
import type { IncomingRecord } from './types.ts'

const ABORT = 0

/**
 * Tells data from what a transaction took back. `aborted` is the broker's list for one fetch: whose transactions failed, and from
 * which offset on; each ends at its producer's next abort marker.
 */
export function openTransactions(aborted: { producerId: string; firstOffset: number }[]) {
  const waiting = aborted.toSorted((a, b) => a.firstOffset - b.firstOffset)
  const failing = new Set<string>()
  return {
    /** To be asked for every batch, in the order of the log. */
    holdsData(header: BatchHeader, records: IncomingRecord[]): boolean {
      while (waiting.length > 0 && waiting[0]!.firstOffset <= header.lastOffset) {
        failing.add(waiting.shift()!.producerId)
      }
      if (header.isControl) {
        const key = records[0]?.key // version, type
        if (key && key.length >= 4 && key.readInt16BE(2) === ABORT) failing.delete(header.producerId)
        return false
      }
      return !(header.isTransactional && failing.has(header.producerId))
    },
  }
}
