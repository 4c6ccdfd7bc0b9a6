import type { WorkingDaysSql } from '@ioc/catalogues'
import type { FEEDBACK_STATUSES } from '@ioc/schemas/events/feedback.ts'

/** Working days an office has for each step of a feedback; source: notes to the formulas of Decision 766 (domain.md §7). */
export const FEEDBACK_WORKING_DAYS = {
  /** From receipt until it is rejected or passed on. */
  forwarded: 2,
  /** From receipt until the citizen is first asked to supplement. */
  supplementRequested: 5,
  /** From receipt until it awaits publication or is published. */
  processed: 15,
  /** From then until the answer is published. */
  published: 2,
} as const

/** Statuses the portal groups as waiting or in process; every other one is finished for the office that holds it. */
const OPEN_STATUSES = [
  'received-locally',
  'supplemented',
  'new-at-government-office',
  'supplemented-in-process',
  'handled-directly',
  'handled-locally',
  'emailed',
  'returned-inside',
] satisfies (typeof FEEDBACK_STATUSES)[number][]

/** Conditions over the columns of `feedback`, as text of ClickHouse expressions. */
export type FeedbackDeadlines = {
  /** True where a step was done by its deadline, null where it was not done or its deadline is not known. */
  forwardedInTime: string
  supplementRequestedInTime: string
  processedInTime: string
  publishedInTime: string
  /** True where, at an instant given as an expression, processing was due and the feedback still open. */
  overdueAt(now: string): string
  /** True where, at an instant, the answer was processed and due to be published, and was not. */
  unpublishedAt(now: string): string
  /**
   * True where a step was done and nobody can say whether in time, because its deadline lies beyond the described calendar: such
   * rows are in neither half of a number. What was published without a recorded processing has no deadline and was not in time.
   */
  forwardingUnknown: string
  processingUnknown: string
  publishingUnknown: string
}

/**
 * The deadlines of feedback in working days. A deadline ends with the last of its days: what is done on the weekend
 * after it is late, though no working day has gone by since (inferred; the formula says only "≤ n working days").
 * A step recorded before the receipt is in time: its clock is wrong, but nobody waited.
 */
export const feedbackDeadlines = ({ workingDayDeadline }: WorkingDaysSql): FeedbackDeadlines => {
  const deadline = {
    forwarded: workingDayDeadline('received_at', FEEDBACK_WORKING_DAYS.forwarded),
    supplementRequested: workingDayDeadline('received_at', FEEDBACK_WORKING_DAYS.supplementRequested),
    processed: workingDayDeadline('received_at', FEEDBACK_WORKING_DAYS.processed),
    published: workingDayDeadline('processed_at', FEEDBACK_WORKING_DAYS.published),
  }
  const open = `status IN (${OPEN_STATUSES.map((status) => `'${status}'`).join(', ')})`
  return {
    forwardedInTime: `forwarded_at < ${deadline.forwarded}`,
    supplementRequestedInTime: `supplement_requested_at < ${deadline.supplementRequested}`,
    processedInTime: `processed_at < ${deadline.processed}`,
    publishedInTime: `published_at < ${deadline.published}`,
    // Processed later than the instant: it was open then, whatever its status says today.
    overdueAt: (now) =>
      `(${now} >= ${deadline.processed} AND if(processed_at IS NULL, ${open}, processed_at >= ${now}))`,
    unpublishedAt: (now) =>
      `(${now} >= ${deadline.published} AND if(published_at IS NULL, status = 'awaiting-publication', published_at >= ${now}))`,
    forwardingUnknown: `(forwarded_at IS NOT NULL AND ${deadline.forwarded} IS NULL)`,
    processingUnknown: `(processed_at IS NOT NULL AND ${deadline.processed} IS NULL)`,
    publishingUnknown: `(published_at IS NOT NULL AND processed_at IS NOT NULL AND ${deadline.published} IS NULL)`,
  }
}
