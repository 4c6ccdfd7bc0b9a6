import fc from 'fast-check'
import { dayBeginMs, dayOf } from '../time.ts'
import { unitsOn } from '../units.ts'

const DAY_MS = 86_400_000

const days = (from: string, to: string): fc.Arbitrary<string> => {
  const firstMs = dayBeginMs(from)
  return fc.nat({ max: (dayBeginMs(to) - firstMs) / DAY_MS }).map((n) => dayOf(firstMs + n * DAY_MS))
}

/** Days on which counting is hard: Tết 2024, the swapped Saturday of May, the end of a half-year, the mergers, the last days the calendar knows. */
export const day = fc.oneof(
  { weight: 4, arbitrary: days('2024-02-01', '2024-02-20') },
  { weight: 3, arbitrary: days('2024-04-22', '2024-05-08') },
  { weight: 5, arbitrary: days('2024-06-10', '2024-07-02') },
  { weight: 5, arbitrary: days('2024-11-20', '2024-12-06') },
  { weight: 2, arbitrary: days('2024-01-01', '2025-02-28') },
  { weight: 1, arbitrary: days('2026-12-01', '2026-12-31') },
)

/** A time of day: office hours, the first millisecond, the last. */
const timeMs = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 7 * 3_600, max: 17 * 3_600 }).map((seconds) => seconds * 1000) },
  { weight: 1, arbitrary: fc.constantFrom(0, DAY_MS - 1) },
)

export const instantOn = (onDay: string, timeOfDayMs: number): string =>
  `${new Date(Date.parse(onDay) + timeOfDayMs).toISOString().slice(0, 23)}+07:00`

/** Some days after another day, at some time of it: offsets are drawn, and become instants when their beginning is known. */
export type Later = { days: number; timeMs: number }
export const later = (min: number, max: number): fc.Arbitrary<Later> =>
  fc.record({ days: fc.integer({ min, max }), timeMs })

export const dayAfter = (onDay: string, n: number): string => dayOf(dayBeginMs(onDay) + n * DAY_MS)
export const at = (onDay: string, { days: n, timeMs: time }: Later): string =>
  instantOn(dayAfter(onDay, n), time)

/** The later of two instants: what must not lie before another. */
export const notBefore = (instant: string, first: string): string => (instant < first ? first : instant)

/** Units that were merged on 1/12/2024, and those they were merged into. */
const MERGED = [
  ...['681', '682', '683', '24946', '24955', '25120', '25114', '25123', '25105'],
  ...['25108', '25111', '25147', '25138', '25159', '25126'],
]
const OFTEN = [...MERGED, 'H36.01', 'H36.12', '672', '24769', '68']

/** Of the units a day knows, mostly those that are merged some day or have much to do. */
export type Choice = { often: boolean; index: number }
export const choice: fc.Arbitrary<Choice> = fc.record({
  often: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
  index: fc.nat(),
})
export const unitOf = ({ often, index }: Choice, onDay: string): string => {
  const units = unitsOn(onDay).filter(({ code }) => !often || OFTEN.includes(code))
  return units[index % units.length]!.code
}

/** What orders versions; few instants, so that sequence and content often decide. */
export const version = fc.record({
  recordedAt: fc.constantFrom('2027-01-05T08:00:00+07:00', '2027-01-06', '2024-06-20T09:00:00.001+07:00'),
  sequence: fc.constantFrom(0, 0, 1, 2),
  voided: fc.integer({ min: 0, max: 11 }).map((n) => n === 0),
})
