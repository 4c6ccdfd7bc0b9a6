import type { ClickHouse } from '@ioc/clickhouse'
import { pauseUnless } from '@ioc/clock/pause.ts'
import type { Watermark } from '@ioc/indicators'
import type { Log } from '@ioc/log'
import { missingUpTo } from './watermark.ts'

const POLL_MS = 250

/** Waits until the ledger is complete up to a watermark: before that nothing may be counted for a cut. */
export const openLedgerWait = (clickhouse: ClickHouse, log: Log, signal: AbortSignal) => {
  /** The last watermark found complete: the groups of one date share it, and counting every offset again would cost seconds. */
  let complete: Watermark = []
  const isWithin = (watermark: Watermark) =>
    watermark.every(
      ({ topic, partition, offset }) =>
        offset <= (complete.find((w) => w.topic === topic && w.partition === partition)?.offset ?? -1),
    )
  return async (watermark: Watermark): Promise<void> => {
    if (isWithin(watermark)) return
    for (let looks = 0; !signal.aborted; looks++) {
      const missing = await missingUpTo(clickhouse, watermark)
      if (missing.length === 0) {
        complete = watermark
        return
      }
      if (looks % 40 === 0)
        log.info({ missing }, 'a cut waits until the ledger is complete up to its watermark')
      await pauseUnless(POLL_MS, signal)
    }
    throw signal.reason
  }
}
