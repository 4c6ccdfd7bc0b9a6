import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { contractById, type Reason } from '@ioc/schemas'
import { expect, test } from 'vitest'
import { columnsOf, lineOf, readRecord } from './index.ts'

const ARRIVAL = Date.parse('2024-07-01T00:00:00+07:00')
const EXAMPLE = join(import.meta.dirname, '../../schemas/examples/dossier.v1/keep.received-online.json')
const example = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as { data: Record<string, unknown> }
const reading = {
  contracts: contractById,
  catalogues: openCatalogues(),
  atArrival: (ms: number) => ms,
  isSealed: () => true,
}

const attributes = {
  ce_specversion: '1.0',
  ce_id: 'one',
  ce_source: 'dossier-push',
  ce_type: 'vn.lamdong.ioc.dossier.v1',
}
const record = (value: unknown, headers: Record<string, string> = {}, appendedAtMs = ARRIVAL) => ({
  topic: 'dossier.v1',
  partition: 0,
  offset: 7,
  appendedAtMs,
  key: null,
  value:
    value === null || Buffer.isBuffer(value)
      ? value
      : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
  headers: Object.fromEntries(
    Object.entries({ ...attributes, ...headers }).map(([name, text]) => [name, Buffer.from(text)]),
  ),
})
const read = (...given: Parameters<typeof record>) => readRecord(record(...given), reading)
const reasonsOf = (...given: Parameters<typeof record>): Pick<Reason, 'path' | 'code'>[] => {
  const outcome = read(...given)
  return outcome.kind === 'reject' ? outcome.reasons.map(({ path, code }) => ({ path, code })) : []
}

test('a kept record has its subject, its text as it came, and a cell for every column', () => {
  const outcome = read(example.data)
  if (outcome.kind !== 'keep') throw new Error(`expected keep, got ${outcome.kind}`)
  const { subject, text, cells, contract } = outcome.value
  expect(subject).toBe(`${example.data.issuingSystem}/${example.data.dossierCode}`)
  expect(text).toBe(JSON.stringify(example.data))
  expect(cells).toHaveLength(columnsOf(contract).length)
  expect(JSON.parse(lineOf(cells))).toEqual(cells)
})

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
test.each([
  { what: 'no value', value: null, code: 'no-value' },
  { what: 'an empty value', value: Buffer.alloc(0), code: 'no-value' },
  { what: 'bytes that are no UTF-8', value: Buffer.from([0x7b, 0xff, 0x7d]), code: 'not-utf8' },
  { what: 'half a JSON', value: '{"a":', code: 'not-json' },
  { what: 'a list', value: '[]', code: 'not-an-object' },
  { what: 'a value nested too deep', value: deep(40), code: 'too-deep' },
  { what: 'a value of a million brackets', value: '['.repeat(1_000_000), code: 'not-json' },
])('$what is rejected as $code', ({ value, code }) => {
  expect(reasonsOf(value)).toEqual([{ path: 'data', code }])
})

test('every missing attribute is named at once', () => {
  expect(reasonsOf(example.data, { ce_specversion: '0.3', ce_id: '', ce_source: '', ce_type: '' })).toEqual([
    { path: 'headers.ce_specversion', code: 'wrong-specversion' },
    { path: 'headers.ce_id', code: 'missing-header' },
    { path: 'headers.ce_source', code: 'missing-header' },
    { path: 'headers.ce_type', code: 'missing-header' },
  ])
})

test('a type its topic does not carry is rejected; a probe is fine, but not for us', () => {
  expect(reasonsOf(example.data, { ce_type: 'vn.lamdong.ioc.feedback.v1' })).toEqual([
    { path: 'headers.ce_type', code: 'unknown-type' },
  ])
  expect(read(example.data, { ioc_purpose: 'probe' })).toEqual({ kind: 'skip', reason: 'probe' })
})

test('an unknown field is kept beside the known ones, at any depth; a person’s is not', () => {
  const payments = [{ ...(example.data.payments as object[])[0], bank: 'BIDV' }]
  const outcome = read({ ...example.data, colour: 'red', payments })
  if (outcome.kind !== 'keep') throw new Error(`expected keep, got ${outcome.kind}`)
  const extra = outcome.value.cells[columnsOf(outcome.value.contract).indexOf('extra')]
  expect(JSON.parse(extra as string)).toEqual({ colour: 'red', 'payments.0.bank': 'BIDV' })

  for (const name of ['ChuHoSo', 'họ_tên', 'PHONE-NUMBER'])
    expect(reasonsOf({ ...example.data, [name]: 'x' })).toMatchObject([{ code: 'personal-data' }])
  expect(reasonsOf({ ...example.data, sync: { inner: [{ SoDienThoai: '0900000000' }] } })).toMatchObject([
    { code: 'personal-data' },
  ])
})

test.each([
  { aheadMs: 10 * 60_000, codes: [] },
  { aheadMs: 10 * 60_000 + 1, codes: ['from-the-future'] },
])('recorded $aheadMs ms ahead of its arrival: $codes', ({ aheadMs, codes }) => {
  const arrived = Date.parse(example.data.recordedAt as string) - aheadMs
  expect(reasonsOf(example.data, {}, arrived).map(({ code }) => code)).toEqual(codes)
})

test('however many faults a record has, a few of them are told, and how many more there are', () => {
  const many = Array.from({ length: 150_000 }, () => ({ SoDienThoai: '0900000000' }))
  const reasons = reasonsOf({ ...example.data, relayed: many })
  expect(reasons).toHaveLength(51)
  expect(reasons.at(-1)).toMatchObject({ code: 'more-reasons' })
})
