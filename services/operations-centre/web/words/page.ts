import type { GapReason } from '../../feed/viewer.ts'
import type { LAG_UNITS, StageId } from '../../pulse/stages.ts'
import type { Words } from '../view.tsx'

/** Everything the page says that is no state and no code. */
export const SAY = {
  product: { vi: 'Trung tâm điều hành thông minh', en: 'Intelligent Operations Centre' },
  province: { vi: 'Tỉnh Lâm Đồng', en: 'Lâm Đồng province' },
  simulated: { vi: 'Dữ liệu mô phỏng', en: 'Simulated data' },
  businessTime: { vi: 'Giờ nghiệp vụ', en: 'Business time' },
  clockStands: { vi: 'đồng hồ đang dừng', en: 'clock stands still' },
  connecting: { vi: 'Đang kết nối…', en: 'Connecting…' },
  connectedSince: { vi: 'Đang kết nối từ', en: 'Connected since' },
  lostSince: { vi: 'Mất kết nối từ', en: 'Connection lost since' },
  lostMeaning: {
    vi: 'Số liệu dưới đây là lần cuối nhận được. Trang tự nối lại.',
    en: 'What you see is what last arrived. The page reconnects by itself.',
  },
  language: { vi: 'Ngôn ngữ', en: 'Language' },
  theme: { vi: 'Nền', en: 'Theme' },
  themeAuto: { vi: 'Tự động', en: 'Auto' },
  themeLight: { vi: 'Sáng', en: 'Light' },
  themeDark: { vi: 'Tối', en: 'Dark' },
  skip: { vi: 'Đến nội dung', en: 'Skip to content' },
  unknown: { vi: 'chưa biết', en: 'unknown' },
  asOf: { vi: 'Lúc', en: 'As of' },
  old: { vi: 'Số liệu cũ, lúc', en: 'Old data, from' },
  opening: { vi: 'Đang mở…', en: 'Opening…' },
  systemTime: { vi: 'Giờ hệ thống', en: 'System time' },
  systemTimeOf: {
    vi: 'Tin đến, ghi, gửi lúc nào là theo giờ hệ thống',
    en: 'When things came, were written or sent is by the system clock',
  },
  notUnderstood: {
    vi: 'Trong địa chỉ có từ không hiểu được nên không theo:',
    en: 'The address has words that mean nothing, and are not followed:',
  },
  toOverview: { vi: 'Về trang tổng quan', en: 'To the overview' },
  noSuchScreen: { vi: 'Không có màn hình này', en: 'There is no such screen' },
  notYet: { vi: 'Đang chờ số liệu…', en: 'Waiting for data…' },

  river: { vi: 'Dòng dữ liệu', en: 'The river' },
  perSecond: { vi: 'sự kiện/giây', en: 'events/s' },
  total: { vi: 'Tổng', en: 'Total' },
  owed: { vi: 'Còn nợ', en: 'Owed' },
  produced: { vi: 'Đã phát', en: 'Produced' },
  kept: { vi: 'Giữ lại', en: 'Kept' },
  skipped: { vi: 'Bỏ qua', en: 'Skipped' },
  rejected: { vi: 'Loại', en: 'Rejected' },

  figures: { vi: 'Số in và số tính', en: 'Printed and computed' },
  figuresHint: {
    vi: 'Số trong văn bản đã ban hành đặt cạnh số tính lại từ từng sự kiện',
    en: 'Numbers from issued documents beside the same numbers counted from events',
  },
  group: { vi: 'Nhóm', en: 'Group' },
  indicator: { vi: 'Chỉ tiêu', en: 'Indicator' },
  numerator: { vi: 'Tử số', en: 'Numerator' },
  denominator: { vi: 'Mẫu số', en: 'Denominator' },
  computed: { vi: 'Tính', en: 'Computed' },
  printed: { vi: 'In', en: 'Printed' },
  period: { vi: 'Kỳ', en: 'Period' },
  inferred: { vi: 'suy luận', en: 'inferred' },
  estimate: { vi: 'ước tính', en: 'estimate' },
  verdict: { vi: 'Kết luận', en: 'Verdict' },
  document: { vi: 'Văn bản', en: 'Document' },

  remediation: { vi: 'Khắc phục điểm mất của PAR Index', en: 'Winning back lost PAR Index points' },
  remediationHint: {
    vi: 'Kế hoạch 5024/KH-UBND: nguyên nhân, giải pháp, cơ quan chủ trì và thời hạn của từng tiêu chí',
    en: 'Plan 5024/KH-UBND: cause, remedy, lead body and deadline of each criterion',
  },
  remedy: { vi: 'Giải pháp', en: 'Remedy' },
  lead: { vi: 'Chủ trì', en: 'Lead' },
  cooperating: { vi: 'Phối hợp', en: 'Cooperating' },
  deadline: { vi: 'Thời hạn', en: 'Deadline' },
  remedyState: { vi: 'Tình trạng', en: 'State' },
  cause: { vi: 'Nguyên nhân', en: 'Cause' },
  generalOrders: { vi: 'Nhiệm vụ chung của kế hoạch', en: 'General orders of the plan' },

  sources: { vi: 'Nguồn dữ liệu', en: 'Sources' },
  source: { vi: 'Nguồn', en: 'Source' },
  freshness: { vi: 'Độ mới', en: 'Freshness' },
  lastArrival: { vi: 'Tin gần nhất', en: 'Last heard' },
  rhythm: { vi: 'Nhịp', en: 'Rhythm' },
  emitted: { vi: 'Đã gửi', en: 'Emitted' },
  refusedAtSource: { vi: 'Bị loại', en: 'Rejected' },
  conflicts: { vi: 'Trùng mã', en: 'Id conflicts' },

  heldSince: { vi: 'Từ', en: 'Since' },
  heldBy: { vi: 'bởi', en: 'by' },
  breaker: { vi: 'bộ ngắt tự động', en: 'the breaker' },
  lastReason: { vi: 'Lý do gần nhất', en: 'Last reason' },
  why: { vi: 'Vì sao', en: 'Why' },
  endsByItself: {
    vi: 'Tự thả khi một lượt gửi thử đạt: không bị loại nhiều hơn mức cho phép; hoặc khi có người thả.',
    en: 'Ends by itself when a body on trial is good, with no more rejects than a source that flows may have; or a person releases it.',
  },
  endsByHand: { vi: 'Chỉ được thả khi có người thả.', en: 'Ends when a person releases it.' },
  release: { vi: 'Thả nguồn', en: 'Release the source' },
  releaseHint: {
    vi: 'Nguồn được nhận lại ngay. Nếu vẫn sai nhiều, bộ ngắt lại giữ. Ai thả và vì sao được ghi lại.',
    en: 'The source flows again at once; if most is still wrong, the breaker holds it again. Who releases it and why is recorded.',
  },
  inWindow: { vi: 'trong ≤ 1.000 gần nhất', en: 'of the last ≤ 1,000' },

  feed: { vi: 'Sự kiện trực tiếp', en: 'Live events' },
  pause: { vi: 'Tạm dừng', en: 'Pause' },
  goOn: { vi: 'Tiếp tục', en: 'Resume' },
  held: { vi: 'đang giữ', en: 'held' },
  heldLost: { vi: 'đã bỏ bớt', en: 'dropped' },
  sampled: { vi: 'Đang hiện mẫu', en: 'Showing a sample' },
  notShown: { vi: 'sự kiện không hiện', en: 'events not shown' },
  unreadable: { vi: 'bản ghi không đúng mẫu dữ liệu', en: 'records failed their contract' },
  noEvents: { vi: 'Chưa có sự kiện nào từ khi mở trang', en: 'No event since the page was opened' },
  voided: { vi: 'đã hủy', en: 'voided' },

  deadLetters: { vi: 'Bản ghi bị loại', en: 'Dead letters' },
  deadLettersHint: {
    vi: 'Nội dung được niêm phong; chỉ hiện lý do và vị trí',
    en: 'Content is sealed; only reason and position are shown',
  },
  noDeadLetters: { vi: 'Không có bản ghi bị loại', en: 'No dead letters' },
  byReason: { vi: 'Theo lý do', en: 'By reason' },
  reason: { vi: 'Lý do', en: 'Reason' },
  path: { vi: 'Trường', en: 'Path' },
  position: { vi: 'Vị trí', en: 'Position' },
  when: { vi: 'Lúc', en: 'When' },

  snapshots: { vi: 'Gói số liệu', en: 'Snapshots' },
  noSnapshots: { vi: 'Chưa công bố gói số liệu nào', en: 'No snapshot published yet' },
  date: { vi: 'Ngày', en: 'Date' },
  revision: { vi: 'Lần', en: 'Revision' },
  digest: { vi: 'Mã băm', en: 'Digest' },
  copy: { vi: 'Chép', en: 'Copy' },
  copied: { vi: 'Đã chép', en: 'Copied' },
  copyFailed: { vi: 'Không chép được', en: 'Could not copy' },
  receipt: { vi: 'Biên nhận', en: 'Receipt' },
  open: { vi: 'Mở tệp đã ký', en: 'Open the signed file' },
} as const satisfies Record<string, Words>

