const DAY_MS = 86_400_000
const beginMs = (day: string) => Date.parse(`${day}T00:00:00+07:00`)

/**
 * How far the period before is looked at, epoch ms, where the last day of the period asked still runs: to the same time of the day.
 * An hour of a day is not to be compared with a whole one. Null where that day is over, or has not begun.
 */
export const sameStretch = (date: string, before: { to: string }, nowMs: number): number | null => {
  const passedMs = nowMs - beginMs(date)
  return passedMs >= 0 && passedMs < DAY_MS ? beginMs(before.to) + passedMs : null
}
