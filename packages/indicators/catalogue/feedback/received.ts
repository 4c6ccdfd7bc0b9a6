import { always, share, subjects } from '../../define.ts'
import { type FeedbackChannel, feedbackIndicator, ofChannel } from './family.ts'

/** Feedback received in the period. */
export const feedbackReceived = (channel: FeedbackChannel) =>
  feedbackIndicator(channel, {
    name: 'received',
    vi: 'Phản ánh, kiến nghị đã nhận',
    en: 'Feedback received',
    source: 'Báo cáo CCHC 6 tháng đầu năm 2024, mục II.2.đ',
    evidence: 'published',
    kind: 'count',
    numerator: subjects(ofChannel(channel, 'received_at')),
    denominator: null,
  })

/**
 * Of the feedback received in the period, those whose caller had written before about the same unit and kind of matter.
 * What the national portal calls a repeat is not published: inferred.
 */
export const feedbackRepeated = (channel: FeedbackChannel) =>
  feedbackIndicator(channel, {
    name: 'repeated',
    vi: 'Phản ánh, kiến nghị lặp lại',
    en: 'Feedback repeated',
    kind: 'ratio',
    ...share(ofChannel(channel, 'received_at'), always('is_repeated')),
  })
