import type { AlertState, Seen, Verdict, WhyNot } from '@ioc/alerts'
import type { About, AlertRule } from '@ioc/schemas/alerts/rule.ts'
import type { Words } from '../view.tsx'
import type { Shown } from './states.ts'

/** What the screen of alerts says that is no state. */
export const ALERT = {
  title: { vi: 'Cảnh báo', en: 'Alerts' },
  hint: {
    vi: 'Cảnh báo đang mở, mới nhất và nặng nhất trước. Không có số liệu không có nghĩa là ổn.',
    en: 'Open alerts, the worst and newest first. No data does not mean all is well.',
  },
  none: { vi: 'Không có cảnh báo nào đang mở', en: 'No alert is open' },
  firing: { vi: 'đang báo', en: 'firing' },
  marked: { vi: 'cảnh báo đang báo', en: 'alerts firing' },
  isNew: { vi: 'Cảnh báo mới', en: 'New alert' },
  since: { vi: 'Từ', en: 'Since' },
  seen: { vi: 'Đã thấy', en: 'Seen' },
  now: { vi: 'Hiện tại', en: 'Now' },
  ended: { vi: 'Kết thúc', en: 'Ended' },
  lookNotHad: { vi: 'Chưa xem lượt nào', en: 'Not looked at yet' },
  goTo: { vi: 'Mở màn hình liên quan', en: 'Open the screen it speaks of' },
  acknowledge: { vi: 'Nhận xử lý', en: 'Acknowledge' },
  acknowledgeHint: {
    vi: 'Cảnh báo vẫn mở cho đến khi nguyên nhân hết. Ai nhận và lời ghi được giữ lại; đừng viết dữ liệu cá nhân.',
    en: 'It stays open until its cause is over. Who has it and the word are kept; write no personal data.',
  },
  word: { vi: 'Lời ghi', en: 'A word' },
  acknowledgedBy: { vi: 'Người nhận', en: 'Acknowledged by' },
  looksFail: {
    vi: 'Hiện không xem được các quy tắc: những gì dưới đây có thể đã cũ, cảnh báo mới có thể chưa hiện.',
    en: 'Rules cannot be looked at now: what stands below may be old, and a new alert may not be here.',
  },
  webhook: { vi: 'Webhook', en: 'Webhook' },
  webhookNone: {
    vi: 'Chưa đặt webhook: cảnh báo chỉ hiện ở đây.',
    en: 'No webhook is set: alerts are shown here alone.',
  },
  webhookGood: { vi: 'Nơi nhận đã nhận tin gần nhất', en: 'The receiver took the last word' },
  webhookQuiet: { vi: 'Chưa có tin nào phải gửi', en: 'Nothing had to be told yet' },
  webhookFault: { vi: 'Không gửi được đến webhook', en: 'The webhook does not take what it is told' },
  webhookGivenUp: { vi: 'tin đã bỏ sau nhiều lần gửi', en: 'given up after many attempts' },
  webhookWaiting: { vi: 'tin đang chờ gửi', en: 'waiting to be told' },

  notTold: { vi: 'Quy tắc chưa biết được', en: 'Rules that could not be told' },
  notToldHint: {
    vi: 'Các quy tắc này không báo gì vì không có số liệu hoặc không xét được, không phải vì mọi thứ ổn.',
    en: 'These say nothing because there is no data or they cannot be judged, not because all is well.',
  },

  history: { vi: 'Đã qua', en: 'History' },
  noHistory: { vi: 'Chưa có cảnh báo nào đã qua', en: 'No alert is over yet' },
  alert: { vi: 'Cảnh báo', en: 'Alert' },
  state: { vi: 'Tình trạng', en: 'State' },
  end: { vi: 'Vì sao hết', en: 'Why it ended' },
  more: { vi: 'Xem thêm', en: 'Show more' },

  rules: { vi: 'Quy tắc cảnh báo', en: 'Rules' },
  rulesHint: {
    vi: 'Mức “đặt sẵn” là của hệ thống để bắt đầu, không có trong văn bản nào.',
    en: '“Default” limits are our own to begin with; no document publishes them.',
  },
  rule: { vi: 'Quy tắc', en: 'Rule' },
  says: { vi: 'Kết luận hiện nay', en: 'Says now' },
  made: { vi: 'Đặt bởi', en: 'Set by' },
  ownDefault: { vi: 'đặt sẵn', en: 'default' },
  off: { vi: 'Đang tắt', en: 'Off' },
  edit: { vi: 'Sửa', en: 'Edit' },
  add: { vi: 'Thêm quy tắc', en: 'Add a rule' },
  ruleGone: { vi: 'Quy tắc không còn', en: 'The rule is gone' },
  unreadable: {
    vi: 'Quy tắc do phiên bản khác ghi, phần mềm này không đọc được',
    en: 'Kept by another version; this software cannot read it',
  },

  nameVi: { vi: 'Tên tiếng Việt', en: 'Name in Vietnamese' },
  nameEn: { vi: 'Tên tiếng Anh', en: 'Name in English' },
  about: { vi: 'Xét điều gì', en: 'What it is about' },
  indicator: { vi: 'Chỉ tiêu', en: 'Indicator' },
  scope: { vi: 'Phạm vi', en: 'Scope' },
  scopeIsView: {
    vi: 'Phạm vi là một góc nhìn, chưa phải là quyền: ai mở trang cũng thấy mọi phạm vi.',
    en: 'A scope is a view, not yet a right: whoever opens the page sees every scope.',
  },
  period: { vi: 'Kỳ, đến ngày xét', en: 'Period, to date' },
  side: { vi: 'Phía', en: 'Side' },
  limit: { vi: 'Mức', en: 'Limit' },
  measure: { vi: 'Tính bằng', en: 'Measured in' },
  source: { vi: 'Nguồn', en: 'Source' },
  allSources: { vi: 'Mọi nguồn', en: 'Every source' },
  worse: { vi: 'Từ mức', en: 'From' },
  unknownToo: { vi: 'Báo cả nguồn chưa từng có tin', en: 'Also a source never heard' },
  owed: { vi: 'Còn nợ gì', en: 'What is owed' },
  minutes: { vi: 'Trong số phút gần nhất', en: 'Within the last minutes' },
  atLeast: { vi: 'Ít nhất số bản ghi', en: 'Of at least so many records' },
  severity: { vi: 'Mức độ', en: 'Severity' },
  firesAfter: { vi: 'Báo sau (giây)', en: 'Fires after (seconds)' },
  resolvesAfter: { vi: 'Hết sau (giây)', en: 'Ends after (seconds)' },
  enabled: { vi: 'Đang dùng', en: 'In use' },
  validFrom: { vi: 'Từ ngày', en: 'From day' },
  validTo: { vi: 'Đến ngày (trống: mãi)', en: 'To day (empty: for good)' },
  why: { vi: 'Vì sao đổi', en: 'Why it changes' },
  whyNew: { vi: 'Vì sao đặt', en: 'Why it is made' },
  preview: { vi: 'Xem thử: bây giờ sẽ nói gì', en: 'Preview: what would it say now' },
  previewed: { vi: 'Nếu xét bây giờ', en: 'If it were looked at now' },
  previewedOff: {
    vi: 'Quy tắc đang tắt hoặc ngoài thời hạn: sẽ không báo.',
    en: 'It is off or out of its days: it would tell nobody.',
  },
  nothingSeen: { vi: 'Không có gì để xét', en: 'There is nothing to look at' },
  save: { vi: 'Lưu quy tắc', en: 'Save the rule' },
  of: { vi: 'trên', en: 'of' },
  others: { vi: 'mục khác', en: 'more' },
} as const satisfies Record<string, Words>

