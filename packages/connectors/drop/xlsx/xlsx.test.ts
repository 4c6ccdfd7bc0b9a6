import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDropFolder, shown } from '../folder.fixture.ts'
import type { DropSettings } from '../settings.ts'
import { isDayFormat } from './styles.ts'
import { type FixtureSheet, pack, workbook, workbookParts } from './workbook.fixture.ts'

let drop: ReturnType<typeof openDropFolder>
const begin = (settings: Partial<DropSettings> = {}) => {
  drop?.remove()
  drop = openDropFolder(settings)
}
beforeEach(() => begin())
afterEach(() => drop.remove())

const readBytes = async (bytes: Buffer, name = 'phieu.xlsx') => {
  writeFileSync(drop.path(name), bytes)
  return (await drop.read(null)).reads
}
const readSheets = async (...sheets: FixtureSheet[]) => readBytes(await workbook(...sheets))

const FORMS: FixtureSheet = {
  name: 'Phiếu',
  rows: [
    ['KẾT QUẢ KHẢO SÁT NĂM 2024'],
    [],
    ['Mã phiếu', 'Ngày trả lời', 'Điểm', 'Đồng ý'],
    ['P-1', { day: 45463 }, { xml: '<c><v>98.150000000000006</v></c>' }, true],
    [null, null, null, null],
    ['P-2', { day: 45463.604166666664 }, { formula: 'C4+1', value: 5 }, false],
    ['=HYPERLINK("x")', 'ngày 20 tháng 6 năm 2024', ' 4,5 ', null],
  ],
}

test('a formula nobody counted stands as its text, one that counted nothing is empty', async () => {
  const reads = await readSheets({
    name: 'Số liệu',
    rows: [
      ['Đơn vị', 'Thực hiện', 'Kế hoạch'],
      ['A', { xml: '<c><f>SUM(B5:B9)</f><v/></c>' }, { xml: '<c><f>B2*2</f></c>' }],
      ['B', { xml: '<c t="str"><f>IF(1=2,1,"")</f><v></v></c>' }, { formula: 'B2', value: 3 }],
    ],
  })
  expect(drop.notices).toEqual([expect.stringContaining('2 formulas without a value')])
  expect(shown(reads)).toEqual([
    { 'Đơn vị': 'A', 'Thực hiện': '=SUM(B5:B9)', 'Kế hoạch': '=B2*2' },
    { 'Đơn vị': 'B', 'Thực hiện': '', 'Kế hoạch': 3 },
  ])
})

test('a row is a record by the names of its head; days, numbers and yes/no are what they are, a formula is its stored value', async () => {
  const reads = await readSheets(FORMS)
  expect(shown(reads)).toEqual([
    { 'Mã phiếu': 'P-1', 'Ngày trả lời': '2024-06-20', Điểm: 98.15, 'Đồng ý': true },
    { 'Mã phiếu': 'P-2', 'Ngày trả lời': '2024-06-20T14:30:00', Điểm: 5, 'Đồng ý': false },
    {
      'Mã phiếu': '=HYPERLINK("x")',
      'Ngày trả lời': 'ngày 20 tháng 6 năm 2024',
      Điểm: '4,5',
      'Đồng ý': '',
    },
  ])
  expect(reads.map(({ where }) => where)).toEqual([4, 6, 7].map((row) => `phieu.xlsx!Phiếu:${row}`))
})

test('a head of merged rows names a column by all of them, and a title over all is none', async () => {
  const rows = [
    ['PHIẾU KHẢO SÁT', null, null, null, null],
    ['Mã phiếu', 'Mức độ hài lòng', null, null, 'Đơn vị'],
    [null, 'Thủ tục', 'Công chức', 'Kết quả', null],
    ['P-1', 3, 4, 5, '24769'],
  ]
  const merges = ['A1:E1', 'A2:A3', 'B2:D2', 'E2:E3']
  expect(shown(await readSheets({ name: 'S', rows, merges }))).toEqual([
    {
      'Mã phiếu': 'P-1',
      'Mức độ hài lòng / Thủ tục': 3,
      'Mức độ hài lòng / Công chức': 4,
      'Mức độ hài lòng / Kết quả': 5,
      'Đơn vị': '24769',
    },
  ])
})

test('hidden sheets are passed by, unless one is named', async () => {
  const hidden: FixtureSheet = { name: 'Cũ', state: 'hidden', rows: [['Mã'], ['old']] }
  const book = await workbook(hidden, { name: 'Mới', rows: [['Mã'], ['new']] })
  expect(shown(await readBytes(book))).toEqual([{ Mã: 'new' }])
  begin({ sheet: 'cũ'.normalize('NFD') })
  expect(shown(await readBytes(book))).toEqual([{ Mã: 'old' }])
  begin({ sheet: 'Không có' })
  expect(shown(await readBytes(book))).toEqual([
    'file-not-readable: the file phieu.xlsx has no sheet “Không có”, which the settings (sheet) name; it has 2 others',
  ])
})

test('the row of the head may be given', async () => {
  begin({ headerRow: 2 })
  const rows = [
    ['a', 'b', 'c'],
    ['x', 'y'],
    ['1', '2'],
  ]
  expect(shown(await readSheets({ name: 'S', rows }))).toEqual([{ x: '1', y: '2' }])
})

test('texts inside a cell, with formatted parts, errors and a reading beside, are the text a person sees', async () => {
  const rows = [
    ['Mã', 'Tên', 'Lỗi'],
    [
      { xml: '<c t="inlineStr"><is><r><t>P-</t></r><r><t>1</t></r><rPh><t>x</t></rPh></is></c>' },
      'Đạ M’ri'.normalize('NFD'),
      { xml: '<c t="e"><v>#N/A</v></c>' },
    ],
  ]
  expect(shown(await readSheets({ name: 'S', rows }))).toEqual([{ Mã: 'P-1', Tên: 'Đạ M’ri', Lỗi: '#N/A' }])
})

