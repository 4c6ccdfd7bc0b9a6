import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Contract } from '../events/contract.ts'
import { instant } from '../events/instant.ts'
import { columnsAfter } from './columns.ts'
import { type ChangeRule, changesSince } from './compare.ts'
import { formOf } from './form.ts'

const fields = {
  issuingSystem: z.string(),
  recordedAt: instant,
  sequence: z.number(),
  voided: z.boolean(),
  code: z.string().regex(/^[a-z]+$/),
  kind: z.enum(['a', 'b']),
  count: z.number().int().min(0).max(10),
  note: z.string().max(20).nullable().default(null),
  list: z
    .array(z.strictObject({ at: instant }))
    .max(5)
    .default([]),
  marks: z.record(z.string().regex(/^q/), z.number()).default({}),
}
const COLUMNS = { code: 'String', kind: 'LowCardinality(String)' }
const contract = (shape: Record<string, z.ZodType> = fields, more: Partial<Contract> = {}): Contract => ({
  id: 'thing.v1',
  title: { vi: 'Vật', en: 'Thing' },
  table: 'thing_version',
  data: z.strictObject(shape) as unknown as Contract['data'],
  rules: [],
  check: () => [],
  code: (d) => (d as unknown as { code: string }).code,
  columns: ['code', 'kind'],
  row: () => [],
  lookedUpColumns: [],
  lookUp: () => [],
  ...more,
})
const EXAMPLES = {
  'keep.one.json': {
    ...{ issuingSystem: 's', recordedAt: '2024-06-20', sequence: 0, voided: false },
    ...{ code: 'x', kind: 'a', count: 1 },
  },
}
const shipped = formOf(contract(), COLUMNS, EXAMPLES)
const without = (name: keyof typeof fields) =>
  Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name))
const rule = (path: string) => ({ path, code: 'wrong-value' as const, says: 'is wrong', broken: () => false })

test.each<[string, Contract, string, ChangeRule]>([
  ['a field taken out', contract(without('note')), 'note', 'field-removed'],
  ['a new one without a default', contract({ ...fields, colour: z.string() }), 'colour', 'field-required'],
  [
    'a new one inside a list that is sent already',
    contract({
      ...fields,
      list: z
        .array(z.strictObject({ at: instant, by: z.string() }))
        .max(5)
        .default([]),
    }),
    'list[].by',
    'field-required',
  ],
  [
    'an optional one made required',
    contract({ ...fields, note: z.string().max(20).nullable() }),
    'note',
    'optional-made-required',
  ],
  ['another type', contract({ ...fields, count: z.string() }), 'count', 'type-changed'],
  [
    'null no longer taken',
    contract({ ...fields, note: z.string().max(20).default('') }),
    'note',
    'null-taken-out',
  ],
  [
    'a value taken out of a list',
    contract({ ...fields, kind: z.enum(['a']) }),
    'kind',
    'enum-value-taken-out',
  ],
  [
    'a higher least',
    contract({ ...fields, count: z.number().int().min(1).max(10) }),
    'count',
    'bound-tightened',
  ],
  [
    'a lower most',
    contract({ ...fields, count: z.number().int().min(0).max(9) }),
    'count',
    'bound-tightened',
  ],
  [
    'a shorter text',
    contract({ ...fields, note: z.string().max(19).nullable().default(null) }),
    'note',
    'bound-tightened',
  ],
  [
    'a bound where none was',
    contract({ ...fields, issuingSystem: z.string().max(9) }),
    'issuingSystem',
    'bound-tightened',
  ],
  ['another pattern', contract({ ...fields, code: z.string().regex(/^[a-y]+$/) }), 'code', 'pattern-changed'],
  [
    'another pattern of names',
    contract({ ...fields, marks: z.record(z.string().regex(/^p/), z.number()).default({}) }),
    'marks',
    'pattern-changed',
  ],
  [
    'another default',
    contract({ ...fields, note: z.string().max(20).nullable().default('x') }),
    'note',
    'default-changed',
  ],
  [
    'another key of the subject',
    contract(fields, { code: () => 'same' }),
    'example keep.one.json',
    'subject-key-changed',
  ],
  [
    'an example no longer read',
    contract({ ...fields, count: z.number().int().min(2).max(10) }),
    'example keep.one.json',
    'example-unreadable',
  ],
  [
    'a rule more across fields',
    contract(fields, { rules: [rule('code')] }),
    'rule code wrong-value',
    'rule-added',
  ],
  ['a column taken out', contract(fields, { columns: ['code'] }), 'column kind', 'column-removed'],
  ['another table', contract(fields, { table: 'other_version' }), 'table', 'table-changed'],
])('%s is breaking, and is named', (_what, now, where, broken) => {
  const changes = changesSince(shipped, formOf(now, COLUMNS, EXAMPLES)).filter(({ breaking }) => breaking)
  expect(changes.map((change) => [change.where, change.rule])).toContainEqual([where, broken])
})

test('a column of another type is breaking', () => {
  const now = formOf(contract(), { ...COLUMNS, kind: 'String' }, EXAMPLES)
  expect(changesSince(shipped, now)).toMatchObject([
    { where: 'column kind', rule: 'column-retyped', breaking: true },
  ])
})

test.each<[string, Contract]>([
  ['nothing', contract()],
  ['a new field with a default', contract({ ...fields, colour: z.string().default('') })],
  ['a required one made optional', contract({ ...fields, kind: z.enum(['a', 'b']).default('a') })],
  ['a value more', contract({ ...fields, kind: z.enum(['a', 'b', 'c']) })],
  [
    'a wider bound, or none',
    contract({ ...fields, count: z.number().int().min(-1), issuingSystem: z.string() }),
  ],
  [
    'null taken, too',
    contract({
      ...fields,
      code: z
        .string()
        .regex(/^[a-z]+$/)
        .nullable(),
    }),
  ],
  [
    'a new list of things with required parts',
    contract({ ...fields, more: z.array(z.strictObject({ by: z.string() })).default([]) }),
  ],
])('%s is compatible', (what, now) => {
  const changes = changesSince(shipped, formOf(now, COLUMNS, EXAMPLES))
  expect(changes.filter(({ breaking }) => breaking)).toEqual([])
  expect(changes.length > 0).toBe(what !== 'nothing')
})

test('columns are those after every file, whatever it does to them', () => {
  const created = `-- c\nCREATE TABLE IF NOT EXISTS t\n(\n    a String, -- first\n    -- a word\n    \`b\` Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')),\n    c UInt8\n)\nENGINE = MergeTree ORDER BY a;\n`
  const altered =
    'ALTER TABLE t ADD COLUMN IF NOT EXISTS d Array(String) AFTER a;\nALTER TABLE t ADD COLUMN IF NOT EXISTS e Bool;\n'
  const columns = {
    a: 'String',
    d: 'Array(String)',
    b: "Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh'))",
    c: 'UInt8',
    e: 'Bool',
  }
  expect(Object.entries(columnsAfter([created, altered]).get('t')!)).toEqual(Object.entries(columns))
  const worse = 'ALTER TABLE t DROP COLUMN c;\nALTER TABLE t MODIFY COLUMN a UInt64;\n'
  expect(columnsAfter([created, worse]).get('t')).toEqual({ a: 'UInt64', b: columns.b })
})
