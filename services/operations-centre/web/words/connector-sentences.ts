import { count, instant } from '../format.ts'
import { ofPushes } from './push-sentences.ts'

/**
 * What connectors say of a source, in Vietnamese: why it cannot be read, what was odd and stopped nothing, and of which line or file no record
 * could be made. They say it in English, and those of lines and files are kept by the ledger; so the English is the key here, as in
 * `sentences.ts`. A test goes through the code of the connectors and finds each of their sentences here.
 */
export const ofConnectors = (message: string): string | null => {
  for (const [pattern, say] of ALL) {
    const found = pattern.exec(message)
    if (found) return say(...found.slice(1).map((part) => part ?? ''))
  }
  return null
}

type Say = (...parts: string[]) => string
type Sentence = readonly [english: string, say: Say]

const n = (digits: string | undefined) =>
  /^\d+$/.test(digits ?? '') ? count(Number(digits)) : (digits ?? '')
/** A sentence whose `(…)` parts are taken along; the rest is as it stands. */
const compiled =
  (before: string, about: (name: string) => string) =>
  ([english, say]: Sentence): [RegExp, Say] => [
    new RegExp(`^${before}${english}$`, 's'),
    before === '' ? say : (name, ...parts) => `${about(name!)} ${say(...parts)}`,
  ]

/** What a person can do about it, as it stands behind a colon. */
const MEANINGS: Readonly<Record<string, string>> = {
  'the credentials of this source are not accepted there':
    'hệ thống nguồn không chấp nhận thông tin đăng nhập của nguồn',
  'is the url of this source right?': 'địa chỉ (url) của nguồn có đúng không?',
  'it asks to be asked less often': 'hệ thống nguồn đề nghị hỏi thưa hơn',
  'it points elsewhere, which is not followed; set url to the new address':
    'hệ thống nguồn chuyển sang địa chỉ khác, không đi theo; hãy đặt url là địa chỉ mới',
  'there is no such database': 'không có cơ sở dữ liệu này',
  'there is no such table or view, or this user does not see it':
    'không có bảng hoặc khung nhìn này, hoặc tài khoản không thấy được',
  'there is no such column: are increasing and key of the source right?':
    'không có cột này: increasing và key của nguồn có đúng không?',
  'this user may not read it: GRANT SELECT': 'tài khoản không có quyền đọc: cần GRANT SELECT',
  'this user or password is not taken there: are user and passwordFile right?':
    'tài khoản hoặc mật khẩu không được chấp nhận: user và passwordFile có đúng không?',
  'the query took longer than timeoutSeconds: is there an index on the increasing column?':
    'truy vấn lâu hơn timeoutSeconds: cột tăng dần đã có chỉ mục chưa?',
  'it would write, and is only read': 'hệ thống nguồn định ghi, trong khi chỉ được đọc',
  'it has no room for another connection or query now': 'hiện không còn chỗ cho kết nối hoặc truy vấn mới',
  'it is shutting down or starting': 'đang tắt hoặc đang khởi động',
  'a value in the table or view cannot be made what a column says':
    'có giá trị trong bảng hoặc khung nhìn không đổi được sang kiểu của cột',
  'the query is not understood there: are table, increasing and key of the source right?':
    'hệ thống nguồn không hiểu truy vấn: table, increasing và key của nguồn có đúng không?',
  'a function of the view refuses': 'một hàm của khung nhìn từ chối',
  'nobody listens there: are host and port right?':
    'không có gì nhận kết nối ở đó: host và port có đúng không?',
  'there is no such host': 'không có máy chủ này',
}
const meaning = (english: string | undefined) => (english ? `: ${MEANINGS[english] ?? english}` : '')

