import type { WorkingDaysSql } from '@ioc/catalogues'
import { citizensTime } from './citizens-time.ts'
import type { SetOfSubjects } from './set.ts'

/**
 * Where a dossier ends that was neither finished nor returned: refused, stopped or withdrawn (domain.md §6.2, states 3, 7 and 8). It is
 * the instant the system says it was closed at. A system that says none leaves its refusal, or else the instant at which it recorded the
 * newest version (inferred): then sending such a dossier again moves its end to that day, also in periods already over, except as of
 * a cut made before, since the current state does not say since when the state has stood.
 */
export const CLOSED_AT =
  "coalesce(closed_at, refused_at, if(status IN ('not-accepted', 'stopped', 'withdrawal-requested'), recorded_at, NULL))"

/**
 * The end a system recorded, of what was never received only one that is done: finished, returned; then stopped, refused or withdrawn.
 * Names columns only.
 */
export const RECORDED_END = `coalesce(finished_at, returned_at, if(isNull(received_at), NULL, ${CLOSED_AT}))`

/** Requests to supplement that had been made when the period ended; what is asked later says nothing of it. */
const REQUESTS_BY_END = 'arrayCount(asked -> asked < to_at, supplement_requested_at)'

/**
 * When the period ended, the one request made until then waited for the citizen, of a dossier that had been received and not ended. Instants
 * tell it, not the status: that is today's and cannot say what it was then, and a period would read otherwise once the answer came.
 */
const SINGLE_REQUEST_WAITS = `received_at < to_at AND ${REQUESTS_BY_END} = 1 AND ifNull(recorded_end_at >= to_at, true)
      AND arrayExists((asked, answered) -> asked < to_at AND ifNull(answered >= to_at, true), supplement_requested_at, supplement_supplied_at)`

/**
 * Which time counts as the end of a dossier for Decision 766: the recorded one; and a single request to supplement that waits for
 * the citizen is itself the end (domain.md §4.3, read from a public repository: unconfirmed) of the periods that end while it waits, also
 * after it has been answered (inferred). Asked before reception, it waits from reception on, as the citizen's time does (inferred).
 * The only request before the period's end is the earliest of all.
 */
const PROGRESS_ENDED_AT = `if(${SINGLE_REQUEST_WAITS},
    greatest(arrayMin(supplement_requested_at), received_at), recorded_end_at)`

/**
 * Facts of the progress rule of Decision 766: a dossier is on time if its end, less the citizen's own time, is not after the
 * promised day; while it runs, the end of the period stands for its end. Without a promised day its net working days are
 * compared with the statutory ones. More than one request to supplement by the period's end makes it overdue.
 */
export const progressFacts = (workingDays: WorkingDaysSql): SetOfSubjects['facts'] => {
  // A second request decides by itself, and one after the period lies behind its end: there is one wait at most.
  const waited = citizensTime(workingDays, 'progress_end', 'one')
  // The midnight that ends a period is none of its days.
  const last = 'least(progress_end, to_at - toIntervalMillisecond(1))'
  const waitedDays = citizensTime(workingDays, last, 'one').workingDays
  const netDays = `${workingDays.workingDaysBetween('received_at', last)} - ${waitedDays}`
  return [
    ['recorded_end_at', RECORDED_END],
    ['progress_ended_at', PROGRESS_ENDED_AT],
    ['progress_open', 'ifNull(received_at < to_at, false) AND ifNull(progress_ended_at >= to_at, true)'],
    // What still runs counts in every period that ends here: at its last millisecond.
    ['progress_counted_at', 'if(progress_open, to_at - toIntervalMillisecond(1), progress_ended_at)'],
    ['progress_end', 'least(coalesce(progress_ended_at, to_at), to_at)'],
    [
      'is_progress_on_time',
      `multiIf(${REQUESTS_BY_END} > 1, false,
    isNotNull(due_at), ifNull(progress_end <= due_at + toIntervalMillisecond(${waited.ms}), false),
    ifNull(${netDays} <= legal_working_days, false))`,
    ],
  ]
}
