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
    source: 'Bộ chỉ số Quyết định 766/QĐ-TTg',
    remark: REPEATED_IS_DISSATISFIED,
    kind: 'ratio',
    halves: {
      numerator: {
        vi: 'trong đó người gửi hài lòng và không phản ánh lại',
        en: 'of those, the citizen liked the answer and did not complain again',
      },
      denominator: {
        vi: 'phản ánh, kiến nghị xử lý trong kỳ có đánh giá của người gửi hoặc là phản ánh lặp lại',
        en: 'feedback processed in the period that the citizen judged, or that repeats an earlier one',
      },
    },
    ...share(
      ofChannel(channel, 'processed_at', "(verdict != '' OR is_repeated)"),
      always("verdict = 'like' AND NOT is_repeated"),
    ),
  })
