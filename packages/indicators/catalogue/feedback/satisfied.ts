import { always, share } from '../../define.ts'
import { type FeedbackChannel, feedbackIndicator, ofChannel, REPEATED_IS_DISSATISFIED } from './family.ts'

/**
 * Of the feedback processed in the period that the citizen judged or that repeats an earlier one, the share that liked the answer.
 * Who complains again is not satisfied, whatever the verdict (domain.md §7).
 */
export const feedbackSatisfied = (channel: FeedbackChannel) =>
  feedbackIndicator(channel, {
    name: 'satisfied',
    vi: 'Tỷ lệ hài lòng với kết quả xử lý',
    en: 'Satisfied with the answer',
    source: REPEATED_IS_DISSATISFIED,
    kind: 'ratio',
    ...share(
      ofChannel(channel, 'processed_at', "(verdict != '' OR is_repeated)"),
      always("verdict = 'like' AND NOT is_repeated"),
    ),
  })
