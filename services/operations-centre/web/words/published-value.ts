import type { ValueState } from '@ioc/indicators/figure.ts'
import type { Words } from '../view.tsx'

/** One published value taken apart. */
export const VALUE = {
  value: { vi: 'Giá trị đã công bố', en: 'Published value' },
  way: { vi: 'Đường về', en: 'Way back' },
  dayOf: { vi: '{group}, {day}, lần {n}', en: '{group}, {day}, revision {n}' },
  values: { vi: 'Giá trị đã công bố', en: 'Published values' },
  list: { vi: 'Danh sách giá trị', en: 'List of values' },
  valuesHint: {
    vi: 'Mở một giá trị để xem quy tắc, câu lệnh SQL và tính lại theo thời điểm chốt số liệu của gói.',
    en: 'Open a value for its rule, its SQL, and what it gives when counted again as of the cut.',
  },
  open: { vi: 'Tách số', en: 'Take apart' },
  all: { vi: 'Tất cả', en: 'All' },
  before: { vi: 'Trang trước', en: 'Page before' },
  after: { vi: 'Trang sau', en: 'Next page' },
  noneMatches: {
    vi: 'Gói này không có giá trị nào khớp; hãy chọn chỉ tiêu hoặc đơn vị khác.',
    en: 'Nothing of this snapshot matches: choose another indicator or unit.',
  },

  readingValues: { vi: 'Đang đọc các giá trị của gói…', en: 'Reading the values of the snapshot…' },
  reading: {
    vi: 'Đang đọc cả gói số liệu và đếm lại theo thời điểm chốt số liệu của gói; có thể mất vài giây…',
    en: 'Reading the whole snapshot and counting again as of its cut; this may take some seconds…',
  },
  away: {
    vi: 'Dịch vụ chưa trả lời. Trang sẽ tự động thử lại.',
    en: 'The service has not answered. The page asks again by itself.',
  },
  whatToDo: {
    vi: 'Hãy chọn lại từ danh sách giá trị của gói, hoặc xem lịch để biết ngày nào đã công bố.',
    en: 'Choose from the values of the snapshot, or see in the calendar which days were published.',
  },
  toDay: { vi: 'Các lần công bố của ngày này', en: 'The revisions of this day' },
  toCalendar: { vi: 'Lịch gói số liệu', en: 'Calendar of snapshots' },
  toIndicator: { vi: 'Chỉ tiêu này hiện nay', en: 'This indicator as it is now' },
  snapshot: { vi: 'Gói số liệu', en: 'Snapshot' },
  digest: { vi: 'Mã băm của gói', en: 'Digest of the snapshot' },

  again: { vi: 'Tính lại', en: 'Counted again' },
  countAgain: { vi: 'Tính lại lần nữa', en: 'Count again' },
  agrees: {
    vi: 'Khớp: tính lại theo thời điểm chốt số liệu của gói cho đúng các số đã công bố.',
    en: 'Agrees: counted again as of the cut of the snapshot, it gives the numbers that were published.',
  },
  differs: {
    vi: 'Không khớp: tính lại không cho các số đã công bố.',
    en: 'Differs: counted again, it does not give the numbers that were published.',
  },
  differsByRules: {
    vi: 'Ở đây tính bằng danh mục hoặc quy tắc khác với lúc chốt số liệu, nên kết quả có thể khác.',
    en: 'It is counted here by another catalogue or other rules than those of the cut, so that it may well differ.',
  },
  differsUnknown: {
    vi: 'Quy tắc vẫn là của lúc chốt số liệu: hãy báo kỹ sư dữ liệu chạy npm run audit.',
    en: 'The rules are those of the cut: have a data engineer run npm run audit.',
  },
  nothingCounted: { vi: 'Tính lại không cho số nào.', en: 'Counted again, it gives no number.' },
  notCompared: {
    vi: 'Không có số nào được công bố để so.',
    en: 'No number was published that could be compared.',
  },
  another: { vi: 'khác lúc chốt số liệu', en: 'not that of the cut' },
  asPublished: { vi: 'Đã công bố', en: 'As published' },
  now: { vi: 'Tính lại', en: 'Counted again' },
  half: { vi: 'Số', en: 'Number' },

  rules: { vi: 'Danh mục và quy tắc', en: 'Catalogue and rules' },
  catalogue: { vi: 'Danh mục', en: 'Catalogue' },
  indicators: { vi: 'Quy tắc của các chỉ tiêu', en: 'Rules of the indicators' },
  what: { vi: 'Phiên bản', en: 'Version' },
  ofCut: { vi: 'Lúc chốt số liệu', en: 'Of the cut' },
  used: { vi: 'Dùng để tính lại', en: 'Used here' },
  inForce: { vi: 'Đang có hiệu lực', en: 'In force' },
  sameRules: {
    vi: 'Danh mục và quy tắc dùng ở đây đúng là của lúc chốt số liệu.',
    en: 'The catalogue and the rules used here are those of the cut.',
  },
  otherRules: {
    vi: 'Không còn đủ danh mục hoặc quy tắc của lúc chốt số liệu: tính lại bằng những gì có ở đây.',
    en: 'The catalogue or the rules of the cut are not at hand: counted again by those that are.',
  },
  newerInForce: {
    vi: 'Nay có hiệu lực là phiên bản khác; số đã công bố không đổi theo.',
    en: 'Another version is in force by now; what was published does not change with it.',
  },

  sql: {
    vi: 'Câu lệnh SQL đếm giá trị này theo thời điểm chốt số liệu, dán vào ClickHouse là chạy',
    en: 'The SQL that counts this value as of the cut; it can be pasted into ClickHouse',
  },
  how: { vi: 'Cách tính', en: 'What counts it' },
  inputs: { vi: 'Thành phần của điểm, như đã công bố', en: 'What the score is made of, as published' },

  events: { vi: 'Sự kiện phía sau', en: 'Events behind it' },
  eventsHint: {
    vi: 'Chọn một phần để liệt kê các sự kiện làm nên số đó, theo thời điểm chốt số liệu của gói.',
    en: 'Choose a half to list the events that make it up, as of the cut of the snapshot.',
  },
  hide: { vi: 'Ẩn danh sách', en: 'Hide them' },
  allEvents: { vi: 'Tất cả {n} sự kiện', en: 'All {n} events' },
  firstEvents: { vi: 'Hiện {n} sự kiện đầu', en: 'The first {n} events' },
  noEventsKept: {
    vi: 'Giá trị công bố không kèm số, nên ở đây cũng không liệt kê sự kiện.',
    en: 'The value was published without numbers, so its events are not listed here either.',
  },
} as const satisfies Record<string, Words>

/** Why a value was published without numbers, and none are shown here. A new state does not compile until it is here. */
export const KEPT_WORDS: Record<Exclude<ValueState, 'reported'>, Words> = {
  withheld: {
    vi: 'Giữ kín: số trường hợp quá ít, nêu ra có thể chỉ đích danh một người. Gói không nêu số, nên trang này cũng không nêu.',
    en: 'Withheld: so few cases that a number could point at a person. The snapshot names none, and neither does this page.',
  },
  missing: {
    vi: 'Thiếu: tính đến thời điểm chốt số liệu, nguồn chưa nói gì về kỳ này. Đây không phải là số 0.',
    en: 'Missing: as of the cut its source had not spoken for the period. This is not zero.',
  },
  'not-applicable': {
    vi: 'Không áp dụng: đơn vị này không có gì để chỉ tiêu này tính.',
    en: 'Not applicable: the unit has nothing this indicator could count.',
  },
}
