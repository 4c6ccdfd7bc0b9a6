import type { WorkingDaysSql } from '@ioc/catalogues/working-days-sql.ts'
import { feedbackDeadlines } from './feedback-deadlines.ts'
import { firstOf } from './first-of.ts'
import type { SetOfSubjects } from './set.ts'

/** Told before this one by the same caller, about the same unit and kind of matter. */
const toldBeforeBy = (caller: string) => `count() OVER (
    PARTITION BY channel, ${caller}, unit_code, feedback_kind ORDER BY received_at, feedback_code
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) > 0`

/**
 * The same caller has written before about the same unit and kind of matter; without a hash nobody knows (inferred). While two keys overlap an event has a
 * hash of each: by the newer it is met by what comes after, by the older it meets what came before.
 */
const REPEATED = `caller_hash != '' AND (${toldBeforeBy('caller_hash')}
    OR ${toldBeforeBy("if(caller_hash_before = '', caller_hash, caller_hash_before)")})`

/** Citizens' feedback (phản ánh, kiến nghị), table `feedback`; national portal and hotline are never merged (domain.md §7). */
export const feedback = (workingDays: WorkingDaysSql): SetOfSubjects => {
  const deadlines = feedbackDeadlines(workingDays)
  return {
    topic: 'feedback.v1',
    current: 'feedback',
    versions: 'feedback_version',
    definitions: workingDays.definitions,
    columns: [
      'recorded_at',
      'extra',
      'feedback_code',
      'channel',
      'feedback_kind',
      'unit_code',
      'status',
      'received_at',
      'forwarded_at',
      'supplement_requested_at',
      'processed_at',
      'published_at',
      'verdict',
      'caller_hash',
      'caller_hash_before',
    ],
    times: ['received_at', 'forwarded_at', 'processed_at', 'published_at'],
    belongsAt: 'received_at',
    beginsAt: firstOf(['received_at', 'forwarded_at', 'processed_at', 'published_at']),
    facts: [
      ['is_forwarded_in_time', `ifNull(${deadlines.forwardedInTime}, false)`],
      ['is_processed_in_time', `ifNull(${deadlines.processedInTime}, false)`],
      ['is_published_in_time', `ifNull(${deadlines.publishedInTime}, false)`],
      ['is_overdue', `ifNull(${deadlines.overdueAt('to_at')}, false)`],
      ['is_unpublished', `ifNull(${deadlines.unpublishedAt('to_at')}, false)`],
      ['is_forwarding_unknown', deadlines.forwardingUnknown],
      ['is_processing_unknown', deadlines.processingUnknown],
      ['is_publishing_unknown', deadlines.publishingUnknown],
      ['is_repeated', REPEATED],
    ],
    // The keyed hash of the caller is left out: it says which of them are of one person.
    shown: [
      'feedback_code',
      'unit_code',
      'channel',
      'feedback_kind',
      'status',
      'received_at',
      'processed_at',
      'published_at',
    ],
  }
}
