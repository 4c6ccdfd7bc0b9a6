import type { SnapshotRow } from '@ioc/exchange'
import { EVENT_TOPICS } from '@ioc/schemas'
import type { About } from '@ioc/schemas/alerts/index.ts'
import type { Cache } from '../cache.ts'
import { ledgerRecords, type Pulse, recordsIn } from '../pulse/pulse.ts'
import { daysOwed, totalsOf } from '../snapshots/totals.ts'

/** What the river owes, as the river itself shows it. */
export const openLags =
  ({
    pulse,
    snapshots,
    businessNow,
  }: {
    pulse: Pulse
    snapshots: Cache<SnapshotRow[]>
    businessNow(): number
  }) =>
  async (of: Extract<About, { kind: 'lag' }>['of']): Promise<{ amount: number | null; away: boolean }> => {
    if (of === 'records') {
      const log = pulse.log()
      const ledger = pulse.ledger()
      const known = log.value !== null && ledger.value !== null
      return {
        amount: known ? Math.max(0, recordsIn(log.value, EVENT_TOPICS) - ledgerRecords(ledger.value)) : null,
        away: log.failing || ledger.failing,
      }
    }
    const { value } = await snapshots.read()
    const { refused, owed, newestDate } = totalsOf(value)
    const amount = {
      snapshots: owed,
      parked: refused,
      days: daysOwed(newestDate, businessNow()),
    }
    return { amount: amount[of], away: false }
  }
