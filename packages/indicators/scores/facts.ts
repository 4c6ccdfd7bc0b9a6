import type { Printed } from '../printed.ts'
import type { Report } from '../reports.ts'
import type { Days, Facts } from './score.ts'

/** What other bodies tell: halves they counted, and what documents print; estimates left out. */
export type Told = { reports: readonly Report[]; printed: readonly Printed[] }

type Row = { unit_code: string; period_from: string; period_to: string; indicator: string; estimate: boolean }

const cell = (unit: string, { from, to }: Days, indicator: string) => `${unit} ${from} ${to} ${indicator}`
const isFact = ({ estimate }: { estimate: boolean }) => !estimate

const codeOf = (row: { unit_code: string }) => row.unit_code

/** What is told, by unit, period and indicator. `unitOf` tells apart units that bore one code; by default the code is the unit. */
export const openTold = (told: Told, unitOf: (row: Row) => string = codeOf) => {
  const cellOf = (row: Row) => cell(unitOf(row), { from: row.period_from, to: row.period_to }, row.indicator)
  const [reports, printed] = [told.reports.filter(isFact), told.printed.filter(isFact)]
  const halves = new Map(reports.map((row) => [cellOf(row), row]))
  const prints = new Map(printed.map((row) => [cellOf(row), row.printed]))
  const reportsOf = Map.groupBy(reports, unitOf)
  const periodsOf = Map.groupBy<string, Row>([...reports, ...printed], unitOf)
  return {
    /** The newest period of a unit that one of the indicators was told for and that ended by the date; undefined: none. */
    newest(
      unit: string,
      indicators: ReadonlySet<string>,
      date: string,
      suits: (days: Days) => boolean,
    ): Days | undefined {
      const periods = (periodsOf.get(unit) ?? [])
        .filter(({ indicator, period_to }) => indicators.has(indicator) && period_to <= date)
        .map(({ period_from: from, period_to: to }) => ({ from, to }))
        .filter(suits)
      return periods.reduce<Days | undefined>(
        (newest, each) =>
          !newest || each.to > newest.to || (each.to === newest.to && each.from < newest.from)
            ? each
            : newest,
        undefined,
      )
    },
    /** What is told of a unit in a period; what is counted here is not in it. */
    factsOf: (unitCode: string, period: Days, unit = unitCode): Facts => ({
      unitCode,
      period,
      halvesOf: (indicator, days = period) => halves.get(cell(unit, days, indicator)),
      halvesOfUnit: (code, indicator) =>
        halves.get(
          cellOf({
            unit_code: code,
            period_from: period.from,
            period_to: period.to,
            indicator,
            estimate: false,
          }),
        ),
      printedOf: (indicator) => prints.get(cell(unit, period, indicator)),
      reports: reportsOf.get(unit) ?? [],
    }),
  }
}
