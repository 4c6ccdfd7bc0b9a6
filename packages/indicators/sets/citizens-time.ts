import type { WorkingDaysSql } from '@ioc/catalogues'

/**
 * How long a dossier waited for its citizen until an end, on some scale: from each request to supplement to its answer, as far as
 * that lay between reception and end. A request nobody answered lasts until the end, and requests that overlap are one wait: no
 * time is taken off twice (inferred; domain.md §4.3 only says that the citizen's time is subtracted).
 */
const waitedUntil = (end: string, measured: (instant: string) => string): string => {
  const from = measured('greatest(asked, ifNull(received_at, asked))')
  const to = measured(`least(ifNull(answered, ${end}), ${end})`)
  const waits = `arraySort(arrayMap((asked, answered) -> (${from}, ${to}), supplement_requested_at, supplement_supplied_at))`
  // By beginning: of each wait counts what lies behind the furthest end before it.
  const next =
    '(waited, wait) -> (waited.1 + greatest(wait.2 - greatest(wait.1, waited.2), toInt64(0)), greatest(waited.2, wait.2))'
  return `tupleElement(arrayFold(${next}, ${waits}, (toInt64(0), toInt64(0))), 1)`
}

/** Milliseconds a dossier waited for its citizen; `end` is an expression that is never null. */
export const waitedMs = (end: string): string =>
  waitedUntil(end, (instant) => `toUnixTimestamp64Milli(${instant})`)

/** Working days a dossier waited for its citizen: those after the day of a request up to the day of its answer. */
export const waitedWorkingDays = (end: string, { workingDaysBetween }: WorkingDaysSql): string =>
  waitedUntil(end, (instant) => `toInt64(ifNull(${workingDaysBetween('received_at', instant)}, 0))`)
