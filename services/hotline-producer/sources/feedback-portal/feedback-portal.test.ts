import { readFileSync } from 'node:fs'
import { openCatalogues } from '@ioc/catalogues'
import { checkReads } from '@ioc/connectors/check.ts'
import type { Read } from '@ioc/connectors/way.ts'
import { expect, test } from 'vitest'
import { feedbackPortal } from './index.ts'

const checking = {
  catalogues: openCatalogues(),
  businessNowMs: Date.parse('2024-07-01T00:00:00+07:00'),
  callerHash: (identifier: string) =>
    `k1:${Buffer.from(identifier).toString('hex').padEnd(32, '0').slice(0, 32)}`,
}
const sample: Record<string, unknown>[] = readFileSync(feedbackPortal.sample, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
const check = (records: readonly Record<string, unknown>[]) =>
  checkReads(
    feedbackPortal,
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
    ...['keep', 'keep', 'keep', 'keep'],
    ['data.status unknown-value'],
    ['data.receivedAt wrong-instant'], // 31 February
    ['data.unitCode unknown-unit'],
    ['data.processedAt processed-before-received'],
    'skip', // a line of totals
  ])
})

const [received] = sample as [Record<string, unknown>]

test('the sender becomes a keyed hash, and nothing else of them is kept', () => {
  const row = rowOf(received) as { caller_hash: string }
  expect(row.caller_hash).toBe(checking.callerHash('0000000000'))
  expect(JSON.stringify(row)).not.toMatch(/MẪU|example\.invalid|Tiêu đề|Nội dung/)
})

test('while two keys overlap the hash of the key before stands beside', () => {
  const callerHashBefore = (identifier: string) => checking.callerHash(identifier).replace('k1', 'k0')
  const [checked] = checkReads(feedbackPortal, [{ where: 'line 1', record: received }], {
    ...checking,
    callerHashBefore,
  })
  expect(checked).toMatchObject({
    row: {
      ...{ caller_hash: checking.callerHash('0000000000') },
      caller_hash_before: callerHashBefore('0000000000'),
    },
  })
})

test.each([
  {
    what: 'a status in decomposed letters',
    change: { TrangThai: 'Chờ công khai'.normalize('NFD'), NgayXuLyXong: '12/06/2024 16:30' },
    row: { status: 'awaiting-publication' },
  },
  {
    what: 'published without a day of processing was processed then',
    change: { TrangThai: 'Đã công khai', NgayCongKhai: '13/06/2024 10:00' },
    row: { processed_at: '2024-06-13 10:00:00.000' },
  },
  { what: 'nobody’s verdict is none', change: { DanhGia: '' }, row: { verdict: '' } },
  { what: 'a kind that is not told is other', change: { LoaiPAKN: null }, row: { feedback_kind: 'other' } },
])('$what', ({ change, row }) => {
  expect(rowOf({ ...received, ...change })).toMatchObject(row)
})
