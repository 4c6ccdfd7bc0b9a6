import { writeFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { openDropFolder, shown } from '../folder.fixture.ts'
import type { DropSettings } from '../settings.ts'
import { openRecord } from './record.ts'

let drop: ReturnType<typeof openDropFolder>
afterEach(() => drop?.remove())

const read = async (content: string | Buffer, settings: Partial<DropSettings> = {}) => {
  drop = openDropFolder(settings)
  writeFileSync(drop.path('a.csv'), content)
  return (await drop.read(null)).reads
}

test.each([
  ['a;b;c', ['a', 'b', 'c']],
  ['"a";"b;c";d', ['a', 'b;c', 'd']],
  ['"a ""b"" c";', ['a "b" c', '']],
  ['5" ống;x', ['5" ống', 'x']], // a quote inside a cell is a letter
  [' "a" ;b', ['a', 'b']],
  [';;', ['', '', '']],
  ['""', ['']],
  ['=1+1;+2;-3;@x', ['=1+1', '+2', '-3', '@x']],
])('%j is %j', (line, cells) => {
  const record = openRecord(';')
  expect(record.feed(line)).toBe('whole')
  expect(record.cells).toEqual(cells)
})

const MINE = [{ Mã: 'P-1', 'Đơn vị': 'Đà Lạt', 'Số tiền': '1.234,5' }]
const TEXT = 'Mã;Đơn vị;Số tiền\r\nP-1;Đà Lạt;1.234,5\r\n'

/** windows-1258 writes the tones as letters of their own; `Ð` is D0, `ð` F0, a grave tone CC, a dot below F2. */
const windows1258 = (text: string) => {
  const codes: Record<string, number[]> = {
    Đ: [0xd0],
    ơ: [0xf5],
    ị: [0x69, 0xf2],
    à: [0xe0],
    ạ: [0x61, 0xf2],
  }
  Object.assign(codes, { ã: [0x61, 0xde], ố: [0xf4, 0xec], ề: [0xea, 0xcc] })
  return Buffer.from([...text].flatMap((letter) => codes[letter] ?? [letter.charCodeAt(0)]))
}

test.each([
  { what: 'UTF-8', bytes: Buffer.from(TEXT) },
  { what: 'UTF-8 with a byte order mark', bytes: Buffer.from(`\ufeff${TEXT}`) },
  { what: 'UTF-8, letters and tones apart', bytes: Buffer.from(TEXT.normalize('NFD')) },
  { what: 'UTF-16 with a byte order mark', bytes: Buffer.from(`\ufeff${TEXT}`, 'utf16le') },
  { what: 'UTF-16 without', bytes: Buffer.from(TEXT, 'utf16le') },
  { what: 'UTF-16, big end first', bytes: Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16() },
  { what: 'windows-1258', bytes: windows1258(TEXT) },
  {
    what: 'windows-1258, as told',
    bytes: windows1258(TEXT),
    settings: { encoding: 'windows-1258' as const },
  },
])('$what is found and read', async ({ bytes, settings }) => {
  expect(shown(await read(bytes, settings))).toEqual(MINE)
})

test.each([
  { what: 'commas', text: 'a,b\n"1,5",2\n', records: [{ a: '1,5', b: '2' }] },
  { what: 'tabs', text: 'a\tb\n1,5\t2\n', records: [{ a: '1,5', b: '2' }] },
  { what: 'bars', text: 'a|b\n1|2\n', records: [{ a: '1', b: '2' }] },
  {
    what: 'semicolons beside decimal commas',
    text: 'a;b\n1,5;2,5\n3,5;4,5\n',
    records: [
      { a: '1,5', b: '2,5' },
      { a: '3,5', b: '4,5' },
    ],
  },
  { what: 'Excel’s word', text: 'sep=,\na,b\n1;2,3\n', records: [{ a: '1;2', b: '3' }] },
  {
    what: 'the settings',
    text: 'a;x,b;y\n1;2,3;4\n',
    settings: { delimiter: ',' as const },
    records: [{ 'a;x': '1;2', 'b;y': '3;4' }],
  },
  { what: 'a head without rows', text: 'a;b\n', records: [] },
  { what: 'nothing', text: '', records: [] },
])('the delimiter by $what', async ({ text, settings, records }) => {
  expect(shown(await read(text, settings))).toEqual(records)
})

test('titles, empty lines and lines of delimiters are no records; names are tidied, and twice the same are told apart', async () => {
  const text =
    'UBND TỈNH LÂM ĐỒNG;;;\nBáo cáo tháng 6;;;\n\n Mã\u00a0 phiếu ;Điểm;Điểm;Năm 2023\n;;;\nP-1;4;5;2023\n\nP-2;1;2;2023'
  expect(shown(await read(text))).toEqual([
    { 'Mã phiếu': 'P-1', Điểm: '4', 'Điểm (2)': '5', 'Năm 2023': '2023' },
    { 'Mã phiếu': 'P-2', Điểm: '1', 'Điểm (2)': '2', 'Năm 2023': '2023' },
  ])
  expect(drop.notices).toEqual([
    'a.csv its head names 1 columns twice; the second of a name is read as “name (2)”',
  ])
})

test('the row of the head may be given; where it is none, the file is one fault', async () => {
  expect(shown(await read('x;y;z\na;b\n1;2\n', { headerRow: 2 }))).toEqual([{ a: '1', b: '2' }])
  drop.remove()
  expect(shown(await read('a;b\n1;2\n', { headerRow: 9 }))).toEqual([
    'file-not-readable: the file a.csv has no column names in row 9, where the settings (headerRow) say they are',
  ])
})

test('quoted cells hold line ends and delimiters; a formula is text', async () => {
  const text = 'a;b\n"1\nx;""y""";2\n=1+1;"@cmd"\n'
  const reads = await read(text)
  expect(shown(reads)).toEqual([
    { a: '1 x;"y"', b: '2' },
    { a: '=1+1', b: '@cmd' },
  ])
  expect(reads.map(({ where }) => where)).toEqual(['a.csv:2', 'a.csv:4'])
})

test.each([
  {
    what: 'too few columns',
    line: 'P-9;1',
    fault: 'wrong-columns: a.csv:3 has 2 columns, and the head of the file 3',
  },
  {
    what: 'too many',
    line: 'P-9;1;2;3',
    fault: 'wrong-columns: a.csv:3 has 4 columns, and the head of the file 3',
  },
  {
    what: 'a quote that is never closed',
    line: '"P-9;1;2',
    fault: 'broken-quotes: a.csv:3 opens a quote that is not closed rightly',
  },
  {
    what: 'letters behind a quote',
    line: '"P-9"x;1;2',
    fault: 'broken-quotes: a.csv:3 opens a quote that is not closed rightly',
  },
  {
    what: 'bytes that are no UTF-8',
    line: Buffer.from([0x50, 0xff, 0x3b, 0x31, 0x3b, 0x32]),
    fault: 'not-utf8: a.csv:3 is no text in the encoding of the file',
  },
  {
    what: 'more than a megabyte',
    line: `P-9;1;${'x'.repeat(1_500_000)}`,
    fault: 'line-too-long: a.csv:3 is longer than 1048576 bytes',
  },
  {
    what: 'many megabytes',
    line: `P-9;1;${'x'.repeat(5_000_000)}`,
    fault: 'line-too-long: a.csv:3 is longer than 1048576 bytes',
  },
])('a line with $what is one fault with its bytes, and the others are read', async ({ line, fault }) => {
  const bytes = Buffer.concat([
    Buffer.from('Mã;Có;Không\nP-1;1;2\n'),
    Buffer.from(line as string),
    Buffer.from('\nP-2;"3";4\nP-3;5;6\n'),
  ])
  const reads = await read(bytes)
  expect(shown(reads)).toEqual([
    { Mã: 'P-1', Có: '1', Không: '2' },
    fault,
    { Mã: 'P-2', Có: '3', Không: '4' },
    { Mã: 'P-3', Có: '5', Không: '6' },
  ])
  const broken = reads[1]!
  const kept = 'bytes' in broken ? broken.bytes : Buffer.alloc(0)
  expect(
    Buffer.from(line as string)
      .subarray(0, 65_536)
      .equals(kept),
  ).toBe(true)
})

test('a title that is broken does not turn the encoding of what is below it', async () => {
  const title = Buffer.from([0x42, 0xff, 0x43, 0x0a])
  const reads = await read(Buffer.concat([title, Buffer.from('Mã;Nơi\nP-1;Đà Lạt\n')]))
  expect(shown(reads)).toEqual([{ Mã: 'P-1', Nơi: 'Đà Lạt' }])
})

test('one broken line among very many does not turn the encoding, and is one fault', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `P-${i};Đà Lạt;${i}`)
  lines[12_345] = 'P-12345;x'
  const reads = await read(`Mã;Nơi;Điểm\n${lines.join('\n')}\n`)
  expect(reads.filter((one) => 'bytes' in one).map(({ where }) => where)).toEqual(['a.csv:12347'])
  expect(reads).toHaveLength(20_000)
})