/** Why a source cannot be read now, or what was odd; told as they stand. */
const OF_SOURCES: readonly Sentence[] = [
  // a REST interface
  ['(\\S+) answers (\\d{3})(?:: (.+))?', (who, status, why) => `${who} trả lời ${status}${meaning(why)}`],
  [
    '(\\S+) cannot be reached, or breaks off \\((.+)\\)',
    (who, code) => `Không nối được ${who}, hoặc bị đứt giữa chừng (${code})`,
  ],
  [
    '(\\S+) did not answer to the end within (\\S+) s',
    (who, s) => `${who} không trả lời xong trong ${s} giây`,
  ],
  [
    '(\\S+) answers with (\\S+) characters that are not JSON',
    (who, many) => `${who} trả lời ${n(many)} ký tự không phải JSON`,
  ],
  [
    '(\\S+) answers with more than (\\S+) bytes: ask for smaller pages \\(pageSize\\)',
    (who, many) => `${who} trả lời quá ${n(many)} byte: hãy hỏi trang nhỏ hơn (pageSize)`,
  ],
  [
    '(\\S+) answers with (\\S+) bytes that are not UTF-8',
    (who, many) => `${who} trả lời ${n(many)} byte không phải UTF-8`,
  ],
  [
    '(\\S+) gives no token \\((.+)\\): are clientId and clientSecretFile right\\?',
    (who, status) => `${who} không cấp mã truy cập (${status}): clientId và clientSecretFile có đúng không?`,
  ],
  [
    '(\\S+) answers without access_token \\(RFC 6749, 5\\.1\\)',
    (who) => `${who} trả lời không có access_token (RFC 6749, 5.1)`,
  ],
  [
    '(\\S+) names a next page that is no address',
    (who) => `${who} nêu trang tiếp theo không phải một địa chỉ`,
  ],
  [
    'the secret file (.+) cannot be read \\((.+)\\)',
    (file, code) => `Không đọc được tệp bí mật ${file} (${code})`,
  ],
  [
    'after (\\S+) pages there is still another: does the interface end its pages\\?',
    (many) => `Sau ${n(many)} trang vẫn còn trang nữa: hệ thống nguồn có kết thúc danh sách trang không?`,
  ],
  [
    'page (\\S+) is the same as the one before it: the interface does not page as expected; nothing more is read until it does',
    (page) =>
      `Trang ${page} giống hệt trang trước: hệ thống nguồn không chia trang như đã hẹn; tạm không đọc tiếp cho đến khi đúng`,
  ],
  [
    'page (\\S+) leads back to a page of this walk: the interface does not page as expected; nothing more is read until it does',
    (page) =>
      `Trang ${page} dẫn về một trang đã đọc: hệ thống nguồn không chia trang như đã hẹn; tạm không đọc tiếp cho đến khi đúng`,
  ],
  ['the answer is no list', () => 'Câu trả lời không phải danh sách'],
  ['the answer has no list "(.+)"', (field) => `Câu trả lời không có danh sách “${field}”`],
  ['the answer’s "(.+)" is no text', (field) => `“${field}” trong câu trả lời không phải chữ`],
  ['entry (\\S+) of the answer is no object', (entry) => `Mục ${entry} của câu trả lời không phải đối tượng`],
  [
    'the other side’s newest change lies before what was read already: its watermark went back; nothing is lost by it, since what was read stays',
    () =>
      'Thay đổi mới nhất của hệ thống nguồn nằm trước phần đã đọc: mốc của hệ thống nguồn đã lùi; không mất gì, vì phần đã đọc vẫn giữ',
  ],
  [
    'the other side’s clock is (\\S+) minutes (ahead of|behind) ours: its changes may seem to come from another time',
    (minutes, way) =>
      `Đồng hồ hệ thống nguồn ${way === 'behind' ? 'chậm' : 'nhanh'} ${n(minutes)} phút so với bên này: thay đổi của hệ thống nguồn có thể mang thời điểm lệch`,
  ],

  // a door where others push
  [
    '(\\S+) bodies could not be taken since its door opened, the last at (\\S+) \\((\\d{3})\\): (.+)',
    (many, at, status, why) =>
      `${n(many)} lượt gửi không nhận được kể từ khi mở cổng, lần cuối lúc ${instant(at!)} (${status}): ${ofPushes(why!)}; hãy báo bên gửi`,
  ],

  // a database
  [
    '(\\S+) does not answer as it should \\((.+?)\\)(?:: (.+))?',
    (who, code, why) => `${who} không trả lời đúng (${code})${meaning(why)}`,
  ],
  [
    '(\\S+) did not answer within (\\S+) s, or the line broke',
    (who, s) => `${who} không trả lời trong ${s} giây, hoặc kết nối bị đứt`,
  ],
  ['the database gives no place before (.+)', (high) => `Cơ sở dữ liệu không cho biết vị trí trước ${high}`],

  // a folder of files
  [
    'the folder (.+) cannot be read \\((.+)\\): make it, let this service read it, or name another in the settings \\(folder\\)',
    (folder, code) =>
      `Không đọc được thư mục ${folder} (${code}): hãy tạo thư mục, cho dịch vụ quyền đọc, hoặc đặt thư mục khác trong thiết lập (folder)`,
  ],
  [
    'the file (.+) cannot be read now \\((.+)\\); it is tried again',
    (file, code) => `Hiện không đọc được tệp ${file} (${code}); sẽ thử lại`,
  ],
  ['the file (.+) cannot be read \\((.+)\\)', (file, code) => `Không đọc được tệp ${file} (${code})`],
  [
    '(\\S+) symbolic links in (.+) are not followed; copy the files there',
    (many, folder) => `${n(many)} liên kết trong ${folder} không được đi theo; hãy chép tệp vào đó`,
  ],
  [
    '(\\S+) files in (.+) are not read: by their names they are no \\.ndjson, \\.csv or \\.xlsx',
    (many, folder) => `${n(many)} tệp trong ${folder} không được đọc: tên không phải .ndjson, .csv hay .xlsx`,
  ],
  [
    'a file in (.+) is dated in the future: a clock is ahead of ours; it counts as of now',
    (folder) =>
      `Có tệp trong ${folder} mang ngày ở tương lai: đồng hồ nơi ghi nhanh hơn bên này; tệp được tính là của lúc này`,
  ],
  [
    '(.+) has been written to without a pause of (\\S+) ms for (\\S+) minutes: it is read once it stands still',
    (file, ms, minutes) =>
      `${file} bị ghi liên tục ${n(minutes)} phút, không lần nào nghỉ đủ ${n(ms)} ms: sẽ đọc khi tệp đứng yên`,
  ],

  // the settings and the code of a source
  [
    'the checkpoint (.+) cannot be read; remove it to read the source again from its beginning',
    (file) => `Không đọc được mốc ${file}; xóa tệp này để đọc lại nguồn từ đầu`,
  ],
  ['(\\S+\\.json): cannot be read \\((.+)\\)', (file, code) => `Không đọc được ${file} (${code})`],
  [
    '(\\S+\\.json): is not JSON; npm run source -- run writes it anew',
    (file) => `${file} không phải JSON; npm run source -- run sẽ ghi lại tệp này`,
  ],
  [
    'a fault in the code of this source, of an unknown kind',
    () => 'Lỗi trong mã của nguồn này, không rõ loại',
  ],
  [
    'a fault in the code of this source: (\\w+) at (.+)',
    (kind, place) =>
      `Lỗi trong mã của nguồn này: ${kind}, tại ${place === 'an unknown place' ? 'chỗ chưa rõ' : place}`,
  ],
]

