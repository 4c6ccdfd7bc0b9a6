import { number, part, type Rules } from './rules.ts'
import { type Bounds, dayBeginMs, dayOf, instantMs, instantOrNull, nextDay, within } from './time.ts'
import type { Data } from './told.ts'
import { codeOf } from './version.ts'
import { lastDayOf } from './working-days.ts'

/** What the portal groups as finished (domain.md §7); everything else waits or is in process. */
const FINISHED = [
  'forwarded',
  'awaiting-publication',
  'published',
  'refused',
  'handled-elsewhere',
  'awaiting-supplement',
  'returned-to-receiver',
]

/** The midnight that ends a deadline of n working days; null where the calendar is not known. */
const deadline = (from: number | null, n: number): number | null => {
  const day = from === null ? null : lastDayOf(dayOf(from), n)
  return day === null ? null : dayBeginMs(nextDay(day))
}

const readOne = (data: Data) => {
  const receivedAt = instantMs(data.receivedAt as string)
  const processedAt = instantOrNull(data.processedAt)
  return {
    unitCode: data.unitCode as string,
    belongsAtMs: receivedAt,
    code: codeOf(data),
    channel: data.channel as string,
    kind: data.kind as string,
    status: data.status as string,
    receivedAt,
    forwardedAt: instantOrNull(data.forwardedAt),
    processedAt,
    publishedAt: instantOrNull(data.publishedAt),
    forwardBefore: deadline(receivedAt, 2),
    processBefore: deadline(receivedAt, 15),
    publishBefore: deadline(processedAt, 2),
    verdict: (data.verdict ?? null) as string | null,
    // Under each key it was hashed with.
    callers: [data.callerHash, data.callerHashBefore].filter((hash) => typeof hash === 'string'),
  }
}

/** Feedback as the second counting sees it, each knowing whether its caller had written before about that unit and kind of matter. */
export const readFeedback = (data: readonly Data[]) => {
  const before = new Set<string>()
  return data
    .map(readOne)
    .toSorted((a, b) => a.receivedAt - b.receivedAt || (a.code < b.code ? -1 : 1))
    .map((feedback) => {
      const { channel, callers, unitCode, kind } = feedback
      const matters = callers.map((caller) => [channel, caller, unitCode, kind].join(' '))
      const isRepeated = matters.some((matter) => before.has(matter))
      for (const matter of matters) before.add(matter)
      return { ...feedback, isRepeated }
    })
}
export type Feedback = ReturnType<typeof readFeedback>[number]

const isBefore = (at: number | null, end: number | null) => at !== null && end !== null && at < end

/** Due to be processed by the period's end, and open then: what was processed later was open, whatever its status is by now. */
const isOverdue = (f: Feedback, { endMs }: Bounds) =>
  f.processBefore !== null &&
  f.processBefore <= endMs &&
  (f.processedAt === null ? !FINISHED.includes(f.status) : f.processedAt >= endMs)

/** Processed and due to be published by the period's end, and not published then. */
const isUnpublished = (f: Feedback, { endMs }: Bounds) =>
  f.publishBefore !== null &&
  f.publishBefore <= endMs &&
  (f.publishedAt === null ? f.status === 'awaiting-publication' : f.publishedAt >= endMs)

/** Processed in the period, or overdue and open at its end. */
const answersFor = (f: Feedback, period: Bounds) =>
  (within(period, f.processedAt) && f.processBefore !== null) || isOverdue(f, period)
const isProcessedInTime = (f: Feedback, period: Bounds) =>
  within(period, f.processedAt) && isBefore(f.processedAt, f.processBefore)

const ofStream = (prefix: string, channel: string): Rules<Feedback> => {
  const mine = (holds: (f: Feedback, period: Bounds) => boolean) => (f: Feedback, period: Bounds) =>
    f.channel === channel && holds(f, period)
  const received = mine((f, period) => within(period, f.receivedAt))
  return {
    [`${prefix}.received`]: number(received),
    [`${prefix}.processed`]: part(received, (f, period) => within(period, f.processedAt)),
    // Where a deadline is beyond the calendar nobody can say what was in time: in neither half.
    [`${prefix}.forwarded-in-time`]: part(
      mine((f, period) => within(period, f.forwardedAt) && f.forwardBefore !== null),
      (f) => isBefore(f.forwardedAt, f.forwardBefore),
    ),
    [`${prefix}.processed-in-time`]: part(mine(answersFor), isProcessedInTime),
    [`${prefix}.published-in-time`]: part(
      mine(
        (f, period) =>
          isUnpublished(f, period) ||
          // An answer whose processing nobody recorded was published, and not in time.
          (within(period, f.publishedAt) && (f.publishBefore !== null || f.processedAt === null)),
      ),
      (f, period) => within(period, f.publishedAt) && isBefore(f.publishedAt, f.publishBefore),
    ),
    [`${prefix}.satisfied`]: part(
      // Who complains again is dissatisfied, whatever the verdict.
      mine((f, period) => within(period, f.processedAt) && (f.verdict !== null || f.isRepeated)),
      (f) => f.verdict === 'like' && !f.isRepeated,
    ),
    [`${prefix}.repeated`]: part(received, (f) => f.isRepeated),
  }
}

const ofPortal = (f: Feedback, period: Bounds) => f.channel === 'national-portal' && answersFor(f, period)

/** Components of Decision 766 that the portal's feedback tells: what was disliked, repeated or overdue is taken off, each once. */
const countPetitions: Rules<Feedback> = {
  'dossier.quality.petition-processing-on-time': part(ofPortal, isProcessedInTime),
  'dossier.quality.petition-handling-satisfaction': part(
    ofPortal,
    (f, period) => f.verdict !== 'dislike' && !f.isRepeated && isProcessedInTime(f, period),
  ),
}

/** Every indicator over feedback; the two streams are never merged (domain.md §7). */
export const countFeedback: Rules<Feedback> = {
  ...ofStream('feedback', 'national-portal'),
  ...countPetitions,
  ...ofStream('feedback.hotline', 'hotline'),
}