test.each([
  ['dd/mm/yyyy', true],
  ['[$-42A]d mmmm yyyy;@', true],
  ['hh:mm', true],
  ['[h]:mm', false],
  ['General', false],
  ['#,##0.00 "đồng"', false],
  ['0.00%', false],
  ['0 "day"', false],
])('the format %s shows a day: %s', (code, is) => {
  expect(isDayFormat(code)).toBe(is)
})

/** An archive whose one large part claims to be small, as a bomb does. */
const lying = async (parts: Record<string, string | Buffer>, saidBytes: number, trueBytes: number) => {
  const zip = await pack(parts)
  const said = Buffer.alloc(4)
  said.writeUInt32LE(trueBytes)
  for (let at = zip.indexOf(said); at >= 0; at = zip.indexOf(said, at + 4)) zip.writeUInt32LE(saidBytes, at)
  return zip
}

test('a bomb is refused while it inflates, whatever its header says, and the next file is read', async () => {
  const parts: Record<string, string | Buffer> = workbookParts([FORMS])
  // Sound XML of which nothing is kept, so that only its size is wrong.
  const text = `<si><rPh><t>${'x'.repeat(30_000)}</t></rPh></si>`
  const bomb = Buffer.from(`<sst>${text.repeat(2_300)}</sst>`)
  parts['xl/sharedStrings.xml'] = bomb
  writeFileSync(drop.path('a.xlsx'), await pack(parts))
  parts['xl/sharedStrings.xml'] = bomb.subarray(0, 5_000_000)
  writeFileSync(drop.path('b.xlsx'), await lying(parts, 1_000, 5_000_000))
  writeFileSync(drop.path('c.xlsx'), await workbook({ name: 'S', rows: [['Mã'], ['P-1']] }))
  const before = process.memoryUsage().rss
  const { reads, checkpoint } = await drop.read(null)
  expect(shown(reads)).toEqual([
    expect.stringMatching(/^file-too-large: the file a\.xlsx holds more than 64 MB in one of its parts/),
    expect.stringMatching(/^file-not-readable: the file b\.xlsx is damaged/),
    { Mã: 'P-1' },
  ])
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
  expect((await drop.read(checkpoint)).reads).toEqual([])
})

const sheetOf = (xml: string) => {
  const parts = workbookParts([{ name: 'S', rows: [] }])
  return pack({ ...parts, 'xl/worksheets/sheet1.xml': xml })
}
const book = (rows: string) => `<worksheet><sheetData>${rows}</sheetData></worksheet>`

test.each([
  { what: 'no archive', bytes: () => Buffer.from('PK no'), says: 'is no workbook' },
  { what: 'an empty file', bytes: () => Buffer.alloc(0), says: 'is no workbook' },
  {
    what: 'an old .xls, or one under a password',
    bytes: () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)]),
    says: 'save it as .xlsx without a password',
  },
  { what: 'another archive', bytes: () => pack({ 'a.txt': 'x' }), says: 'is an archive, but no workbook' },
  { what: 'broken XML', bytes: () => sheetOf('<worksheet><sheetData><row>'), says: 'is no XML' },
  {
    what: 'XML with entities that grow',
    bytes: () => sheetOf(`<!DOCTYPE x [<!ENTITY a "aaaa">]>${book('<row><c t="str"><v>&a;</v></c></row>')}`),
    says: 'is no XML',
  },
  {
    what: 'an endless cell',
    bytes: () => sheetOf(book(`<row><c t="str"><v>${'x'.repeat(9_000_000)}</v></c></row>`)),
    says: 'holds a text longer than any cell can be',
  },
  {
    what: 'tags without end',
    bytes: () => sheetOf(book('<a>'.repeat(100_000))),
    says: 'nests its XML deeper',
  },
  {
    what: 'thousands of parts',
    bytes: () => pack(Object.fromEntries(Array.from({ length: 1_100 }, (_, i) => [`p${i}`, '']))),
    says: 'holds more than 1000 parts',
  },
])('$what is one fault that names the file', async ({ bytes, says }) => {
  const reads = await readBytes(await bytes())
  expect(reads).toHaveLength(1)
  expect(shown(reads)[0]).toMatch(/^file-(not-readable|too-large): the file phieu\.xlsx /)
  expect(shown(reads)[0]).toContain(says)
})

test('a workbook that was cut off in the middle is one fault, and is read when it is whole', async () => {
  const whole = await workbook(FORMS)
  const cut = await readBytes(whole.subarray(0, whole.length - 100))
  expect(shown(cut)).toEqual([expect.stringContaining('is no workbook')])
  const { checkpoint } = await drop.read(null)
  writeFileSync(drop.path('phieu.xlsx'), whole)
  expect((await drop.read(checkpoint)).reads).toHaveLength(3)
})

test('a large sheet gives its rows in steps, and goes on in the middle after a kill', async () => {
  const rows = [['Mã', 'Điểm'], ...Array.from({ length: 5_000 }, (_, i) => [`P-${i}`, i])]
  writeFileSync(drop.path('phieu.xlsx'), await workbook({ name: 'S', rows }))
  const first = await drop.read(null, 1)
  expect(first.reads).toHaveLength(2_000)
  drop.restart()
  const rest = await drop.read(first.checkpoint)
  const codes = [...first.reads, ...rest.reads].map((read) => 'record' in read && read.record.Mã)
  expect(codes).toEqual(Array.from({ length: 5_000 }, (_, i) => `P-${i}`))
})
