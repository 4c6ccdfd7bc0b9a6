import type { FAULTS } from '@ioc/snapshot/verdict.ts'
import type { CellState } from '../../snapshots/calendar.ts'
import type { Words } from '../view.tsx'
import type { Shown } from './states.ts'

/** How a day stands; each has a sign of its own, for whoever does not see colours. A new state does not compile until it is here. */
export const CELL_SHOWN: Record<CellState, Shown & { sign: string }> = {
  published: {
    sign: '●',
    word: { vi: 'Đã công bố', en: 'Published' },
    tone: 'good',
    meaning: { vi: 'IOC quốc gia đã tiếp nhận lần công bố đầu', en: 'The first revision was accepted' },
  },
  revised: {
    sign: '◆',
    word: { vi: 'Đã sửa đổi', en: 'Revised' },
    tone: 'note',
    meaning: {
      vi: 'Một lần công bố sau đã được tiếp nhận, thay cho lần trước',
      en: 'A later revision was accepted in place of the one before',
    },
  },
  waiting: {
    sign: '▲',
    word: { vi: 'Đang chờ', en: 'Waiting' },
    tone: 'warn',
    meaning: {
      vi: 'Đã ký, chưa có biên nhận; tự gửi lại',
      en: 'Signed, without a receipt; it is sent by itself',
    },
  },
  parked: {
    sign: '■',
    word: { vi: 'Tạm gác', en: 'Parked' },
    tone: 'bad',
    meaning: {
      vi: 'Gửi lại cũng sẽ bị trả lời như vậy; cần người xem rồi cho gửi lại',
      en: 'The answer will not become better by itself: somebody must look and send it again',
    },
  },
  refused: {
    sign: '✕',
    word: { vi: 'Bị từ chối', en: 'Refused' },
    tone: 'bad',
    meaning: {
      vi: 'IOC quốc gia ký biên nhận từ chối; không tự gửi lại',
      en: 'The national IOC signed a refusal; it is not sent again by itself',
    },
  },
  missing: {
    sign: '?',
    word: { vi: 'Còn thiếu', en: 'Missing' },
    tone: 'bad',
    meaning: { vi: 'Ngày đã hết mà chưa công bố', en: 'The day is over and was not published' },
  },
  'not-owed': {
    sign: '·',
    word: { vi: 'Chưa phải công bố', en: 'Not owed' },
    tone: 'quiet',
    meaning: {
      vi: 'Ngày chưa hết, hoặc trước ngày công bố đầu tiên',
      en: 'The day is not over, or lies before the first that was published',
    },
  },
}

/** What checking a snapshot found wrong first, as `npm run verify` says it. */
export const FAULT_WORDS: Record<(typeof FAULTS)[number], Words> = {
  bytes: {
    vi: 'không phải JSON đọc được một cách duy nhất',
    en: 'is no JSON that can be read in one way only',
  },
  schema: { vi: 'không đúng cấu trúc', en: 'does not have the agreed shape' },
  digest: { vi: 'mã băm không phải của nội dung', en: 'its digest is not that of the body' },
  'unknown-key': {
    vi: 'khóa ký không nằm trong bộ khóa công khai',
    en: 'no public key has the name it was signed by',
  },
  'revoked-key': { vi: 'khóa ký đã bị thu hồi', en: 'the key it was signed by was revoked' },
  signature: { vi: 'chữ ký không đúng', en: 'its signature is wrong' },
  'control-totals': { vi: 'tổng kiểm tra không khớp', en: 'its control totals do not add up' },
  chain: { vi: 'chuỗi các lần công bố bị đứt', en: 'the chain of revisions is broken' },
}

export const OUTCOMES: Record<string, Words> = {
  accepted: { vi: 'Tiếp nhận', en: 'Accepted' },
  refused: { vi: 'Từ chối', en: 'Refused' },
  again: { vi: 'Chưa được, sẽ gửi lại', en: 'Not yet, tried again' },
  resend: { vi: 'Người điều hành cho gửi lại', en: 'Sent again by an operator' },
}

