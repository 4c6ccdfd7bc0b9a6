import type { Source } from '../../sources/sources.ts'
import type { Words } from '../view.tsx'

/** What the list of sources says beside its states. */
export const SOURCE = {
  hold: { vi: 'Giữ nguồn', en: 'Hold the source' },
  holdHint: {
    vi: 'Nơi phát không nhận gì nữa từ nguồn này cho đến khi có người thả. Không mất gì: nguồn gửi lại sau. Ai giữ và vì sao được ghi lại.',
    en: 'Its producer takes nothing more from it until a person releases it. Nothing is lost: it sends again later. Who holds it and why is recorded.',
  },
  /** Why the breaker holds it, from what it had counted then. */
  whyHeld: {
    vi: '{inARow} bản ghi liền nhau bị loại; {rejected} trong {events} sự kiện gần nhất bị loại',
    en: '{inARow} rejected in a row; {rejected} of the last {events} events rejected',
  },
  flows: { vi: 'Đang nhận', en: 'Flows' },
  breaker: { vi: 'Bộ ngắt', en: 'Breaker' },
  released: { vi: 'Được thả', en: 'Released' },
  lag: { vi: 'Im lặng', en: 'Silent for' },
  lastEvent: { vi: 'Sự kiện', en: 'Event' },
  actions: { vi: 'Thao tác', en: 'Actions' },
  rejects: { vi: 'Bị loại theo lý do', en: 'Rejects by reason' },
  allOf: { vi: 'Tất cả', en: 'All' },
  more: { vi: 'và {n} lý do khác', en: 'and {n} other reasons' },
  noRejects: { vi: 'không có', en: 'none' },
  complete: { vi: 'Đầy đủ từ, đến', en: 'Complete from, up to' },
  completeFrom: { vi: 'từ', en: 'from' },
  onlyStreams: { vi: 'chỉ {streams}', en: 'only {streams}' },
  endOf: { vi: 'hết {day}', en: 'end of {day}' },
  inLedger: { vi: 'theo sổ cái', en: 'by the ledger' },
  fault: { vi: 'Không đọc được', en: 'Cannot be read' },
  notice: { vi: 'Lưu ý', en: 'Note' },
  forOperators: {
    vi: 'lý do chỉ hiện với người có khóa điều hành',
    en: 'why is told to who has the operator key',
  },
  showWhy: { vi: 'Nhập khóa để xem', en: 'Enter the key' },
  order: {
    vi: 'Nguồn cần xem đứng trước',
    en: 'What needs an eye stands first',
  },
} as const satisfies Record<string, Words>

/** What a producer does with a source it reads by itself. */
export const PRODUCER_WORDS: Record<NonNullable<Source['producer']>, Words> = {
  reading: { vi: 'đang đọc', en: 'being read' },
  waiting: { vi: 'chờ tin mới', en: 'waiting for more' },
  held: { vi: 'đang bị giữ', en: 'held' },
  finished: { vi: 'đã đọc hết', en: 'read to its end' },
}
