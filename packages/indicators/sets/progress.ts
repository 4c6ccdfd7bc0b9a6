import type { WorkingDaysSql } from '@ioc/catalogues'
import type { SetOfSubjects } from './set.ts'

/**
 * Which time counts as the end of a dossier for Decision 766, in this order: finished, returned; then stopped, refused or
 * withdrawn, if it had been received; and a single request to supplement that waits for the citizen is itself the end
 * (domain.md §4.3, read from a public repository: unconfirmed). A stopped or withdrawn dossier ends when that was recorded.
 */
const PROGRESS_ENDED_AT = `coalesce(
    finished_at,
    returned_at,
    if(isNotNull(received_at), coalesce(refused_at, if(status IN ('stopped', 'withdrawal-requested'), recorded_at, NULL)), NULL),
    if(status = 'supplement-requested' AND length(supplement_requested_at) = 1 AND isNull(supplement_supplied_at[1]), supplement_requested_at[1], NULL))`

/** The citizen's own time before an end is not counted. */
const pausesUntil = (end: string, length: string) =>
  `arraySum((asked, supplied) -> ${length}, supplement_requested_at, arrayMap(at -> least(coalesce(at, ${end}), ${end}), supplement_supplied_at))`

/**
 * Facts of the progress rule of Decision 766: a dossier is on time if its end, less the citizen's own time, is not after the
 * promised day; while it runs, the end of the period stands for its end. Without a promised day its net working days are
 * compared with the statutory ones. More than one request to supplement makes it overdue.
 */
export const progressFacts = ({ workingDaysBetween }: WorkingDaysSql): SetOfSubjects['facts'] => {
  const netDays = `${workingDaysBetween('received_at', 'progress_end')} - ${pausesUntil(
    'progress_end',
    `greatest(toInt32(ifNull(${workingDaysBetween('asked', 'supplied')}, 0)), 0)`,
  )}`
  const pausedMs = pausesUntil('progress_end', "greatest(dateDiff('ms', asked, supplied), 0)")
  return [
    ['progress_ended_at', PROGRESS_ENDED_AT],
    ['progress_open', 'ifNull(received_at < to_at, false) AND ifNull(progress_ended_at >= to_at, true)'],
    ['progress_end', 'least(coalesce(progress_ended_at, to_at), to_at)'],
    [
      'is_progress_on_time',
      `multiIf(length(supplement_requested_at) > 1, false,
    isNotNull(due_at), ifNull(progress_end <= due_at + toIntervalMillisecond(${pausedMs}), false),
    ifNull(${netDays} <= legal_working_days, false))`,
    ],
  ]
}