/** A file of which nothing can be read; its name stands before. */
const OF_FILES: readonly Sentence[] = [
  ['nests its XML deeper than any workbook does', () => 'lồng XML sâu hơn mọi bảng tính'],
  [
    'may not be read by this service: give it the right to',
    () => 'không cho dịch vụ này đọc: hãy cấp quyền đọc',
  ],
  ['has no row of column names', () => 'không có dòng tên cột'],
  [
    'has no column names in row (\\S+), where the settings \\(headerRow\\) say they are',
    (row) => `không có tên cột ở dòng ${n(row)} như thiết lập (headerRow) nói`,
  ],
  [
    'has no column names in row (\\S+) of its sheet, where the settings \\(headerRow\\) say they are',
    (row) => `không có tên cột ở dòng ${n(row)} của trang tính như thiết lập (headerRow) nói`,
  ],
  ['has more than (\\S+) columns', (many) => `có hơn ${n(many)} cột`],
  ['holds more than (\\S+) texts', (many) => `có hơn ${n(many)} đoạn chữ`],
  ['holds more than (\\S+) parts', (many) => `có hơn ${n(many)} phần`],
  [
    'holds more than (\\S+) MB in one of its parts once inflated; nothing of that size is read',
    (many) => `có một phần giải nén ra hơn ${n(many)} MB; cỡ ấy không được đọc`,
  ],
  ['holds a text longer than any cell can be', () => 'có đoạn chữ dài hơn mọi ô có thể chứa'],
  ['is an archive, but no workbook', () => 'là tệp nén nhưng không phải bảng tính'],
  [
    'is no workbook: its archive is broken, or not whole',
    () => 'không phải bảng tính: tệp nén bị hỏng hoặc chưa đủ',
  ],
  ['is no workbook: (.+) is missing', (part) => `không phải bảng tính: thiếu ${part}`],
  ['is damaged: one of its parts is no XML', () => 'bị hỏng: có phần không phải XML'],
  ['is damaged: one of its parts does not inflate', () => 'bị hỏng: có phần không giải nén được'],
  [
    'is an old \\.xls or under a password: save it as \\.xlsx without a password, and drop it again',
    () => 'là .xls kiểu cũ hoặc có mật khẩu: hãy lưu thành .xlsx không mật khẩu rồi bỏ vào lại',
  ],
  ['has no sheet that is not hidden', () => 'không có trang tính nào không bị ẩn'],
  [
    'has no sheet “(.+)”, which the settings \\(sheet\\) name; it has (\\S+) others',
    (sheet, many) => `không có trang tính “${sheet}” như thiết lập (sheet) nêu; có ${n(many)} trang khác`,
  ],
]

