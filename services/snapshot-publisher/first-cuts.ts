import type { ClickHouse } from '@ioc/clickhouse'
import type { BusinessClock } from '@ioc/clock'
import { type Group, type Rules, type RulesInForce, rulesOfCut } from '@ioc/indicators'
import type { Kafka } from '@ioc/kafka'
import { dayOf } from '@ioc/schemas/events/instant.ts'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import type { CutLog } from './cut-log.ts'
import { daysBefore, publishedDays } from './horizon.ts'
import type { openLedgerWait } from './ledger-wait.ts'
import type { Outbox } from './outbox.ts'
import { touchedByRules } from './touched.ts'
import { watermarkBefore } from './watermark.ts'

/** First cuts of days, by the rules that are in force, or were when the day was due. */
export const openFirstCuts = (doors: {
  kafka: Kafka
  clickhouse: ClickHouse
  rules: RulesInForce
  knowUpTo(systemMs: number): Promise<void>
  withheldUpTo: number
  clock: BusinessClock
  cuts: CutLog
  outbox: Outbox
  ledgerHolds: ReturnType<typeof openLedgerWait>
}) => {
  const { kafka, clickhouse, rules, cuts, outbox } = doors

  const firstCut = (
    group: Group,
    date: string,
    watermark: CutRecord['cut']['watermark'],
    reason: CutRecord['reason'],
    by: Rules = rules.current(),
  ): CutRecord => ({
    group: group.id,
    date,
    revision: 1,
    supersedes: null,
    reason,
    cut: {
      watermark,
      ...by.versions,
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
      return day < within && newest !== undefined && rulesOfCut(rules, newest.cut) !== null
    })
    const between = { before: last.cut.watermark, after }
    return touchedByRules({ clickhouse, rules, cuts }, group, between, days)
  }

  return {
    firstCut,
    /** The watermark of a day that was due at an instant of the system clock, however late it is asked for; the ledger holds it. */
    watermarkAt: async (systemMs: number): Promise<CutRecord['cut']['watermark']> => {
      await doors.knowUpTo(systemMs)
      const watermark = await watermarkBefore(kafka, clickhouse, systemMs)
      await doors.ledgerHolds(watermark)
      return watermark
    },
    /** The catalogues that were in force then. */
    versionAt: (systemMs: number): string => rules.at(systemMs).versions.catalogueVersion,
    /** The cut of a day that was due at an instant: by what was in force then, however late it is made. */
    scheduled: async (
      group: Group,
      date: string,
      watermark: CutRecord['cut']['watermark'],
      systemMs: number,
    ): Promise<CutRecord> => {
      const cut = firstCut(group, date, watermark, { code: 'scheduled', text: null }, rules.at(systemMs))
      const adjusts = await olderDays(group, watermark)
      return adjusts.length > 0 ? { ...cut, adjusts } : cut
    },
  }
}
