import type { StartAt } from '@ioc/kafka'
import type { Store } from './store.ts'

/** How far back the ledger's end is checked for a gap; more than any block that can have been in flight. */
const CHECKED_ROWS = 500_000

/** The ledger has a hole: something removed rows, or wrote past offsets that are not there. Never mended by guessing. */
export class LedgerHasGap extends Error {
  override readonly name = 'LedgerHasGap'
  readonly topic: string
  readonly partition: number
  /** The hole lies between these two offsets. */
  readonly from: number
  readonly to: number

  constructor(topic: string, partition: number, from: number, to: number) {
    super(`the ledger of ${topic}/${partition} lacks offsets between ${from} and ${to}`)
    this.topic = topic
    this.partition = partition
    this.from = from
    this.to = to
  }
}

/**
 * The first offset of a partition the ledger does not have (design §4), and the row at its end for the log to be compared with.
 * @throws LedgerHasGap
 */
export const firstMissingOffset = async (
  store: Pick<Store, 'ledgerEnd'>,
  topic: string,
  partition: number,
  signal: AbortSignal,
): Promise<StartAt> => {
  const end = await store.ledgerEnd(topic, partition, CHECKED_ROWS, signal)
  if (end === null) return { next: 0 }
  if (end.offsets !== end.last - end.checkedFrom + 1)
    throw new LedgerHasGap(topic, partition, end.checkedFrom, end.last)
  // Not the last row as such: that of a control record says when its neighbour was appended, and would prove the log another one.
  return { next: end.last + 1, ...(end.record && { last: end.record }) }
}
