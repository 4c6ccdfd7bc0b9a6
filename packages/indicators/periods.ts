/** Periods that end on a date: the day itself, and month, quarter, half-year and year to date. Calendar days, first and last inside. */
export type DatePeriod = {
  kind: 'day' | 'month' | 'quarter' | 'half-year' | 'year'
  from: string
  to: string
}

const two = (n: number) => String(n).padStart(2, '0')

export const periodsTo = (date: string): DatePeriod[] => {
  const [year, month] = date.split('-').map(Number) as [number, number]
  const firstOf = (firstMonth: number) => `${year}-${two(firstMonth)}-01`
  return [
    { kind: 'day', from: date, to: date },
    { kind: 'month', from: firstOf(month), to: date },
    { kind: 'quarter', from: firstOf(month - ((month - 1) % 3)), to: date },
    { kind: 'half-year', from: firstOf(month <= 6 ? 1 : 7), to: date },
    { kind: 'year', from: firstOf(1), to: date },
  ]
}

/** SQL of a table of periods with its rows as parameters. */
export const periodTable = (periods: readonly { from: string; to: string }[]) => ({
  sql: `SELECT DISTINCT toDate(tupleElement(p, 1)) AS period_from, toDate(tupleElement(p, 2)) AS period_to
    FROM (SELECT arrayJoin(arrayZip({period_froms:Array(String)}, {period_tos:Array(String)})) AS p)`,
  params: { period_froms: periods.map((p) => p.from), period_tos: periods.map((p) => p.to) },
})
