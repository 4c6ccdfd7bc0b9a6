import type { ClickHouse } from '@ioc/clickhouse'
import type { SnapshotValue } from '@ioc/schemas/snapshot/snapshot.ts'
import { countIndicators, type Periods } from './count.ts'
import type { Indicator, SubjectSet } from './define.ts'
import { judge } from './judge.ts'
import { type DatePeriod, periodsTo, periodTable } from './periods.ts'
import { type Query, stateOf, TABLES, type Watermark } from './state.ts'
import { withhold } from './withhold.ts'

type Count = {
  indicator: string
  period_from: string
  period_to: string
  estimate: boolean
  numerator: string | null
  denominator: string | null
}

type Period = { kind: DatePeriod['kind'] | 'stated'; from: string; to: string }

/** What a source has said of a contract, as of the same cut: complete up to (epoch ms), simulated or not. */
export type Spoken = ReadonlyMap<string, { completeUpToMs: number; simulated: boolean }>

const PROVINCE = { unit: '68', level: 'province' }
const number = (text: string | null) => (text === null ? null : Number(text))
const dayEndMs = (day: string) => Date.parse(`${day}T23:59:59.999+07:00`)
const dayBeginMs = (day: string) => Date.parse(`${day}T00:00:00+07:00`)

const counted = async (clickhouse: ClickHouse, query: Query): Promise<Count[]> =>
  clickhouse.query<Count>(
    `SELECT indicator, toString(period_from) AS period_from, toString(period_to) AS period_to, estimate,
  toString(numerator) AS numerator, toString(denominator) AS denominator FROM (${query.sql})`,
    query.params,
  )

/** Survey years are stated by the forms: the newest with a form handed in by the date. */
const surveyYears = async (clickhouse: ClickHouse, date: string, watermark: Watermark): Promise<Period[]> => {
  const state = stateOf('forms', ['survey_year', 'submitted_at'], watermark)
  const [row] = await clickhouse.query<{ year: number }>(
    `SELECT max(survey_year) AS year FROM (${state.sql}) WHERE submitted_at < toDateTime64({date:Date} + 1, 3, 'Asia/Ho_Chi_Minh')`,
    { ...state.params, date },
  )
  return row && row.year > 0 ? [{ kind: 'stated', from: `${row.year}-01-01`, to: `${row.year}-12-31` }] : []
}

/** Of the figures other bodies reported, per indicator the one for the newest period that ended by the date; an estimate beside it. */
const newestReports = (counts: readonly Count[], date: string): Count[] => {
  const newest = new Map<string, Count>()
  for (const count of counts) {
    const key = `${count.indicator}${count.estimate}`
    const known = newest.get(key)
    if (count.period_to <= date && (known === undefined || count.period_to > known.period_to))
      newest.set(key, count)
  }
  return [...newest.values()]
}

const cellOf = (
  indicator: Indicator,
  period: Period,
  count: Count | undefined,
  spoken: Spoken,
): SnapshotValue => {
  const said = spoken.get(TABLES[indicator.of].topic)
  const head = {
    indicator: indicator.id,
    ...PROVINCE,
    period,
    kind: indicator.kind,
    unitOfMeasure: indicator.unitOfMeasure,
  }
  const nothing = { numerator: null, denominator: null, value: null }
  // Nobody spoke for the period: that is no zero (design §3.3).
  if (
    !count ||
    count.numerator === null ||
    (period.kind !== 'stated' && (said?.completeUpToMs ?? -1) < dayBeginMs(period.from))
  )
    return { ...head, state: 'missing', ...nothing, flags: [] }
  const flags = [
    ...(count.estimate ? ['estimate'] : []),
    ...(period.kind !== 'stated' && (said?.completeUpToMs ?? -1) < dayEndMs(period.to) ? ['incomplete'] : []),
    ...(said?.simulated ? ['simulated'] : []),
  ]
  const halves = { numerator: number(count.numerator), denominator: number(count.denominator) }
  if (indicator.aboutPersons && withhold(halves)) return { ...head, state: 'withheld', ...nothing, flags }
  return {
    ...head,
    state: 'reported',
    ...halves,
    value: judge(indicator.kind, count.numerator, count.denominator, indicator.maximum).value,
    flags,
  }
}

const PERIOD_ORDER = ['day', 'month', 'quarter', 'half-year', 'year', 'stated']

const inOrder = (values: SnapshotValue[], indicators: readonly Indicator[]): SnapshotValue[] => {
  const rank = new Map(indicators.map((indicator, index) => [indicator.id, index]))
  return values.toSorted(
    (a, b) =>
      rank.get(a.indicator)! - rank.get(b.indicator)! ||
      PERIOD_ORDER.indexOf(a.period.kind) - PERIOD_ORDER.indexOf(b.period.kind) ||
      a.period.to.localeCompare(b.period.to) ||
      a.flags.join().localeCompare(b.flags.join()),
  )
}

/**
 * The province's values of these indicators for a date, as of a cut: day and periods to date for what is counted here, the
 * stated period for surveys and for what other bodies reported. A function of its arguments and the ledger up to the cut.
 */
export const valuesFor = async (
  clickhouse: ClickHouse,
  indicators: readonly Indicator[],
  date: string,
  watermark: Watermark,
  spoken: Spoken,
): Promise<SnapshotValue[]> => {
  const of = (...sets: SubjectSet[]) => indicators.filter((indicator) => sets.includes(indicator.of))
  const values: SnapshotValue[] = []
  const countFor = async (mine: readonly Indicator[], periods: readonly Period[]) => {
    if (mine.length === 0 || periods.length === 0) return
    const table: Periods = periodTable(periods)
    const counts = await counted(clickhouse, countIndicators(mine, table, watermark))
    for (const indicator of mine)
      for (const period of periods) {
        const count = counts.find(
          (c) => c.indicator === indicator.id && c.period_from === period.from && c.period_to === period.to,
        )
        values.push(cellOf(indicator, period, count, spoken))
      }
  }
  await countFor(of('dossiers', 'feedback'), periodsTo(date))
  const forms = of('forms')
  if (forms.length > 0) await countFor(forms, await surveyYears(clickhouse, date, watermark))
  const reports = of('reports')
  if (reports.length > 0) {
    const counts = await counted(clickhouse, countIndicators(reports, periodTable([]), watermark))
    for (const count of newestReports(counts, date)) {
      const indicator = reports.find((i) => i.id === count.indicator)!
      values.push(
        cellOf(indicator, { kind: 'stated', from: count.period_from, to: count.period_to }, count, spoken),
      )
    }
  }
  return inOrder(values, indicators)
}
