import type { ClickHouse } from '@ioc/clickhouse'
import { pauseUnless } from '@ioc/clock/pause.ts'
import type { Log } from '@ioc/log'
import { openDeliveries } from './deliveries.ts'
import type { Posted } from './outbox.ts'
import { sendSnapshot } from './send.ts'

const RETRY_MS_MAX = 30_000
/** How long one snapshot is tried in one go; it stays in the outbox, and the next wake-up goes on. */
const TRY_MS_MAX = 30_000

/** Brings what stands in the outbox to the national IOC: every attempt is kept, and only a receipt that is right settles anything. */
export const openDelivery = (options: {
  clickhouse: ClickHouse
  nationalIocUrl: string
  log: Log
  signal: AbortSignal
}) => {
  const { nationalIocUrl, log, signal } = options
  const deliveries = openDeliveries(options.clickhouse)

  const deliver = async (posted: Posted, bytesOf: () => Promise<Buffer>) => {
    let bytes: Buffer | null = null
    const giveUpAt = performance.now() + TRY_MS_MAX
    for (
      let waitMs = 500;
      deliveries.settled(posted.key) === undefined && !signal.aborted && performance.now() < giveUpAt;
      waitMs = Math.min(waitMs * 2, RETRY_MS_MAX)
    ) {
      const { group, date, revision, digest } = posted
      bytes ??= await bytesOf()
      const startedAtMs = Date.now()
      const begun = performance.now()
      const answer = await sendSnapshot(posted, bytes, nationalIocUrl, signal)
      if (signal.aborted) return
      await deliveries.record(
        { group, date, revision, digest },
        nationalIocUrl,
        answer,
        startedAtMs,
        performance.now() - begun,
      )
      log[answer.outcome === 'accepted' ? 'info' : 'warn'](
        { snapshot: posted.key, httpStatus: answer.httpStatus, detail: answer.detail },
        `national IOC: ${answer.outcome}`,
      )
      if (answer.outcome === 'again')
        await pauseUnless(answer.retryAfterMs ?? waitMs * (0.5 + Math.random()), signal)
    }
  }

  return {
    load: () => deliveries.load(),
    deliver,
    /** How a snapshot stands with the receiver. */
    stateOf: (key: string) => deliveries.settled(key)?.outcome ?? 'waiting',
  }
}
