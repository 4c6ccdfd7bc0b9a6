/** The second counting's own sense of time, Asia/Ho_Chi_Minh throughout: seven hours ahead of UTC, no daylight saving. */

const DAY_MS = 86_400_000

/** Epoch milliseconds of an instant as it is written; a bare day is its last millisecond. */
export const instantMs = (text: string): number =>
  text.length === 10 ? Date.parse(`${text}T23:59:59.999+07:00`) : Date.parse(text)

/** The same of a field that may be left out or null. */
export const instantOrNull = (field: unknown): number | null =>
  typeof field === 'string' ? instantMs(field) : null

export const dayBeginMs = (day: string): number => Date.parse(`${day}T00:00:00+07:00`)

/** The calendar day an instant falls on. */
export const dayOf = (ms: number): string => new Date(ms + 7 * 3_600_000).toISOString().slice(0, 10)

export const nextDay = (day: string): string => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10)

/** Calendar days, first and last inside. */
export type Period = { from: string; to: string }

/** A period as instants: from its first millisecond to the first that is no longer in it. */
export type Bounds = { from: string; fromMs: number; endMs: number }

/** A period that still runs ends with the millisecond it is looked at. */
export const boundsOf = ({ from, to }: Period, nowMs: number | null): Bounds => {
  const endMs = dayBeginMs(nextDay(to))
  return { from, fromMs: dayBeginMs(from), endMs: nowMs === null ? endMs : Math.min(nowMs + 1, endMs) }
}

export const within = ({ fromMs, endMs }: Bounds, instant: number | null): boolean =>
  instant !== null && instant >= fromMs && instant < endMs
