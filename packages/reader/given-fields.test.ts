import { readFileSync } from 'node:fs'
import { openCatalogues } from '@ioc/catalogues'
import { type Contract, dossier } from '@ioc/schemas'
import { expect, test } from 'vitest'
import { judgeData } from './data.ts'

const example = JSON.parse(
  readFileSync(
    new URL(import.meta.resolve('@ioc/schemas/examples/dossier.v1/keep.received-online.json')),
    'utf8',
  ),
) as { data: Record<string, unknown> }
const given = [
  { name: 'reviewScore', type: 'number' },
  { name: 'isPriority', type: 'yes-no' },
  { name: 'queue', type: 'code' },
  { name: 'calledAt', type: 'instant' },
] as const
const catalogues = {
  ...openCatalogues(),
  contractFields: (contract: string) => (contract === 'dossier.v1' ? given : []),
}
const judge = (more: Record<string, unknown>, mode: 'strict' | 'lenient' = 'strict') =>
  judgeData(
    dossier as unknown as Contract,
    { ...example.data, ...more },
    {
      ...{ catalogues, arrivedAtMs: Date.parse('2026-01-01T00:00:00Z'), mode },
    },
  )

test.each([
  { told: { reviewScore: 4.5 } },
  { told: { isPriority: false, queue: 'Q-17', calledAt: '2024-06-20T09:30:00+07:00' } },
  { told: { reviewScore: null } },
])('a producer takes $told, which the contract was given, and keeps it beside its own fields', ({ told }) => {
  expect(judge(told)).toMatchObject({ kind: 'keep', value: { extra: told } })
})

test.each([
  { told: { reviewScore: '4,5' }, code: 'wrong-type', path: 'data.reviewScore' },
  { told: { queue: 'Nguyễn Văn A, Đà Lạt' }, code: 'wrong-type', path: 'data.queue' },
  { told: { calledAt: '31/02/2024' }, code: 'wrong-type', path: 'data.calledAt' },
  { told: { nobodyGave: 1 }, code: 'unknown-field', path: 'data.nobodyGave' },
  { told: { reviewScore: 1, nobodyGave: 1 }, code: 'unknown-field', path: 'data.nobodyGave' },
  { told: { status: 'nonsense', reviewScore: 1 }, code: 'unknown-value', path: 'data.status' },
])('$told is refused by its name', ({ told, code, path }) => {
  const judged = judge(told)
  expect(judged.kind === 'reject' && judged.reasons.map((reason) => [reason.path, reason.code])).toEqual([
    [path, code],
  ])
})

test('the aggregator keeps whatever it does not know, as ever', () => {
  expect(judge({ reviewScore: '4,5', nobodyGave: 1 }, 'lenient')).toMatchObject({
    kind: 'keep',
    value: { extra: { reviewScore: '4,5', nobodyGave: 1 } },
  })
})