/** A line or row of which no record can be made; file and line stand before. */
const OF_ROWS: readonly Sentence[] = [
  ['is longer than (\\S+) bytes', (many) => `dài hơn ${n(many)} byte`],
  ['holds more than (\\S+) characters', (many) => `có hơn ${n(many)} ký tự`],
  ['is no text in the encoding of the file', () => 'không phải văn bản theo bảng mã của tệp'],
  [
    'has (\\S+) columns, and the head of the file (\\S+)',
    (own, head) => `có ${n(own)} cột, còn dòng đầu của tệp có ${n(head)}`,
  ],
  ['opens a quote that is not closed rightly', () => 'mở dấu ngoặc kép mà không khép đúng'],
  ['is not UTF-8 text', () => 'không phải văn bản UTF-8'],
  ['is not JSON', () => 'không phải JSON'],
  ['is JSON, but not an object', () => 'là JSON nhưng không phải đối tượng'],
  ['is nested deeper than (\\S+) levels', (levels) => `lồng nhau quá ${levels} cấp`],
]

/** What was odd about a file and stopped nothing; its name stands before. */
const OF_ODD_FILES: readonly Sentence[] = [
  ['is read as windows-1258: it is no UTF-8', () => 'được đọc theo bảng mã windows-1258: không phải UTF-8'],
  [
    'its head names (\\S+) columns twice; the second of a name is read as “name \\(2\\)”',
    (many) => `có ${n(many)} tên cột xuất hiện hai lần ở dòng đầu; cột sau được đọc là “tên (2)”`,
  ],
  [
    'its sheet holds (\\S+) formulas without a value: open and save it in a spreadsheet program, which counts them; until then they are read as their text',
    (many) =>
      `có ${n(many)} công thức chưa có giá trị: hãy mở rồi lưu bằng phần mềm bảng tính để tính; cho đến lúc đó, công thức được đọc như chữ`,
  ],
]

const ALL: readonly (readonly [RegExp, Say])[] = [
  ...OF_SOURCES.map(compiled('', () => '')),
  ...OF_FILES.map(compiled('the file (.+?) ', (file) => `Tệp ${file}`)),
  ...OF_ROWS.map(compiled('(.+:\\d+) ', (where) => `${where}:`)),
  ...OF_ODD_FILES.map(compiled('(.+?) ', (file) => `Tệp ${file}`)),
]
