import type { Words } from '../view.tsx'

/** What the live feed says beside its events. */
export const FEED = {
  filter: { vi: 'Lọc', en: 'Filter' },
  source: { vi: 'Nguồn', en: 'Source' },
  unit: { vi: 'Đơn vị', en: 'Unit' },
  contract: { vi: 'Loại', en: 'Kind' },
  all: { vi: 'Tất cả', en: 'All' },
  departments: { vi: 'Sở, ban, ngành', en: 'Departments' },
  clear: { vi: 'Bỏ lọc', en: 'Clear the filter' },
  connecting: { vi: 'Đang đọc nhật ký…', en: 'Reading the log…' },
  earlier: { vi: 'trước khi mở trang', en: 'before the page was opened' },
  inLog: { vi: 'Trong Kafka từ khi mở', en: 'In Kafka since opened' },
  shown: { vi: 'hiện', en: 'shown' },
  held: { vi: 'đang giữ', en: 'held' },
  notShown: { vi: 'không hiện', en: 'not shown' },
  unreadable: { vi: 'không đúng mẫu dữ liệu', en: 'failed their contract' },
  lost: { vi: 'trong khoảng trống', en: 'in gaps' },
  matched: { vi: 'Qua bộ lọc', en: 'Passed the filter' },
  differs: {
    vi: 'Số đếm không khớp với Kafka: hãy tải lại trang và báo người quản trị',
    en: 'These counts do not add up to what Kafka has: reload, and tell whoever runs this',
  },
  full: {
    vi: 'Đã giữ đủ; phần sau vẫn nằm trong Kafka và được đọc khi tiếp tục',
    en: 'Holds its most; what follows stays in Kafka and is read when you resume',
  },
  keeps: { vi: 'Danh sách giữ {n} dòng mới nhất', en: 'The list keeps the newest {n} lines' },
  refused: { vi: 'Máy chủ không nhận', en: 'The server refuses' },
  asksAgain: { vi: 'Trang sẽ tự động thử lại.', en: 'The page asks again by itself.' },
} as const satisfies Record<string, Words>
