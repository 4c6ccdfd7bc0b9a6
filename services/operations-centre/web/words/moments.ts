import type { MomentKind } from '../moment-text.ts'
import type { Words } from '../view.tsx'

/** Fields into which a day, a month or a minute is written. */
export const MOMENT = {
  calendar: { vi: 'Chọn trên lịch', en: 'Choose from a calendar' },
  form: {
    day: { vi: 'ngày/tháng/năm', en: 'dd/mm/yyyy' },
    month: { vi: 'tháng/năm', en: 'mm/yyyy' },
    minute: { vi: 'ngày/tháng/năm giờ:phút', en: 'dd/mm/yyyy hh:mm' },
  },
  wrong: {
    day: { vi: 'Viết ngày/tháng/năm, ví dụ {example}', en: 'Write day/month/year, e.g. {example}' },
    month: { vi: 'Viết tháng/năm, ví dụ {example}', en: 'Write month/year, e.g. {example}' },
    minute: {
      vi: 'Viết ngày/tháng/năm giờ:phút, ví dụ {example}',
      en: 'Write day/month/year hour:minute, e.g. {example}',
    },
  },
} as const satisfies Record<string, Words | Record<MomentKind, Words>>