export const ALERT_SHOWN: Record<AlertState, Shown> = {
  pending: {
    word: { vi: 'Đang chờ', en: 'Pending' },
    tone: 'note',
    meaning: { vi: 'Đã thấy, chưa đủ lâu để báo', en: 'Seen, not yet for long enough' },
  },
  firing: {
    word: { vi: 'Đang báo', en: 'Firing' },
    tone: 'bad',
    meaning: { vi: 'Chưa ai nhận xử lý', en: 'Nobody has it yet' },
  },
  acknowledged: {
    word: { vi: 'Đã nhận', en: 'Acknowledged' },
    tone: 'warn',
    meaning: { vi: 'Có người đang xử lý', en: 'Somebody has it' },
  },
  resolved: {
    word: { vi: 'Đã hết', en: 'Resolved' },
    tone: 'good',
    meaning: { vi: 'Nguyên nhân không còn', en: 'What it was about is over' },
  },
}

export const VERDICT_OF_RULE: Record<Verdict, Shown> = {
  breach: {
    word: { vi: 'Vượt mức', en: 'Beyond' },
    tone: 'bad',
    meaning: { vi: 'Điều mà quy tắc xét đang xảy ra', en: 'What the rule is about is so' },
  },
  fine: {
    word: { vi: 'Trong mức', en: 'Within' },
    tone: 'good',
    meaning: { vi: 'Điều mà quy tắc xét không xảy ra', en: 'What the rule is about is not so' },
  },
  'no-data': {
    word: { vi: 'Không có số liệu', en: 'No data' },
    tone: 'quiet',
    meaning: { vi: 'Không thể nói là ổn', en: 'It cannot be called well' },
  },
  unjudged: {
    word: { vi: 'Không xét được', en: 'Cannot be judged' },
    tone: 'warn',
    meaning: {
      vi: 'Quy tắc cần được sửa, hoặc hệ thống chưa trả lời',
      en: 'The rule needs mending, or an engine is away',
    },
  },
}

