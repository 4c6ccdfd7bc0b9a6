import type { FaultCode, ProblemCode } from '../../routes/problem-codes.ts'
import type { Words } from '../view.tsx'
import { ALERT } from './alerts.ts'
import { NUM } from './numbers.ts'
import { REASON_WORDS } from './reasons.ts'

/**
 * What a code says in Vietnamese, with `{names}` of what the problem document tells about it; and what is added where it tells a
 * thing. English needs none: the document itself is English.
 */
export type Said = string | readonly [sentence: string, more: Readonly<Record<string, string>>]

const NEAR = { near: '; gần giống: {near}' } as const
const KNOWN = { near: '; hiện có: {near}' } as const

const {
  dropped,
  'key-missing': keyMissing,
  'key-unreadable': keyUnreadable,
  'not-a-dead-letter': notADeadLetter,
  'not-a-position': notAPosition,
  'not-replayable': notReplayable,
  'nothing-sealed': nothingSealed,
  'unknown-name': unknownName,
  'why-missing': whyMissing,
  'wrong-change': wrongChange,
  'wrong-key': wrongKey,
} = REASON_WORDS

/** Why a question is not answered or a thing not done. A new code does not compile until it is here. */
export const PROBLEM_SAID: Readonly<Record<ProblemCode, Said>> = {
  'alert-acknowledged': ['Cảnh báo này đã có người nhận xử lý', { by: ': {by}' }],
  'alert-pending': 'Cảnh báo chưa báo nên chưa nhận xử lý được',
  'alert-resolved': 'Cảnh báo đã hết nên không còn gì để nhận xử lý',
  'day-not-over': [
    'Ngày này chưa hết nên chưa chốt được',
    { today: '; theo đồng hồ nghiệp vụ, hôm nay là {today}' },
  ],
  'indicator-gone':
    'Quy tắc hiện có không còn chỉ tiêu {given}, nên không tính lại được; số đã công bố vẫn nằm trong tệp đã ký',
  'kafka-away': 'Kafka không xác nhận. Hãy xem lại tình trạng rồi làm lại; làm lặp không gây hại gì',
  'ledger-away': 'Hiện không hỏi được sổ cái; hãy thử lại sau giây lát',
  'no-such-alert': 'Không có cảnh báo này',
  'no-such-cut': ['Không có gói số liệu nào đã công bố như vậy', { given: ': {given}' }],
  'no-such-half': 'Chỉ tiêu này không có phần đó',
  'no-such-indicator': ['Gói số liệu này không có chỉ tiêu {given}', NEAR],
  'no-such-snapshot': [
    'Chưa công bố gói số liệu nào như vậy',
    { day: ' cho ngày {day}', revision: ', lần {revision}' },
  ],
  'no-such-value': ['Chưa ai báo cáo số này cho kỳ đã chọn', { day: ' (đến ngày {day})' }],
  'not-acceptable': 'Địa chỉ này không trả lời ở dạng được yêu cầu',
  'level-not-said': [
    'Gói này có số của nhiều cấp của đơn vị {given}; hãy chọn một cấp',
    { near: ': {near}' },
  ],
  'not-in-snapshot': [
    'Gói số liệu này không có giá trị như vậy của đơn vị {given}',
    { near: '; chỉ tiêu này có của: {near}' },
  ],
  'nothing-changed': 'Không giá trị nào khác lần công bố mới nhất, nên không công bố gì',
  'nothing-superseded': 'Mới có lần 1, chưa có gì để so',
  'operator-key': 'Việc này cần khóa điều hành',
  'operators-unreadable': 'Dịch vụ không đọc được danh sách khóa điều hành; hãy báo người quản trị',
  'publisher-away':
    'Dịch vụ công bố gói số liệu không trả lời; việc yêu cầu đã làm hay chưa thì xem trong lịch',
  'publisher-failed': 'Dịch vụ công bố gói số liệu gặp lỗi; hãy thử lại, hoặc báo người quản trị',
  'publisher-refuses': 'Dịch vụ công bố gói số liệu không làm theo yêu cầu này',
  'rule-changed': ['Quy tắc đã có phiên bản mới hơn, hãy xem lại', { by: '; người sửa: {by}' }],
  'rule-exists': ['Đã có quy tắc mang tên như vậy', { given: ' ({given})' }],
  'rule-gone': 'Quy tắc này không còn',
  'too-large': 'Bản ghi lớn hơn mức cho phép; hãy sửa cho gọn lại',
  'too-many-viewers': 'Đang có quá nhiều người xem; trang sẽ thử lại',
  'unknown-group': ['Không có nhóm số liệu này', { given: ': {given}', near: '; hiện có: {near}' }],
  'unknown-indicator': ['Không có chỉ tiêu {given}', NEAR],
  'unknown-source': ['Chưa từng có nguồn {given}', NEAR],
  'wrong-parameter': 'Có từ trong địa chỉ không hiểu được',

  dropped: dropped.vi,
  'key-missing': keyMissing.vi,
  'key-unreadable': keyUnreadable.vi,
  'not-a-dead-letter': notADeadLetter.vi,
  'not-a-position': notAPosition.vi,
  'not-replayable': notReplayable.vi,
  'nothing-sealed': nothingSealed.vi,
  'unknown-name': unknownName.vi,
  'why-missing': whyMissing.vi,
  'wrong-change': wrongChange.vi,
  'wrong-key': wrongKey.vi,
}

