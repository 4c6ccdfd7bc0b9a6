import type { WorkingDaysSql } from '@ioc/catalogues'

/** An instant as a whole number (Int64) on some scale. */
type Scale = (instant: string) => string

/**
 * From a request to supplement (`asked`) to its answer, as far as that lay between reception and end; unanswered until the end. Both
 * sides stop at the end: what comes after it may lie beyond the days the calendar describes.
 */
const waitUntil = (end: string, scale: Scale) => ({
  from: scale(`least(greatest(asked, ifNull(received_at, asked)), ${end})`),
  to: scale(`least(ifNull(answered, ${end}), ${end})`),
})

const waitedOnce = (end: string, scale: Scale): string => {
  const { from, to } = waitUntil(end, scale)
  return `arraySum((asked, answered) -> greatest(${to} - ${from}, toInt64(0)), supplement_requested_at, supplement_supplied_at)`
}

/** Of each wait, in the order they begin, counts what lies behind the furthest end of those before it. */
const waitedInAll = (end: string, scale: Scale): string => {
  const { from, to } = waitUntil(end, scale)
  const waits = `arraySort(arrayMap((asked, answered) -> (${from}, ${to}), supplement_requested_at, supplement_supplied_at))`
  const next =
    '(waited, wait) -> (waited.1 + greatest(wait.2 - greatest(wait.1, waited.2), toInt64(0)), greatest(waited.2, wait.2))'
  return `tupleElement(arrayFold(${next}, ${waits}, (toInt64(0), toInt64(0))), 1)`
}

/**
 * How long a dossier waited for its citizen until an end, an expression that is never null: in milliseconds, and in working days
 * after the day of a request up to the day of its answer. Requests that overlap are one wait: no time is taken off twice
 * (inferred; domain.md §4.3 only says that the citizen's time is subtracted). Where there is one request at most it is cheaper.
 */
export const citizensTime = (
  { workingDaysBetween }: WorkingDaysSql,
  end: string,
  requests: 'one' | 'many',
): { ms: string; workingDays: string } => {
  const waiting = requests === 'one' ? waitedOnce : waitedInAll
  // Few dossiers ever waited; for the others nothing is worked out.
  const waited: typeof waiting = (until, scale) =>
    `if(empty(supplement_requested_at), toInt64(0), ${waiting(until, scale)})`
  return {
    ms: waited(end, (instant) => `toUnixTimestamp64Milli(${instant})`),
    workingDays: waited(
      end,
      (instant) => `toInt64(ifNull(${workingDaysBetween('received_at', instant)}, 0))`,
    ),
  }
}
