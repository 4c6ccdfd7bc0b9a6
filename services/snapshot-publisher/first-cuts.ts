import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { type Group, type Indicator, touchedDays } from '@ioc/indicators'
import type { Kafka } from '@ioc/kafka'
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

  /** Days beyond a group's horizon that may have changed since its last scheduled cut: told in the next one as adjustments. */
  const olderDays = async (group: Group, date: string, after: CutRecord['cut']['watermark']) => {
    const mine = cuts.all().filter((cut) => cut.group === group.id)
    const last = mine.findLast(({ reason }) => reason.code === 'scheduled') ?? mine[0]
    if (!last) return []
    const days = publishedDays(outbox, group.id).filter((day) => {
      const newest = cuts.newest(group.id, day)
      return day < daysBefore(date, group.horizonDays) && newest !== undefined && sameRules(newest, rules)
    })
    const of = indicators.filter(({ id }) => group.indicators(id))
    return touchedDays(clickhouse, catalogues, of, { before: last.cut.watermark, after }, days)
  }

  return {
    firstCut,
    /** The cut of a day as it was due at an instant of the system clock, however late it is made. */
    scheduled: async (group: Group, date: string, systemMs: number): Promise<CutRecord> => {
      const watermark = await watermarkBefore(kafka, clickhouse, systemMs)
      const cut = firstCut(group, date, watermark, { code: 'scheduled', text: null })
      await doors.ledgerHolds(watermark)
      const adjusts = await olderDays(group, date, watermark)
      return adjusts.length > 0 ? { ...cut, adjusts } : cut
    },
  }
}
