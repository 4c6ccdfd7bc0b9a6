import type { MomentKind } from '../moment-text.ts'
import type { Words } from '../view.tsx'

/** Days of a week, Monday first, as a Vietnamese calendar heads its columns and as they are read out. */
export const WEEKDAYS: readonly { short: Words; long: Words }[] = [
  { short: { vi: 'T2', en: 'Mo' }, long: { vi: 'Thứ hai', en: 'Monday' } },
  { short: { vi: 'T3', en: 'Tu' }, long: { vi: 'Thứ ba', en: 'Tuesday' } },
  { short: { vi: 'T4', en: 'We' }, long: { vi: 'Thứ tư', en: 'Wednesday' } },
  { short: { vi: 'T5', en: 'Th' }, long: { vi: 'Thứ năm', en: 'Thursday' } },
  { short: { vi: 'T6', en: 'Fr' }, long: { vi: 'Thứ sáu', en: 'Friday' } },
  { short: { vi: 'T7', en: 'Sa' }, long: { vi: 'Thứ bảy', en: 'Saturday' } },
  { short: { vi: 'CN', en: 'Su' }, long: { vi: 'Chủ nhật', en: 'Sunday' } },
]

const MONTHS_EN = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]

/** What the calendar says. */
export const CALENDAR = {
  title: {
    day: { vi: 'Chọn ngày', en: 'Choose a day' },
    month: { vi: 'Chọn tháng', en: 'Choose a month' },
    minute: { vi: 'Chọn ngày và giờ', en: 'Choose a day and a time' },
  } satisfies Record<MomentKind, Words>,
  step: {
    [-12]: { vi: 'Năm trước', en: 'Year before' },
    [-1]: { vi: 'Tháng trước', en: 'Month before' },
    1: { vi: 'Tháng sau', en: 'Month after' },
    12: { vi: 'Năm sau', en: 'Year after' },
  },
  today: { vi: 'Đến hôm nay', en: 'Go to today' },
  thisMonth: { vi: 'Đến tháng này', en: 'Go to this month' },
  choose: { vi: 'Chọn', en: 'Choose' },
  close: { vi: 'Đóng', en: 'Close' },
  time: { vi: 'Giờ', en: 'Time' },
  wrongTime: { vi: 'Viết giờ:phút, ví dụ 08:15', en: 'Write hour:minute, e.g. 08:15' },
  keys: {
    vi: 'Phím mũi tên đi từng ngày, Page Up và Page Down đổi tháng, Enter chọn, Escape đóng.',
    en: 'Arrow keys move by a day, Page Up and Page Down by a month, Enter chooses, Escape closes.',
  },
  year: (year: string): Words => ({ vi: `Năm ${year}`, en: year }),
  month: (month: number, year: string): Words => ({
    vi: `Tháng ${month} năm ${year}`,
    en: `${MONTHS_EN[month - 1]} ${year}`,
  }),
  monthShort: (month: number): Words => ({ vi: `Tháng ${month}`, en: MONTHS_EN[month - 1]! }),
  /** A day as it is read out. */
  whole: (text: string, weekday: number, isChosen: boolean): Words => {
    const [year, month, day] = text.split('-').map(Number) as [number, number, number]
    const { vi, en } = WEEKDAYS[weekday]!.long
    return {
      vi: `${vi}, ngày ${day} tháng ${month} năm ${year}${isChosen ? ', đang chọn' : ''}`,
      en: `${en}, ${day} ${MONTHS_EN[month - 1]} ${year}${isChosen ? ', chosen' : ''}`,
    }
  },
}
