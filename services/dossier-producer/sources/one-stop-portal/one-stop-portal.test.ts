import { readFileSync } from 'node:fs'
import { openCatalogues } from '@ioc/catalogues'
import { checkReads } from '@ioc/connectors/check.ts'
import type { Read } from '@ioc/connectors/way.ts'
import { expect, test } from 'vitest'
import { oneStopPortal } from './index.ts'
import { paging } from './paging.ts'

const checking = {
  catalogues: openCatalogues(),
  businessNowMs: Date.parse('2024-07-01T00:00:00+07:00'),
  callerHash: (identifier: string) =>
    `k1:${Buffer.from(identifier).toString('hex').padEnd(32, '0').slice(0, 32)}`,
}
const sample: Record<string, unknown>[] = readFileSync(oneStopPortal.sample, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
const check = (records: readonly Record<string, unknown>[]) =>
  checkReads(
    oneStopPortal,
    records.map((record, index): Read => ({ where: `line ${index + 1}`, record })),
    checking,
  )
const verdicts = (records: readonly Record<string, unknown>[]) =>
  check(records).map((each) =>
    each.verdict === 'reject' ? each.reasons.map(({ path, code }) => `${path} ${code}`) : each.verdict,
  )
const rowOf = (record: Record<string, unknown>) => {
  const [checked] = check([record])
  return checked?.verdict === 'keep' ? checked.row : checked
}

test('each record of the sample is kept, skipped or refused for its own fault', () => {
  expect(verdicts(sample)).toEqual([
    ...['keep', 'keep', 'keep', 'keep', 'keep'],
    ['data.finishedAt missing-finished'], // a vendor that maps other states to 9
    ['data.dueAt before-1970'], // a placeholder
    ['data.applicantKind unknown-value'], // counted from 0
    ['data.dossierCode wrong-format'], // serial of three digits
    ['data.unitCode unknown-unit'],
    ['data.feeVnd vietnamese-number', 'data.payments.0.amountVnd vietnamese-number'],
    'keep',
    ['data.procedureCode unknown-procedure'],
    'skip', // a step of the work
  ])
})

const [inWork] = sample as [Record<string, unknown>]

test('no person and no free text of the sync leaves the edge', () => {
  const rows = JSON.stringify(
    check(sample).map((each) => (each.verdict === 'keep' ? each.row : each.verdict)),
  )
  for (const person of ['MẪU', '000000000000', 'example.invalid', '0000000000', 'Nội dung'])
    expect(rows).not.toContain(person)
})

test('sent again it is the same event; a later state is newer, a late one is not', () => {
  const ids = check([inWork, { ...inWork }]).map((each) => 'id' in each && each.id)
  expect(ids[0]).toBe(ids[1])
  const version = (record: Record<string, unknown>) => {
    const { recorded_at, sequence } = rowOf(record) as { recorded_at: string; sequence: number }
    return [recorded_at, String(sequence).padStart(3, '0')].join(' ')
  }
  const received = { ...inWork, TrangThaiHoSo: '2' }
  const done = { ...inWork, TrangThaiHoSo: '9', NgayKetThucXuLy: '20240624150000' }
  const returned = { ...done, TrangThaiHoSo: '10' }
  const order = [received, inWork, done, returned].map(version)
  expect([...order].sort()).toEqual(order)
  expect(new Set(order).size).toBe(4)
})

test.each([
  { what: 'no channel stays unknown', change: { KenhThucHien: null }, row: { channel: '' } },
  {
    what: 'numbers for codes',
    change: { KenhThucHien: 3, TrangThaiHoSo: 4 },
    row: { channel: 'post', status: 'in-process' },
  },
  {
    what: 'an extension never moves the promised day',
    change: {
      NgayHenTra: '20240701170000',
      DanhSachHoSoBoSung: [{ NgayHenTraTruoc: '20240625170000', NgayHenTraMoi: '20240701170000' }],
    },
    row: { due_at: '2024-06-25 17:00:00.000', extension_due_at: ['2024-07-01 17:00:00.000'] },
  },
  {
    what: 'a deleted paper is none',
    change: { TaiLieuNop: [{ DuocTaiSuDung: '1', IsDeleted: '1' }] },
    row: { data_reused: false },
  },
  {
    what: 'a list as JSON text, and a single entry without its list',
    change: {
      DanhSachLePhi: '[{"Gia":"20.000"},{"Gia":30000}]',
      DSKetNoiCSDL: { TenCSDL: 'CSDL quốc gia về dân cư' },
    },
    row: { fee_vnd: 50_000, population_data_used: true },
  },
  {
    what: 'a bare day is its end',
    change: { NgayHenTra: '20240625' },
    row: { due_at: '2024-06-25 23:59:59.999' },
  },
  {
    what: 'paid through no gateway is not paid online',
    change: { DuocThanhToanTrucTuyen: '0' },
    row: { payment_gateway: [] },
  },
])('$what', ({ change, row }) => {
  expect(rowOf({ ...inWork, ...change })).toMatchObject(row)
})

/** The same dossier as another vendor writes it: names in capitals or with underscores, everything a text, nothing as '', days with slashes. */
const otherVendor = (record: Record<string, unknown>, spell: (name: string) => string) =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      spell(name),
      value === null
        ? ''
        : typeof value === 'string' && /^\d{14}$/.test(value)
          ? value.replace(/^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/, '$3/$2/$1 $4:$5:$6')
          : typeof value === 'number'
            ? String(value)
            : value,
    ]),
  )

test.each([
  { habit: 'in capitals', spell: (name: string) => name.toUpperCase() },
  { habit: 'in small letters', spell: (name: string) => name.toLowerCase() },
  { habit: 'with underscores', spell: (name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_') },
])('names $habit, days with slashes, texts for numbers and nothing: the same rows', ({ spell }) => {
  const [, returned] = sample as [unknown, Record<string, unknown>]
  const told = { ...returned, DanhSachLePhi: [{ Gia: 20000 }], TrangThaiHoSo: '10' }
  const { DanhSachLePhi: _, ...rest } = told
  const theirs = { ...otherVendor(rest, spell), [spell('DanhSachLePhi')]: { [spell('Gia')]: '20000' } }
  expect(rowOf(theirs)).toEqual(rowOf(told))
  expect(JSON.stringify(rowOf(theirs))).not.toMatch(/MẪU|000000000000|example\.invalid|Nội dung/)
})

test('of a field under two spellings the usual one counts, if it says anything; codes are read with their zeros', () => {
  const one = { ...inWork, TRANGTHAIHOSO: '9', TrangThaiHoSo: '04' }
  expect(rowOf(one)).toMatchObject({ status: 'in-process' })
  expect(rowOf({ ...inWork, kenhthuchien: '3', KenhThucHien: '' })).toMatchObject({ channel: 'post' })
})

test('an answer that says no is told by its code alone: its message may name a person', () => {
  const asking = { pageSize: 5, position: { watermarkMs: null, pages: 0, next: null }, days: null }
  const said = (answer: object) => {
    try {
      return paging.read(answer, asking, null)
    } catch (error) {
      return (error as Error).message
    }
  }
  expect(said({ error_code: 106, message: 'sai mã của NGUYỄN VĂN MẪU' })).toMatch(
    /error_code 106: sai mã đơn vị \/ wrong unit code/,
  )
  for (const code of ['NGUYỄN VĂN MẪU', '079012345678'])
    for (const message of [code, undefined])
      expect(said({ error_code: code, message })).not.toMatch(/MẪU|079012345678/)
})