export const WHY_NOT_WORDS: Record<WhyNot, Words> = {
  'nobody-spoke': { vi: 'nguồn chưa nói gì cho kỳ này', en: 'the source has not spoken for it' },
  'no-cases': { vi: 'không có trường hợp nào', en: 'no cases' },
  'not-applicable': { vi: 'không áp dụng', en: 'not applicable' },
  withheld: { vi: 'số quá nhỏ, không công bố', en: 'too small to publish' },
  'nothing-before': { vi: 'kỳ trước không có số', en: 'the period before has no value' },
  'too-few': { vi: 'quá ít bản ghi để tính tỷ lệ', en: 'too few records for a share' },
  'not-yet-known': { vi: 'chưa xem xong lần đầu', en: 'the first look is not done' },
  'unknown-indicator': {
    vi: 'chỉ tiêu không còn hoặc chưa từng có',
    en: 'the indicator is gone, or never was',
  },
  'unknown-scope': { vi: 'phạm vi không còn hoặc chưa từng có', en: 'the scope is gone, or never was' },
  'unknown-source': { vi: 'chưa từng có nguồn này', en: 'no such source was ever heard' },
  'engine-away': { vi: 'Kafka hoặc ClickHouse không trả lời', en: 'Kafka or ClickHouse does not answer' },
  'our-fault': { vi: 'lỗi của hệ thống, xem nhật ký', en: 'a fault of ours; see the log' },
}

export const END_WORDS: Record<'over' | 'rule-off' | 'double', Words> = {
  over: { vi: 'đã trở lại trong mức', en: 'it is within its limit again' },
  'rule-off': { vi: 'quy tắc đã tắt hoặc đổi', en: 'its rule is off, or changed' },
  double: { vi: 'trùng với cảnh báo khác', en: 'the same as another' },
}

export const KIND_WORDS: Record<About['kind'], Words> = {
  value: { vi: 'Giá trị chỉ tiêu', en: 'Value of an indicator' },
  change: { vi: 'Thay đổi so với kỳ trước', en: 'Change against the period before' },
  missing: { vi: 'Chưa ai báo cáo', en: 'Nobody has spoken' },
  freshness: { vi: 'Độ mới của nguồn', en: 'Freshness of a source' },
  lag: { vi: 'Việc còn nợ', en: 'What is owed' },
  rejects: { vi: 'Bản ghi bị loại', en: 'Rejects' },
  held: { vi: 'Nguồn bị giữ', en: 'A held source' },
}

export const PERIOD_WORDS: Record<'day' | 'month' | 'quarter' | 'half-year' | 'year', Words> = {
  day: { vi: 'ngày', en: 'day' },
  month: { vi: 'tháng', en: 'month' },
  quarter: { vi: 'quý', en: 'quarter' },
  'half-year': { vi: '6 tháng', en: 'half-year' },
  year: { vi: 'năm', en: 'year' },
}

export const SIDE_WORDS: Record<'above' | 'below' | 'up' | 'down' | 'either', Words> = {
  above: { vi: 'trên mức', en: 'above' },
  below: { vi: 'dưới mức', en: 'below' },
  up: { vi: 'tăng hơn', en: 'up by more than' },
  down: { vi: 'giảm hơn', en: 'down by more than' },
  either: { vi: 'tăng hoặc giảm hơn', en: 'up or down by more than' },
}

export const MEASURE_WORDS: Record<'points' | 'percent' | 'share' | 'count', Words> = {
  points: { vi: 'điểm của chỉ tiêu', en: 'points of the indicator' },
  percent: { vi: '% so với kỳ trước', en: '% of the period before' },
  share: { vi: 'tỷ lệ %', en: 'share in %' },
  count: { vi: 'số bản ghi', en: 'number of records' },
}

export const OWED_WORDS: Record<'records' | 'snapshots' | 'parked' | 'days', Words> = {
  records: { vi: 'bản ghi chờ ghi sổ', en: 'records to write' },
  snapshots: { vi: 'gói số liệu chưa có biên nhận', en: 'snapshots without a receipt' },
  parked: { vi: 'gói số liệu bị từ chối', en: 'snapshots refused and parked' },
  days: { vi: 'ngày chưa chốt', en: 'days without a snapshot' },
}

export const SEVERITY_WORDS: Record<AlertRule['severity'], Words> = {
  warn: { vi: 'Lưu ý', en: 'Warning' },
  bad: { vi: 'Nghiêm trọng', en: 'Serious' },
}

export const UNIT_WORDS: Record<Exclude<Seen['unit'], 'own' | 'state'>, Words> = {
  points: { vi: 'điểm', en: 'points' },
  percent: { vi: '%', en: '%' },
  records: { vi: 'bản ghi', en: 'records' },
  snapshots: { vi: 'gói số liệu', en: 'snapshots' },
  days: { vi: 'ngày', en: 'days' },
  rejects: { vi: 'bản ghi bị loại', en: 'rejects' },
}

/** States of a source as a rule saw them. */
export const SOURCE_STATES: Record<string, Words> = {
  fresh: { vi: 'Mới', en: 'Fresh' },
  delayed: { vi: 'Chậm', en: 'Delayed' },
  stale: { vi: 'Cũ', en: 'Stale' },
  unknown: { vi: 'Chưa rõ', en: 'Unknown' },
  held: { vi: 'Đang bị giữ', en: 'Held' },
  flowing: { vi: 'Đang chảy', en: 'Flowing' },
}
