import { defineIndicator, share, within } from '../define.ts'

/**
 * Of the feedback (PAKN) received in the period on the national portal, how many were processed in it.
 * The province's own hotline is another stream and never merged (domain.md §7).
 */
export const feedbackProcessed = defineIndicator({
  id: 'feedback.processed',
  version: 1,
  title: { vi: 'Phản ánh, kiến nghị đã xử lý (Cổng DVCQG)', en: 'Feedback processed (national portal)' },
  source: 'Báo cáo CCHC 6 tháng đầu năm 2024, mục II.2.đ',
  group: 'feedback',
  kind: 'count',
  of: 'feedback',
  ...share(`channel = 'national-portal' AND ${within('received_at')}`, within('processed_at')),
  unitOfMeasure: 'phản ánh',
  aboutPersons: true,
})
