import type { Source } from '../sources/sources.ts'
import { dayIso } from './format.ts'

type Ended = Pick<Source, 'source' | 'completeUpTo' | 'lastArrivalAt'>

/** Older ends are history, and no longer where somebody looks for numbers. */
const DAYS_BACK_MAX = 366

/**
 * Where the newest numbers are that a period does not see: the last day told by sources that end before it begins, and who they are. Null
 * where every source that was heard tells of the period, or ends long before.
 */
export function newestBefore(from: string, sources: readonly Ended[]): { day: string; of: string[] } | null {
  const ended = sources.flatMap(({ source, completeUpTo, lastArrivalAt }) => {
    if (completeUpTo === null || lastArrivalAt === null) return []
    // Complete up to midnight is complete for the day before.
    const day = dayIso(Date.parse(completeUpTo) - 1)
    return day < from && (Date.parse(from) - Date.parse(day)) / 86_400_000 <= DAYS_BACK_MAX
      ? [{ source, day }]
      : []
  })
  const day = ended
    .map((each) => each.day)
    .sort()
    .at(-1)
  if (day === undefined) return null
  return { day, of: [...new Set(ended.filter((each) => each.day === day).map(({ source }) => source))] }
}
