import { count } from '../format.ts'
import { ofConnectors } from './connector-sentences.ts'
import { CHOICE_WORDS, FIELD_WORDS } from './contract-fields.ts'
import { STATUSES } from './events.ts'

/**
 * The sentence of a reason in Vietnamese, with what it names: which bound, which nearest codes, which choices. The ledger keeps sentences in
 * English for ever, as they were when a record was judged; so they are the key here, as in gettext. A test sends nonsense into every field of
 * every contract and finds each sentence here.
 */
export const vietnameseOf = (message: string): string | null => {
  for (const [pattern, say] of SENTENCES) {
    const found = pattern.exec(message)
    if (found) return say(...found.slice(1).map((part) => part ?? ''))
  }
  return ofConnectors(message)
}

type Sentence = [pattern: RegExp, say: (...parts: string[]) => string]
const plain = (english: string, vietnamese: string): Sentence => [
  new RegExp(`^${english.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
  () => vietnamese,
]

/** What a field holds, as its contract calls it. */
const THINGS: Readonly<Record<string, string>> = {
  'a dossier code (serial of 4 to 7 digits)': 'mã hồ sơ (số thứ tự 4 đến 7 chữ số)',
  'a procedure code': 'mã thủ tục',
  'a unit code': 'mã đơn vị',
  'an issuing system': 'tên hệ thống cấp mã',
  'a transaction code': 'mã giao dịch',
  'a feedback code': 'mã phản ánh',
  'a keyed hash': 'mã băm có khóa',
  'a response code': 'mã phiếu',
  'a questionnaire code': 'mã mẫu phiếu',
  'a respondent group': 'nhóm người trả lời',
  'a question code': 'mã câu hỏi',
  'a figure code': 'mã số liệu',
  'an indicator id': 'mã chỉ tiêu',
  'a printed number': 'số đã in',
  'a document code': 'mã văn bản',
  'a calendar day': 'ngày',
  'a source name': 'tên nguồn',
  'a contract id': 'mã mẫu dữ liệu',
  'an instant': 'thời điểm',
}
const thing = (english: string) => THINGS[english] ?? english

/** Kinds of JSON values, as zod calls them. */
const KINDS: Readonly<Record<string, string>> = {
  ...{ string: 'chữ', number: 'số', int: 'số nguyên', boolean: 'đúng/sai', array: 'danh sách', null: 'null' },
  ...{
    object: 'đối tượng',
    record: 'bảng theo mã',
    undefined: 'không có gì',
    NaN: 'không phải số',
    nan: 'không phải số',
  },
}
const kind = (english: string) => KINDS[english] ?? english
const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
const fieldName = (name: string) => (FIELD_WORDS[name] ? `“${lower(FIELD_WORDS[name].vi)}” (${name})` : name)

const choice = (code: string) => {
  const words = (STATUSES as Record<string, { vi: string }>)[code] ?? CHOICE_WORDS[code]
  return words ? `${code} (${lower(words.vi)})` : code
}
const choices = (codes: string[]) => `chỉ nhận một trong: ${codes.map(choice).join('; ')}`

const nearest = (codes: string) => (codes === '' ? '' : `; gần giống: ${codes}`)
/** On which day a unit is looked up; the end of "is no unit on …". */
const DAYS: Readonly<Record<string, string>> = {
  'the day the dossier was received': 'ngày tiếp nhận hồ sơ',
  'the day of receipt': 'ngày tiếp nhận',
  'the day of the form': 'ngày nộp phiếu',
  'the last day of the period, nor on the day of issue': 'ngày cuối kỳ và ngày phát hành',
}
/** What is bounded: a number, how many rows, how many characters. */
const bounded = (what: string, how: string, bound: string, unit: string) => {
  const n = count(Number(bound))
  const most = how === 'Too big' ? 'nhiều nhất' : 'ít nhất'
  if (what === 'array') return `cần ${most} ${n} dòng`
  if (unit.startsWith('character')) return `cần ${most} ${n} ký tự`
  return how === 'Too big' ? `không được lớn hơn ${n}` : `không được nhỏ hơn ${n}`
}

const SENTENCES: readonly Sentence[] = [
  // codes, days, instants
  [/^is not (an? [^,]+), e\.g\. (.+)$/, (what, example) => `không phải ${thing(what!)}, ví dụ ${example}`],
  [
    /^expects (an? .+) as text, e\.g\. (.+)$/,
    (what, example) => `cần ${thing(what!)} viết bằng chữ, ví dụ ${example}`,
  ],
  [
    /^is not an instant: write (\S+), or a bare day (\S+) for the end of that day$/,
    (instant, day) => `không phải thời điểm: viết ${instant}, hoặc chỉ ngày ${day} nếu là hết ngày đó`,
  ],
  [
    /^lies (before 1970, or in its first hour \(UTC\)|before 1970|beyond the year 2100): a placeholder date\? Send null where the instant is not known$/,
    (where) =>
      `nằm ${where?.startsWith('before 1970') ? 'trước năm 1970 hoặc trong giờ đầu của năm đó (UTC)' : 'sau năm 2100'}: có lẽ là ngày điền tạm; gửi null nếu chưa biết`,
  ],
  plain('is no day of the calendar between 1970 and 2100', 'không phải ngày có trên lịch từ 1970 đến 2100'),
  plain(
    'is not an instant of RFC 3339 within 1970 and 2100',
    'không phải thời điểm theo RFC 3339 từ 1970 đến 2100',
  ),
  plain(
    'lies more than 10 minutes ahead of the business clock at arrival; it would win over every later correction',
    'đi trước đồng hồ nghiệp vụ lúc đến hơn 10 phút; nếu nhận thì mọi lần sửa sau đều bị nó che',
  ),

  // numbers, choices, kinds of value
  plain(
    'expects a JSON number; Vietnamese forms such as "1.234,5" are turned into numbers at the source',
    'cần số JSON; số viết kiểu Việt Nam như "1.234,5" phải được nguồn đổi thành số',
  ),
  plain('expects a whole number within ±2^53', 'cần số nguyên trong khoảng ±2^53'),
  [/^expects a number of at least (\d+)$/, (least) => `không được nhỏ hơn ${least}`],
  plain('has more than six decimal places', 'có nhiều hơn sáu chữ số thập phân'),
  plain('expects true or false', 'cần true hoặc false'),
  [
    /^expects one of (.+?)(, or null)?$/,
    (codes, orNull) => choices(codes!.split(', ')) + (orNull ? '; hoặc null' : ''),
  ],
  [
    /^Invalid option: expected one of (.+)$/,
    (codes) => choices(codes!.split('|').map((each) => each.replaceAll('"', ''))),
  ],
  [
    /^Invalid input: expected (\w+)(?:, received (\w+))?$/,
    (expected, received) => `cần ${kind(expected!)}${received ? `, nhưng nhận được ${kind(received)}` : ''}`,
  ],
  [
    /^(Too big|Too small): expected (\w+) to (?:be|have) [<>]=?(-?[\d.e+]+)(?: (\w+))?$/,
    (how, what, bound, unit) => bounded(what!, how!, bound!, unit!),
  ],
  plain('Invalid key in record', 'mã câu hỏi không đúng dạng'),
  [
    /^expects (a code: .+|a JSON number|true or false|an instant, e\.g\. \S+), or null$/,
    (what) => `cần ${GIVEN[what!.slice(0, 6)] ?? what}; hoặc null`,
  ],

  // fields
  plain('is missing', 'bị thiếu'),
  plain(
    'is not in this version of the contract: correct the name, or send it with a version that knows it',
    'không có trong phiên bản này của mẫu dữ liệu: sửa lại tên, hoặc gửi theo phiên bản có trường này',
  ),
  plain(
    'names a person or holds free text; such fields stop at the edge: send the event without it',
    'nêu tên người hoặc chứa văn bản tự do; trường như vậy bị chặn ngay ở cửa vào: gửi lại không có trường này',
  ),
  plain('names a person or holds free text', 'nêu tên người hoặc chứa văn bản tự do'),
  plain('holds a field called __proto__', 'có trường tên __proto__'),
  plain(
    'names a field twice; only the last would count, and the ledger would keep the other in the open',
    'có một trường viết hai lần; chỉ lần cuối được tính, còn lần kia sẽ nằm lộ trong sổ cái',
  ),
  [
    /^and (\d+) more; mend these first$/,
    (more) => `và ${count(Number(more))} lý do nữa; sửa những lý do này trước`,
  ],

  // rules across fields, and the catalogues
  [/^lies before (\w+)$/, (field) => `sớm hơn ${fieldName(field!)}`],
  plain(
    'is null, but the status says the dossier was received',
    'để trống, nhưng trạng thái nói hồ sơ đã được tiếp nhận',
  ),
  plain(
    'is null, but the status says the dossier is finished',
    'để trống, nhưng trạng thái nói hồ sơ đã xử lý xong',
  ),
  plain(
    'is given, but the status says the dossier is still open',
    'có giá trị, nhưng trạng thái nói hồ sơ còn mở',
  ),
  plain(
    'is null, but the status says the answer is published',
    'để trống, nhưng trạng thái nói trả lời đã công khai',
  ),
  plain('is null, but the figure is a published one', 'để trống, nhưng đây là số đã in trong văn bản'),
  plain('is null, but the figure is a reported one', 'để trống, nhưng đây là số do cơ quan khác báo cáo'),
  [
    /^is no unit on (.+?)(?:; nearest known: (.+))?$/,
    (day, codes) => `không phải đơn vị nào có vào ${DAYS[day!] ?? day}${nearest(codes!)}`,
  ],
  plain(
    'is in no procedure catalogue in force on the day of reception',
    'không có trong danh mục thủ tục hiệu lực ngày tiếp nhận',
  ),
  plain('is in no catalogue', 'không có trong danh mục nào'),
  plain('is not in the questionnaire', 'không có trong mẫu phiếu này'),
  plain('lies outside the scale of its question', 'nằm ngoài thang điểm của câu hỏi'),
  [/^lies outside the scale (-?\d+)–(-?\d+)$/, (min, max) => `nằm ngoài thang điểm từ ${min} đến ${max}`],

  // the record as a whole
  [
    /^the CloudEvents attribute (\w+) is missing, empty or no short text$/,
    (name) => `thuộc tính CloudEvents ${name} bị thiếu, để trống hoặc không phải văn bản ngắn`,
  ],
  [
    /^is no event id: 1 to 128 letters, digits and \. : \/ \+ - _ \(an id travels in the open\)$/,
    () => 'không phải mã sự kiện: 1 đến 128 chữ không dấu, chữ số và . : / + - _ (mã đi qua không được che)',
  ],
  [/^the CloudEvents attribute (\w+) is missing$/, (name) => `thiếu thuộc tính CloudEvents ${name}`],
  [/^is longer than (\d+) characters$/, (most) => `dài hơn ${count(Number(most))} ký tự`],
  plain('expects CloudEvents 1.0 in binary mode', 'cần CloudEvents 1.0, kiểu nhị phân'),
  plain(
    'is no event id: letters, digits and . : / + - _',
    'không phải mã sự kiện: chỉ gồm chữ không dấu, chữ số và . : / + - _',
  ),
  [
    /^is not the type this (?:producer|topic) (?:takes: |carries \()([\w.-]+).*$/,
    (type) => `không phải loại sự kiện ở đây; cần ${type}`,
  ],
  plain('the record has no value', 'bản ghi không có nội dung'),
  plain('the value is not UTF-8 text', 'nội dung không phải văn bản UTF-8'),
  plain('the value is not JSON', 'nội dung không phải JSON'),
  plain('the value is JSON, but not an object', 'nội dung là JSON nhưng không phải đối tượng'),
  [/^the value is nested deeper than (\d+) levels$/, (levels) => `nội dung lồng nhau quá ${levels} cấp`],
  plain('the edge gave no readable reasons', 'cửa vào không nêu lý do đọc được'),
  plain(
    'says it is sealed, but this key does not open it',
    'ghi là đã niêm phong, nhưng khóa này không mở được',
  ),
  [
    /^no contract of this version belongs to the topic (\S+)$/,
    (topic) => `phiên bản này không có mẫu dữ liệu cho ${topic}`,
  ],
  [/^would be passed over \(.*\) and change nothing$/, () => 'sẽ bị bỏ qua và không thay đổi gì'],
  [
    /^is no JSON object of at most (\d+) levels; give the whole data anew to mend it$/,
    (levels) => `không phải đối tượng JSON nhiều nhất ${levels} cấp; muốn sửa hãy nhập lại toàn bộ dữ liệu`,
  ],
  [
    /^the batch of offsets (\d+) to (\d+) cannot be read.*$/,
    (first, last) => `không đọc được lô bản ghi từ vị trí ${count(Number(first))} đến ${count(Number(last))}`,
  ],
]

/** Fields given as data, by how their sentence begins. */
const GIVEN: Readonly<Record<string, string>> = {
  'a code': 'mã: chữ không dấu, chữ số và . / @ : _ -, nhiều nhất 128 ký tự',
  'a JSON': 'số JSON',
  'true o': 'true hoặc false',
  'an ins': 'thời điểm, ví dụ 2024-06-20T08:30:00+07:00',
}