export const REASONS: Record<string, Words> = {
  scheduled: { vi: 'Theo lịch', en: 'Scheduled' },
  backfill: { vi: 'Bù ngày cũ', en: 'Backfill' },
  'late-events': { vi: 'Sự kiện đến muộn', en: 'Late events' },
  correction: { vi: 'Đính chính', en: 'Correction' },
  'published-by-hand': { vi: 'Người điều hành công bố', en: 'Published by hand' },
}

export const VALUE_STATE_WORDS: Record<string, Words> = {
  reported: { vi: 'không có trường hợp', en: 'no cases' },
  missing: { vi: 'thiếu', en: 'missing' },
  'not-applicable': { vi: 'không áp dụng', en: 'not applicable' },
  withheld: { vi: 'giữ kín', en: 'withheld' },
}

export const LEVELS: Record<string, Words> = {
  province: { vi: 'tỉnh', en: 'province' },
  department: { vi: 'cấp sở', en: 'departments' },
  district: { vi: 'cấp huyện', en: 'districts' },
  commune: { vi: 'cấp xã', en: 'communes' },
  own: { vi: 'riêng cơ quan', en: 'the unit alone' },
}

export const PERIODS: Record<string, Words> = {
  day: { vi: 'ngày', en: 'day' },
  month: { vi: 'tháng', en: 'month' },
  quarter: { vi: 'quý', en: 'quarter' },
  'half-year': { vi: 'nửa năm', en: 'half-year' },
  year: { vi: 'năm', en: 'year' },
  stated: { vi: 'theo văn bản', en: 'as stated' },
}

