import type { Bilingual } from '@ioc/scoring'
import { always, type Expression, share, within } from '../../define.ts'
import { remarks } from '../remarks.ts'
import { AS_PROGRESS, FOR_PROGRESS, PROGRESS_VERSION, qualityComponent } from './family.ts'

const PETITIONS: Bilingual = {
  vi: 'phản ánh, kiến nghị trên Cổng DVCQG xử lý trong kỳ, hoặc quá hạn mà chưa xử lý khi hết kỳ',
  en: 'feedback on the national portal processed in the period, or overdue and open at its end',
}

/** domain.md §7 tells of other deadlines beside it, which no half here counts. */
const FIFTEEN_DAYS: Bilingual = {
  vi: 'chỉ dùng thời hạn xử lý 15 ngày làm việc; mẫu số là cách hiểu ở đây (suy luận)',
  en: 'only the 15 working days of processing are used; what the denominator counts is read so here (inferred)',
}

/** Feedback on the national portal that the period must answer for: processed in it, or overdue and open at its end. */
const petitions: Expression = (period) =>
  `channel = 'national-portal' AND ((${period.within('processed_at')} AND NOT is_processing_unknown) OR is_overdue)`

/** Of that feedback, what was processed within 15 working days. */
export const petitionsOnTime = qualityComponent({
  component: 'PETITION_PROCESSING_ON_TIME',
  vi: 'Phản ánh, kiến nghị xử lý đúng hạn',
  remark: FIFTEEN_DAYS,
  en: 'Petitions processed on time',
  halves: {
    numerator: {
      vi: 'trong đó xử lý trong vòng 15 ngày làm việc',
      en: 'of those, processed within 15 working days',
    },
    denominator: PETITIONS,
  },
  of: 'feedback',
  stream: 'national-portal',
  ...share(petitions, (period) => `${period.within('processed_at')} AND is_processed_in_time`),
})

/** Of that feedback, what was neither disliked nor repeated nor overdue; each counts once, whatever of it applies. */
export const petitionsSatisfied = qualityComponent({
  component: 'PETITION_HANDLING_SATISFACTION',
  vi: 'Hài lòng về xử lý phản ánh, kiến nghị',
  remark: FIFTEEN_DAYS,
  en: 'Satisfaction with the handling of petitions',
  halves: {
    numerator: {
      vi: 'trong đó không bị đánh giá không hài lòng, không lặp lại và không quá hạn',
      en: 'of those, neither disliked nor repeated nor overdue',
    },
    denominator: PETITIONS,
  },
  of: 'feedback',
  stream: 'national-portal',
  ...share(
    petitions,
    (period) =>
      `verdict != 'dislike' AND NOT is_repeated AND ${period.within('processed_at')} AND is_processed_in_time`,
  ),
})

/**
 * Of the dossiers that count for progress, those on time by its rule. The portal's cases print as satisfied what they print as on
 * time less a few disliked: 144,574 of 144,625, 205 of 207, 1,660 of 1,660 (inferred; golden-766.ts in `@ioc/scoring`).
 */
export const receptionSatisfied = qualityComponent({
  component: 'DOSSIER_RECEIVING_SATISFACTION',
  version: PROGRESS_VERSION,
  vi: 'Hài lòng về tiếp nhận, giải quyết hồ sơ',
  en: 'Satisfaction with the reception of dossiers',
  halves: {
    numerator: { vi: 'trong đó hồ sơ đúng hạn hoặc còn hạn', en: 'of those, on time or not yet due' },
    denominator: FOR_PROGRESS,
  },
  remark: remarks(
    {
      vi: 'không có đánh giá nào về hồ sơ được gửi, nên chỉ trừ hồ sơ trễ theo quy tắc PROGRESS_ON_TIME',
      en: 'no verdict on a dossier is sent, so only what is late by the rule of PROGRESS_ON_TIME is taken off',
    },
    AS_PROGRESS,
  ),
  ...share(within('progress_counted_at'), always('is_progress_on_time')),
})
