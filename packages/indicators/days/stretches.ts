import { periodsTo } from '../periods.ts'
import { dayBegins, nextDay } from '../sql.ts'

/**
 * Some dates, rising, and the days at which any of their periods begins or ends: between two of those no period does, so what is counted
 * by these stretches is counted for every period of every date. Thirty days in a row and the four beginnings before them are 34.
 */
export type Stretches = {
  dates: readonly string[]
  /** First days, rising. */
  begins: readonly string[]
  /** The first day after all of them. */
  end: string
  /** First and last stretch of the k-th period of a date; the same object each time. */
  of(date: string, k: number): Span
}

/** From one stretch to another, both inside. */
export type Span = { first: number; last: number }

/** A stretch is one byte, and the last of its numbers says that there is none. */
export const STRETCHES_MAX = 250

export const stretchesOf = (dates: readonly string[]): Stretches => {
  const days = [
    ...new Set(dates.flatMap((date) => [nextDay(date), ...periodsTo(date).map(({ from }) => from)])),
  ].sort()
  const begins = days.slice(0, -1)
  const at = new Map(days.map((day, n) => [day, n]))
  const spans = new Map(
    dates.map((date) => {
      const last = at.get(nextDay(date))! - 1
      return [date, periodsTo(date).map(({ from }): Span => ({ first: at.get(from)!, last }))]
    }),
  )
  return {
    dates,
    begins,
    end: days.at(-1)!,
    of: (date, k) => spans.get(date)![k]!,
  }
}

/** The stretches as SQL, by day: an array of numbers, from the first day on. */
export const stretchByDay = ({ begins, end }: Stretches): string => {
  const numbers: number[] = []
  for (let day = begins[0]!, n = 0; day < end; day = nextDay(day)) {
    if (begins[n + 1] === day) n++
    numbers.push(n)
  }
  return `(SELECT [${numbers.join(', ')}])`
}

/** The stretch an instant lies in; 255: in none. An array is looked into: to compare with each beginning would take longer the more dates there are. */
export const stretchAt = ({ begins, end }: Stretches, time: string): string =>
  `toUInt8(ifNull(if(${time} >= ${dayBegins(begins[0]!)} AND ${time} < ${dayBegins(end)}, stretch_by_day[toDate(${time}, 'Asia/Ho_Chi_Minh') - toDate('${begins[0]}') + 1], ${IN_NONE}), ${IN_NONE}))`

/** Instead of a stretch, where an instant lies in none. */
export const IN_NONE = 255

export const inStretch =
  (stretches: Stretches) =>
  (time: string): string =>
    `${stretchAt(stretches, time)} AS ${time}_in`
