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
    halves: {
      numerator: { vi: 'phản ánh, kiến nghị nhận trong kỳ', en: 'feedback received in the period' },
      denominator: null,
    },
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
    source: 'Bộ chỉ số Quyết định 766/QĐ-TTg',
    remark: {
      vi: 'thế nào là lặp lại không được công bố: cùng người gửi, đơn vị và loại việc (suy luận)',
      en: 'what a repeat is has not been published: same caller, unit and kind of matter (inferred)',
    },
    vi: 'Tỷ lệ phản ánh, kiến nghị lặp lại',
    en: 'Feedback repeated',
    kind: 'ratio',
    halves: {
      numerator: {
        vi: 'trong đó người gửi đã từng phản ánh về cùng đơn vị và loại việc',
        en: 'of those, the same caller had written before about the same unit and kind of matter',
      },
      denominator: { vi: 'phản ánh, kiến nghị nhận trong kỳ', en: 'feedback received in the period' },
    },
    ...share(ofChannel(channel, 'received_at'), always('is_repeated')),
  })
