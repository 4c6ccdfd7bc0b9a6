import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import type { BusinessClock } from '@ioc/clock'
import { type Group, type Indicator, touchedDays } from '@ioc/indicators'
import type { Kafka } from '@ioc/kafka'
import { dayOf } from '@ioc/schemas/events/instant.ts'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import type { CutLog } from './cut-log.ts'
import { daysBefore, publishedDays, sameRules } from './horizon.ts'
import type { openLedgerWait } from './ledger-wait.ts'
import type { Outbox } from './outbox.ts'
import { watermarkBefore } from './watermark.ts'

export type Rules = Pick<CutRecord['cut'], 'catalogueVersion' | 'indicatorsVersion' | 'profiles'>

/** First cuts of days, by the rules at hand. */
export const openFirstCuts = (doors: {
  kafka: Kafka
  clickhouse: ClickHouse
  catalogues: Catalogues
  indicators: readonly Indicator[]
  withheldUpTo: number
  clock: BusinessClock
  cuts: CutLog
  outbox: Outbox
  rules: Rules
  ledgerHolds: ReturnType<typeof openLedgerWait>
}) => {
  const { kafka, clickhouse, catalogues, indicators, cuts, outbox, rules } = doors

  const firstCut = (
    group: Group,
    date: string,
    watermark: CutRecord['cut']['watermark'],
    reason: CutRecord['reason'],
  ): CutRecord => ({
    group: group.id,
    date,
    revision: 1,
    supersedes: null,
    reason,
    cut: {
      watermark,
      ...rules,
      levels: [...group.levels],
      withheldUpTo: doors.withheldUpTo,
      cutNote: reason.code === 'scheduled' ? null : 'cut-at-now',
    },
  })

  /**
   * Days beyond a group's horizon that may have changed since its last scheduled cut: told in the next one as adjustments. The horizon is
   * that of today, as when late events are looked for, however late the cut is made: each day is covered by one or the other.
   */
  const olderDays = async (group: Group, after: CutRecord['cut']['watermark']) => {
    const within = daysBefore(dayOf(doors.clock.now()), group.horizonDays)
    const mine = cuts.all().filter((cut) => cut.group === group.id)
    const last = mine.findLast(({ reason }) => reason.code === 'scheduled') ?? mine[0]
    if (!last) return []
    const days = publishedDays(outbox, group.id).filter((day) => {
      const newest = cuts.newest(group.id, day)
      return day < within && newest !== undefined && sameRules(newest, rules)
    })
    const of = indicators.filter(({ id }) => group.indicators(id))
    return touchedDays(clickhouse, catalogues, of, { before: last.cut.watermark, after }, days)
  }

  return {
    firstCut,
    /** The watermark of a day that was due at an instant of the system clock, however late it is asked for; the ledger holds it. */
    watermarkAt: async (systemMs: number): Promise<CutRecord['cut']['watermark']> => {
      const watermark = await watermarkBefore(kafka, clickhouse, systemMs)
      await doors.ledgerHolds(watermark)
      return watermark
    },
    /** The cut of a day that was due. */
    scheduled: async (
      group: Group,
      date: string,
      watermark: CutRecord['cut']['watermark'],
    ): Promise<CutRecord> => {
      const cut = firstCut(group, date, watermark, { code: 'scheduled', text: null })
      const adjusts = await olderDays(group, watermark)
      return adjusts.length > 0 ? { ...cut, adjusts } : cut
    },
  }
}