export const SNAP = {
  calendar: { vi: 'Lịch gói số liệu', en: 'Calendar of snapshots' },
  calendarHint: {
    vi: 'Phím mũi tên đi giữa các ngày và nhóm, PageUp/PageDown đổi tháng, Enter mở',
    en: 'Arrow keys go between days and groups, PageUp and PageDown change the month, Enter opens',
  },
  month: { vi: 'Tháng', en: 'Month' },
  before: { vi: 'Tháng trước', en: 'Month before' },
  after: { vi: 'Tháng sau', en: 'Month after' },
  newestList: { vi: 'Mới công bố', en: 'Newest' },
  group: { vi: 'Nhóm', en: 'Group' },
  standing: { vi: 'đang có hiệu lực', en: 'stands now' },
  revisionOf: { vi: 'lần', en: 'revision' },
  revisions: { vi: 'Các lần công bố', en: 'Revisions' },
  revision: { vi: 'Lần', en: 'Revision' },
  published: { vi: 'Công bố lúc', en: 'Published at' },
  state: { vi: 'Tình trạng', en: 'State' },
  attempts: { vi: 'Lượt gửi', en: 'Attempts' },
  at: { vi: 'Lúc', en: 'At' },
  receiver: { vi: 'Nơi nhận', en: 'Receiver' },
  outcome: { vi: 'Kết quả', en: 'Outcome' },
  detail: { vi: 'Chi tiết', en: 'Detail' },
  http: { vi: 'HTTP', en: 'HTTP' },
  took: { vi: 'Mất', en: 'Took' },
  noAttempts: { vi: 'Chưa gửi lần nào', en: 'Not sent yet' },
  receipt: { vi: 'Biên nhận đã ký', en: 'Signed receipt' },
  reason: { vi: 'Vì sao công bố', en: 'Why it was published' },
  digest: { vi: 'Mã băm', en: 'Digest' },
  values: { vi: 'Số giá trị', en: 'Values' },
  size: { vi: 'Cỡ tệp', en: 'File size' },
  records: { vi: 'Bản ghi trong lát cắt', en: 'Records inside the cut' },
  catalogue: { vi: 'Phiên bản danh mục', en: 'Catalogue version' },
  rules: { vi: 'Phiên bản quy tắc', en: 'Version of the rules' },
  file: { vi: 'Tệp đã ký (JSON)', en: 'The signed file (JSON)' },
  csv: { vi: 'Giá trị (CSV)', en: 'Its values (CSV)' },
  close: { vi: 'Đóng', en: 'Close' },
  nothingYet: { vi: 'Ngày này chưa có gói số liệu nào', en: 'There is no snapshot of this day' },

  verify: { vi: 'Kiểm tra chữ ký', en: 'Verify' },
  verifying: { vi: 'Đang kiểm tra…', en: 'Verifying…' },
  sound: {
    vi: 'Đúng: byte, cấu trúc, mã băm, khóa, chữ ký và tổng kiểm tra',
    en: 'Sound: bytes, schema, digest, key, signature and control totals',
  },
  wrong: { vi: 'Sai', en: 'Wrong' },
  verifyHint: {
    vi: 'Máy chủ kiểm tra tệp đang lưu bằng khóa công khai, như npm run verify',
    en: 'The server checks the stored file by the public keys, as npm run verify does',
  },

  changes: { vi: 'Thay đổi so với lần trước', en: 'Changed since the revision before' },
  firstRevision: { vi: 'Lần đầu: không có gì để so', en: 'The first: there is nothing to compare with' },
  lateChanged: {
    vi: '{n} giá trị đổi vì sự kiện đến sau khi chốt lần {from}',
    en: '{n} values changed by events that came after the cut of revision {from}',
  },
  noChanges: { vi: 'Không giá trị nào khác', en: 'No value is another' },
  ofAll: { vi: 'Hiện {n} trong {all} thay đổi', en: 'Showing {n} of {all} changes' },
  otherRules: {
    vi: 'Tính bằng danh mục hoặc quy tắc khác lần trước',
    en: 'Counted by another catalogue or other rules than before',
  },
  indicator: { vi: 'Chỉ tiêu', en: 'Indicator' },
  unit: { vi: 'Đơn vị', en: 'Unit' },
  period: { vi: 'Kỳ', en: 'Period' },
  old: { vi: 'Cũ', en: 'Old' },
  new: { vi: 'Mới', en: 'New' },
  value: { vi: 'Giá trị', en: 'Value' },
  notThere: { vi: 'không có', en: 'not there' },

  actions: { vi: 'Thao tác', en: 'Actions' },
  preview: { vi: 'Xem trước bản sẽ gửi', en: 'Preview what would be sent' },
  previewHint: { vi: 'Không ghi và không gửi gì.', en: 'Nothing is written or sent.' },
  wouldBe: { vi: 'Sẽ là lần {n}, {values} giá trị', en: 'Would be revision {n}, with {values} values' },
  wouldBeFirst: {
    vi: 'Chưa có lần nào để so; các giá trị đầu:',
    en: 'None is there to compare with; its first values:',
  },
  publish: { vi: 'Công bố', en: 'Publish' },
  publishAgain: { vi: 'Công bố lần mới', en: 'Publish anew' },
  publishHint: {
    vi: 'Cắt, ký và gửi ngay. Nếu ngày này đã công bố thì thành lần tiếp theo, kèm câu lý do; nếu không giá trị nào đổi thì không công bố gì, trừ khi khóa ký lần trước đã bị thu hồi: khi đó vẫn ký lại và công bố.',
    en: 'Cuts, signs and sends now. A day that is published gets its next revision with this sentence in it; where no value changed nothing is published, unless the key that signed the last revision was revoked: then it is signed anew and published.',
  },
  resend: { vi: 'Gửi lại', en: 'Send again' },
  resendHint: {
    vi: 'Gửi lại đúng các byte đã ký. Ai cho gửi lại và vì sao được ghi lại.',
    en: 'Sends the very bytes that were signed. Who had it sent again, and why, is recorded.',
  },
  done: { vi: 'Xong: lần {n}', en: 'Done: revision {n}' },
} as const satisfies Record<string, Words>
