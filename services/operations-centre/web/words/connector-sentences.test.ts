import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { turnedAwayText } from '@ioc/source/turned-away.ts'
import { expect, test } from 'vitest'
import { ofConnectors } from './connector-sentences.ts'
import { vietnameseOf } from './sentences.ts'

const CONNECTORS = join(import.meta.dirname, '../../../../packages/connectors')

/** Texts of a piece of code, from quote to quote; what is filled in stands as a 7. */
const textsOf = (code: string): string[] => {
  const texts: string[] = []
  for (let i = 0; i < code.length; i++) {
    const quote = code[i]!
    if (quote !== "'" && quote !== '`') continue
    let text = ''
    for (i++; code[i] !== quote; i++) {
      if (code[i] === '\\') text += code[++i]
      else if (quote === '`' && code.startsWith('${', i)) {
        for (let open = 0; ; i++) {
          if (code[i] === '{') open++
          if (code[i] === '}' && --open === 0) break
        }
        text += '7'
      } else text += code[i]
    }
    texts.push(text)
  }
  return texts
}

/** The code between the brackets that open at a place. */
const inBrackets = (code: string, at: number): string => {
  let open = 0
  for (let i = at; i < code.length; i++) {
    if (code[i] === '(') open++
    if (code[i] === ')' && --open === 0) return code.slice(at + 1, i)
  }
  return ''
}

/** Where a person is told something. */
const TOLD =
  /(?:new (?:CannotRead|Unreadable|Unexpected)|\.notice|\bnotice|\bbroken(?:Row|File)?|asUnreadable)(?=\()/g

const files = readdirSync(CONNECTORS, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /^(?:poll|drop|database)\/.*\.ts$/.test(file) && !/\.(?:test|fixture)\.ts$/.test(file),
)
const code = (file: string) => readFileSync(join(CONNECTORS, file), 'utf8')
const sentences = files.flatMap((file) =>
  [...code(file).matchAll(TOLD)].flatMap(({ 0: call, index }) =>
    textsOf(inBrackets(code(file), index + call.length)).filter((text) => text.includes(' ')),
  ),
)
/** What is said of a file or a line has its name before it. */
const asTold = (sentence: string) => [
  sentence,
  ...['the file hồ sơ.xlsx', 'hồ sơ.csv:7', 'hồ sơ.xlsx!Trang 1:7', 'hồ sơ.csv'].map(
    (of) => `${of} ${sentence}`,
  ),
]

/** What is made of parts that no 7 can stand for; each is in the table below, or among what a person can do. */
const COMPOSED = new Set([
  '7 7', // a file or a line, and what is said of it
  'the value ', // taken away from what the reader says of a line
  '7 answers 77',
  '7 does not answer as it should (7)7',
  'the other side’s clock is 7 minutes 7 ours: its changes may seem to come from another time',
])

test('every sentence of the connectors that read by themselves has its Vietnamese, in NFC', () => {
  expect(sentences.length).toBeGreaterThan(45)
  const untold = new Set(
    sentences.filter((each) => !asTold(each).some((told) => ofConnectors(told) !== null)),
  )
  expect([...untold].filter((each) => !COMPOSED.has(each))).toEqual([])
  for (const each of sentences)
    for (const told of asTold(each)) {
      const vietnamese = ofConnectors(told) ?? ''
      expect(vietnamese).toBe(vietnamese.normalize('NFC'))
      expect(vietnamese).not.toContain('undefined')
    }
})

test('and so has whatever a person can do about it', () => {
  const ofStatus = [...code('poll/ask.ts').matchAll(/return ': ([^']+)'/g)].map(([, text]) => text!)
  const ofDatabase = [...code('database/connect.ts').matchAll(/^ {2}\[\/.+\/, '(.+)'\],$/gm)].map(
    ([, text]) => text!,
  )
  expect([ofStatus.length > 3, ofDatabase.length > 10]).toEqual([true, true])
  for (const text of ofStatus) expect(ofConnectors(`https://a.vn/x answers 404: ${text}`)).not.toContain(text)
  for (const text of ofDatabase)
    expect(ofConnectors(`u@h:5432/d does not answer as it should (42P01): ${text}`)).not.toContain(text)
})

test.each([
  ['https://mot-cua.vn/api answers 503', 'https://mot-cua.vn/api trả lời 503'],
  [
    'https://mot-cua.vn/api answers 401: the credentials of this source are not accepted there',
    'https://mot-cua.vn/api trả lời 401: hệ thống nguồn không chấp nhận thông tin đăng nhập của nguồn',
  ],
  [
    'the file Sổ tiếp nhận.xlsx has no sheet “Tháng 6”, which the settings (sheet) name; it has 2 others',
    'Tệp Sổ tiếp nhận.xlsx không có trang tính “Tháng 6” như thiết lập (sheet) nêu; có 2 trang khác',
  ],
  [
    'Sổ tiếp nhận.csv:1204 has 12 columns, and the head of the file 9',
    'Sổ tiếp nhận.csv:1204: có 12 cột, còn dòng đầu của tệp có 9',
  ],
  [
    'a.csv its head names 2 columns twice; the second of a name is read as “name (2)”',
    'Tệp a.csv có 2 tên cột xuất hiện hai lần ở dòng đầu; cột sau được đọc là “tên (2)”',
  ],
  [
    'the other side’s clock is 12 minutes ahead of ours: its changes may seem to come from another time',
    'Đồng hồ hệ thống nguồn nhanh 12 phút so với bên này: thay đổi của hệ thống nguồn có thể mang thời điểm lệch',
  ],
  [
    'a fault in the code of this source: TypeError at services/x/mapping.ts:7',
    'Lỗi trong mã của nguồn này: TypeError, tại services/x/mapping.ts:7',
  ],
])('%s', (english, vietnamese) => {
  expect(vietnameseOf(english)).toBe(vietnamese)
})

test('what another version of ours says has no Vietnamese, and stays as it came', () => {
  expect(vietnameseOf('the moon is in the way of this source')).toBeNull()
})

test.each([
  'the body is not JSON in UTF-8 (736 bytes): broken encoding',
  'the header ce-id is not percent-encoded UTF-8',
  'a batch is a JSON array of CloudEvents',
  'a structured CloudEvent is a JSON object',
  'expects Content-Type a or b, or binary mode with ce- headers and Content-Type application/json',
  'A body holds at most 8388608 bytes; send several.',
  'A body is read as it is: send it without Content-Encoding, uncompressed.',
  'A batch holds at most 10000 events; send several.',
  'This key speaks for dossier-push only; set the CloudEvents attribute source to that.',
])('of a pushed body that could not be taken: %s', (why) => {
  const lastAtMs = Date.parse('2024-07-01T07:01:39+07:00')
  const said = ofConnectors(turnedAwayText({ bodies: 1_200, lastAtMs, status: 400, why }))
  expect(said).toMatch(
    /^1\.200 lượt gửi không nhận được kể từ khi mở cổng, lần cuối lúc 01\/07\/2024 07:01 \(400\): /,
  )
  expect(said).not.toContain(why)
})
