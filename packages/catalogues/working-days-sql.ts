import type { WorkingDays } from './working-days.ts'

/** The arithmetic of working days as text of ClickHouse expressions over instants; the same numbers as `WorkingDays`. */
export type WorkingDaysSql = {
  /** What stands behind `WITH` at the head of a query that uses the expressions; empty when they stand alone. */
  definitions: Record<string, string>
  /** Working days after the day of `from` up to and including the day of `to`: a signed number, see `WorkingDays`. */
  workingDaysBetween(from: string, to: string): string
  /**
   * The first instant after a deadline of n working days from an instant: midnight that ends the n-th working day after its
   * day, `DateTime64(3, 'Asia/Ho_Chi_Minh')`. What is done `< deadline` is in time; on the weekend after it is late.
   */
  workingDayDeadline(from: string, n: number): string
}

const ZONE = `'Asia/Ho_Chi_Minh'`
const midnight = (day: string) => `toDateTime64('${day} 00:00:00', 3, ${ZONE})`
const dates = (days: readonly string[]) => `[${days.map((day) => `'${day}'`).join(', ')}]::Array(Date)`

/**
 * Expressions built from the calendar; `from` and `to` are expressions of type DateTime64 or DateTime, Nullable or not, of
 * any time zone. Null for null, and null where a day lies outside the described years: never a guess.
 *
 * Their constants are arrays made of the few exceptions; ClickHouse computes them once per query, not per row.
 * `named` keeps each expression short and puts the arrays behind `WITH`; `inline` gives expressions that stand alone.
 */
export function workingDaysSql(calendar: WorkingDays, form: 'named' | 'inline' = 'named'): WorkingDaysSql {
  const { describedFrom, describedUntil, daysOff, daysWorked } = calendar
  const definitions: Record<string, string> = {}
  /**
   * A constant by its name, or, standing alone, as it is made. As a scalar subquery it stays a name in the analysed query; as a
   * plain expression it is a thousand days long at every mention, and ClickHouse 26.7 hashes it again for every column read.
   */
  const constant = (name: string, text: string): string => {
    if (form === 'inline') return text
    definitions[name] = `(SELECT ${text})`
    return name
  }
  const first = `toDate('${describedFrom}')`
  const length = `toDate('${describedUntil}') - ${first}`
  const off = dates(daysOff)
  const worked = dates(daysWorked)
  const days = `arrayMap(i -> ${first} + i, range(toUInt32(${length})))`
  const isWorked = `d -> (toDayOfWeek(d) < 6 AND NOT has(${off}, d)) OR has(${worked}, d)`
  const workingDays = constant('working_days', `arrayFilter(${isWorked}, ${days})`)
  const elapsedDays = constant('working_days_elapsed', `arrayCumSum(arrayMap(${isWorked}, ${days}))`)

  // Guarded, because behind its end an array answers 0, below 1 it counts from its end, and a Date wraps round after 2149.
  const elapsed = (instant: string) =>
    `if(${instant} >= ${midnight(describedFrom)} AND ${instant} < ${midnight(describedUntil)}, ` +
    `${elapsedDays}[toDate(${instant}, ${ZONE}) - ${first} + 1], NULL)`

  return {
    definitions,
    workingDaysBetween: (from, to) => `(${elapsed(to)} - ${elapsed(from)})`,
    workingDayDeadline: (from, n) => {
      if (!Number.isSafeInteger(n) || n < 1)
        throw new RangeError(`a deadline is a whole number of working days from 1, got ${n}`)
      const nth = `${elapsed(from)} + ${n}`
      return `if(${nth} <= length(${workingDays}), toDateTime64(${workingDays}[${nth}] + 1, 3, ${ZONE}), NULL)`
    },
  }
}