export const STAGE_NAMES: Record<StageId, Words> = {
  sources: { vi: 'Nguồn', en: 'Sources' },
  kafka: { vi: 'Kafka', en: 'Kafka' },
  ledger: { vi: 'Sổ cái', en: 'Ledger' },
  indicators: { vi: 'Chỉ tiêu', en: 'Indicators' },
  snapshot: { vi: 'Gói số liệu', en: 'Snapshot' },
  national: { vi: 'IOC quốc gia', en: 'National IOC' },
}

/** What a stage's total counts. */
export const STAGE_TOTALS: Record<StageId, Words> = {
  sources: { vi: 'nguồn đã có tin', en: 'sources heard' },
  kafka: { vi: 'sự kiện', en: 'events' },
  ledger: { vi: 'bản ghi', en: 'records' },
  indicators: { vi: 'số đối chiếu', en: 'figures compared' },
  snapshot: { vi: 'gói số liệu', en: 'snapshots' },
  national: { vi: 'đã tiếp nhận', en: 'accepted' },
}

export const LAG_WORDS: Record<(typeof LAG_UNITS)[number], Words> = {
  records: { vi: 'bản ghi chờ ghi sổ', en: 'records to write' },
  seconds: { vi: 'giây từ lần tính', en: 's since counted' },
  days: { vi: 'ngày chưa chốt', en: 'days owed' },
  snapshots: { vi: 'chưa có biên nhận', en: 'without receipt' },
  sources: { vi: 'nguồn im lặng', en: 'sources silent' },
  held: { vi: 'nguồn bị giữ', en: 'sources held' },
}

export const GAP_WORDS: Record<GapReason, Words> = {
  'slow-viewer': { vi: 'Trang đọc không kịp', en: 'This page was too slow' },
  'log-begins-later': { vi: 'Nhật ký không còn giữ đoạn này', en: 'The log no longer has this part' },
  'position-unknown': { vi: 'Không rõ đoạn đã bỏ lỡ', en: 'What was missed is not known' },
}
