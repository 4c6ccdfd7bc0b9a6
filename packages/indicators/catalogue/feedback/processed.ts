import { share, within } from '../../define.ts'
import { type FeedbackChannel, feedbackIndicator, ofChannel } from './family.ts'

/** Of the feedback received in the period, how many were processed in it. */
export const feedbackProcessed = (channel: FeedbackChannel) =>
  feedbackIndicator(channel, {
    name: 'processed',
    vi: 'Phản ánh, kiến nghị đã xử lý',
    en: 'Feedback processed',
    source: 'Báo cáo CCHC 6 tháng đầu năm 2024, mục II.2.đ',
    evidence: 'published',
    kind: 'count',
    halves: {
      numerator: { vi: 'trong đó xử lý xong trong kỳ', en: 'of those, processed in the period' },
      denominator: { vi: 'phản ánh, kiến nghị nhận trong kỳ', en: 'feedback received in the period' },
    },
    ...share(ofChannel(channel, 'received_at'), within('processed_at')),
  })
