import { always, share } from '../../define.ts'
import { type FeedbackChannel, feedbackIndicator, ofChannel, ofChannelWhere } from './family.ts'

/** Of the feedback passed on or rejected in the period, those within 2 working days of receipt. */
export const feedbackForwardedInTime = (channel: FeedbackChannel) =>
  feedbackIndicator(channel, {
    name: 'forwarded-in-time',
    vi: 'Tỷ lệ chuyển hoặc từ chối đúng hạn',
    en: 'Passed on or rejected in time',
    kind: 'ratio',
    halves: {
      numerator: {
        vi: 'trong đó trong vòng 2 ngày làm việc từ khi nhận',
        en: 'of those, within 2 working days of receipt',
      },
      denominator: {
        vi: 'phản ánh, kiến nghị được chuyển hoặc từ chối trong kỳ',
        en: 'feedback passed on or rejected in the period',
      },
    },
    ...share(ofChannel(channel, 'forwarded_at', 'NOT is_forwarding_unknown'), always('is_forwarded_in_time')),
  })

/**
 * Of the feedback processed in the period or overdue and open at its end, those processed within 15 working days of receipt.
 * What is open and not yet due is in neither half.
 */
export const feedbackProcessedInTime = (channel: FeedbackChannel) =>
  feedbackIndicator(channel, {
    name: 'processed-in-time',
    vi: 'Tỷ lệ xử lý đúng hạn',
    en: 'Processed in time',
    kind: 'ratio',
    halves: {
      numerator: {
        vi: 'trong đó xử lý xong trong vòng 15 ngày làm việc từ khi nhận',
        en: 'of those, processed within 15 working days of receipt',
      },
      denominator: {
        vi: 'phản ánh, kiến nghị xử lý xong trong kỳ, hoặc quá hạn mà chưa xử lý khi hết kỳ',
        en: 'feedback processed in the period, or overdue and open at its end',
      },
    },
    ...share(
      ofChannelWhere(
        channel,
        (period) => `((${period.within('processed_at')} AND NOT is_processing_unknown) OR is_overdue)`,
      ),
      (period) => `${period.within('processed_at')} AND is_processed_in_time`,
    ),
  })

/** Of the answers published in the period or due to be and unpublished at its end, those within 2 working days of processing. */
export const feedbackPublishedInTime = (channel: FeedbackChannel) =>
  feedbackIndicator(channel, {
    name: 'published-in-time',
    vi: 'Tỷ lệ công khai đúng hạn',
    en: 'Answers published in time',
    kind: 'ratio',
    halves: {
      numerator: {
        vi: 'trong đó công khai trong vòng 2 ngày làm việc từ khi xử lý xong',
        en: 'of those, published within 2 working days of processing',
      },
      denominator: {
        vi: 'kết quả công khai trong kỳ, hoặc đến hạn mà chưa công khai khi hết kỳ',
        en: 'answers published in the period, or due and unpublished at its end',
      },
    },
    ...share(
      ofChannelWhere(
        channel,
        (period) => `((${period.within('published_at')} AND NOT is_publishing_unknown) OR is_unpublished)`,
      ),
      (period) => `${period.within('published_at')} AND is_published_in_time`,
    ),
  })
