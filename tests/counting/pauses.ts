import { dayOf } from './time.ts'
import { workingDaysAfter } from './working-days.ts'

/** The citizen had the papers from one instant to another, epoch milliseconds. */
export type Pause = { from: number; to: number }

/**
 * When a dossier waited for its citizen: between request and supply, as far as it lay between reception and end. A request nobody
 * answered lasts until the dossier ends; of a dossier without an end nobody asks. Requests that overlap are one pause.
 */
export const pausesOf = (
  requests: readonly { from: number; to: number | null }[],
  receivedAt: number | null,
  endedAt: number | null,
): Pause[] => {
  if (endedAt === null) return []
  const inside = requests
    .map(({ from, to }) => ({
      from: Math.max(from, receivedAt ?? from),
      to: Math.min(to ?? endedAt, endedAt),
    }))
    .filter(({ from, to }) => to > from)
    .toSorted((a, b) => a.from - b.from)
  const pauses: Pause[] = []
  for (const { from, to } of inside) {
    const last = pauses.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else pauses.push({ from, to })
  }
  return pauses
}

export const pausedMs = (pauses: readonly Pause[]): number =>
  pauses.reduce((sum, { from, to }) => sum + to - from, 0)

/**
 * Working days after the day of reception up to the day of the end, one by one, but for those after the day of a request up to
 * the day of its answer; null where the calendar is not known.
 */
export const workingDaysTaken = (
  receivedAt: number,
  finishedAt: number,
  pauses: readonly Pause[],
): number | null => {
  const waited = (day: string) => pauses.some(({ from, to }) => day > dayOf(from) && day <= dayOf(to))
  return workingDaysAfter(dayOf(receivedAt), dayOf(finishedAt))?.filter((day) => !waited(day)).length ?? null
}
