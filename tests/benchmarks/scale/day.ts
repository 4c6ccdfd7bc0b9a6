import { COSTS } from './costs.ts'

/**
 * What of a working day's events comes in each hour, from 0:00 to 23:00; assumed: offices from 7:30 to 17:00 with peaks in the
 * middle of the morning and of the afternoon, online dossiers in the evening.
 */
export const HOURS: readonly number[] = [
  1, 1, 1, 1, 1, 2, 5, 40, 90, 100, 85, 45, 20, 50, 85, 80, 55, 20, 10, 10, 10, 8, 5, 2,
]

const all = HOURS.reduce((sum, weight) => sum + weight, 0)
const most = Math.max(...HOURS)

/** Share of a day's events in its busiest hour. */
export const PEAK_SHARE = most / all

/** Mean rate of a year ÷ rate of the busiest hour; nothing comes on days off. */
export const MEAN_OF_PEAK = ((all / 24 / most) * COSTS.workingDays.value) / 365

/** Rate at a second of a day whose busiest hour has `peak`, when an hour takes `hourSeconds`. */
export const rateInDay =
  (peak: number, hourSeconds: number) =>
  (second: number): number =>
    (peak * HOURS[Math.floor(second / hourSeconds) % 24]!) / most