/** What is wrong with one word of a question, or one field of a form. A new code does not compile until it is here. */
export const FAULT_SAID: Readonly<Record<FaultCode, Said>> = {
  'not-among': ['không nằm trong các giá trị cho phép', { near: ': {near}' }],
  'too-large': 'lớn hơn mức cho phép, {most}',
  'too-long': 'dài hơn {most} ký tự',
  'too-short': 'còn trống hoặc quá ngắn',
  'too-small': 'nhỏ hơn mức cho phép, {least}',
  'unknown-word': ['không có từ này', KNOWN],
  'wrong-format': 'sai định dạng',
  'wrong-kind': 'còn trống hoặc sai kiểu',
  'wrong-value': 'giá trị không hợp lệ',

  'before-its-beginning': 'trước ngày bắt đầu, {day}',
  'no-such-cut': 'không có gói số liệu nào đã công bố như vậy: {given}',
  'no-such-day': ['không phải một ngày trên lịch', { given: ': {given}' }],
  'no-such-half': 'chỉ tiêu này không có mẫu số; chỉ có tử số',
  'no-such-month': 'không phải một tháng trên lịch: {given}',
  'not-of-dossiers': 'chỉ dùng được với chỉ tiêu về hồ sơ',
  'one-of-two': 'chỉ chọn thủ tục hoặc lĩnh vực, không chọn cả hai',
  'one-scope': 'chỉ xem được một phạm vi mỗi lần',
  'period-not-over': 'kỳ {given} đến {day} mới hết, sau ngày đang xem ({upTo})',
  'too-many-values': 'hỏi {asked} giá trị, mỗi lần chỉ trả lời {most}; hãy chọn ít chỉ tiêu hơn hoặc một kỳ',
  'unit-ceased': '{name} ({given}) không còn trong cây đơn vị này từ {day}; hãy chọn cây đơn vị “Khi đó”',
  'unit-not-yet': '{name} ({given}) chưa có trong cây đơn vị này; có từ {day}',
  'unknown-contract': ['không có loại sự kiện {given}', KNOWN],
  'unknown-field': ['danh mục không có lĩnh vực {given}', NEAR],
  'unknown-group': ['không có nhóm {given}', KNOWN],
  'unknown-indicator': ['không có chỉ tiêu {given}', NEAR],
  'unknown-level': ['{given} không phải một cấp của đơn vị này', { near: '; có thể chọn: {near}' }],
  'unknown-period': 'không có kỳ {given}; có thể chọn ngày, tháng, quý, 6 tháng, năm',
  'unknown-procedure': ['danh mục không có thủ tục {given}', NEAR],
  'unknown-scope': ['tỉnh không có đơn vị {given}', NEAR],
  'unknown-source': ['chưa từng có nguồn {given}', NEAR],
  'unknown-tree': 'không có cây đơn vị {given}; có thể chọn “Khi đó” hoặc “Hôm nay”',
  'unknown-unit': ['danh mục không có đơn vị {given}', NEAR],
}

/** What a field is called on the page; one that no page shows keeps its name of the interface. */
export const FIELD_WORDS: Readonly<Record<string, Words>> = {
  scope: NUM.whose,
  date: NUM.day,
  level: NUM.level,
  period: NUM.period,
  to: { vi: 'Ngày cuối kỳ', en: 'Last day of the period' },
  revision: { vi: 'Lần', en: 'Revision' },
  since: { vi: 'Tính từ', en: 'Since' },
  skip: { vi: 'Bắt đầu sau', en: 'Starting after' },
  limit: { vi: 'Số dòng', en: 'Lines' },
  half: NUM.events,
  tree: NUM.tree,
  indicator: NUM.indicator,
  source: NUM.source,
  unit: NUM.unit,
  contract: { vi: 'Loại', en: 'Kind' },
  group: NUM.group,
  day: { vi: 'Ngày', en: 'Day' },
  month: { vi: 'Tháng', en: 'Month' },
  why: { vi: 'Vì sao', en: 'Why' },
  actor: { vi: 'Tên người thao tác', en: 'Your name' },

  'rule.id': ALERT.nameVi, // made of the name
  'rule.title.vi': ALERT.nameVi,
  'rule.title.en': ALERT.nameEn,
  'rule.about.indicator': ALERT.indicator,
  'rule.about.scope': ALERT.scope,
  'rule.about.period': ALERT.period,
  'rule.about.limit': ALERT.limit,
  'rule.about.source': ALERT.source,
  'rule.about.minutes': ALERT.minutes,
  'rule.about.atLeast': ALERT.atLeast,
  'rule.firesAfterSeconds': ALERT.firesAfter,
  'rule.resolvesAfterSeconds': ALERT.resolvesAfter,
  'rule.validFrom': ALERT.validFrom,
  'rule.validTo': ALERT.validTo,
}
