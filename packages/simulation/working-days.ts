import { dayStart } from '@ioc/schemas/events/instant.ts'
import calendar from './data/working-days-2024.json' with { type: 'json' }
import { sumsOf } from './draw.ts'

const DAY_MS = 86_400_000

/** Desks are busiest on Mondays. Sunday first. */
const BUSY = [0, 1.15, 1.05, 1, 0.95, 0.9, 0.6]

export type WorkingDays = {
  /** First second of each working day, counted from `baseMs`. */
  startSeconds: readonly number[]
  /** Rising sums of how busy the days are, for `pickBySums` over a stretch. */
  busySums: Float64Array
  /** Index of the first working day at or after a calendar day. */
  indexFrom(day: string): number
  /** A day by a fraction 0 ≤ u < 1, busy days more often, with from ≤ index < to. */
  pick(from: number, to: number, u: number): number
}

/** Working days from `firstDay` until before `endDay`; seconds count from the first instant of `firstDay` in Asia/Ho_Chi_Minh. */
export const workingDays = (firstDay: string, endDay: string): WorkingDays => {
  const baseMs = dayStart(firstDay)
  const days: string[] = []
  const startSeconds: number[] = []
  const busy: number[] = []
  for (let ms = baseMs; ms < dayStart(endDay); ms += DAY_MS) {
    const local = new Date(ms + 7 * 3_600_000)
    const day = local.toISOString().slice(0, 10)
    const weekday = local.getUTCDay()
    const worked =
      calendar.workedSaturdays.includes(day) ||
      (weekday !== 0 && weekday !== 6 && !calendar.holidays.includes(day))
    if (!worked) continue
    days.push(day)
    startSeconds.push((ms - baseMs) / 1000)
    busy.push(BUSY[weekday]!)
  }
  const busySums = sumsOf(busy)
  return {
    startSeconds,
    busySums,
    indexFrom: (day) => {
      const index = days.findIndex((each) => each >= day)
      return index < 0 ? days.length : index
    },
    pick: (from, to, u) => {
      const below = from === 0 ? 0 : busySums[from - 1]!
      const wanted = below + u * (busySums[to - 1]! - below)
      let low = from
      let high = to - 1
      while (low < high) {
        const middle = (low + high) >> 1
        if (busySums[middle]! > wanted) high = middle
        else low = middle + 1
      }
      return low
    },
  }
}

const MORNING_FROM = 7.5 * 3600
const MORNING_SECONDS = 4 * 3600
const AFTERNOON_FROM = 13.5 * 3600
const AFTERNOON_SECONDS = 3.5 * 3600

/** A second of the day within office hours (7:30–11:30, 13:30–17:00), rising with the fraction 0 ≤ u < 1. */
export const officeSecond = (u: number): number => {
  const second = Math.floor(u * (MORNING_SECONDS + AFTERNOON_SECONDS))
  return second < MORNING_SECONDS ? MORNING_FROM + second : AFTERNOON_FROM + second - MORNING_SECONDS
}
