import { expect, test } from 'vitest'
import { z } from 'zod'
import { wrongParameters } from './operation.ts'

const body = z.strictObject({
  why: z.string(),
  changes: z.array(z.strictObject({ path: z.string() })).optional(),
})

test.each([
  { given: { why: 'x', acter: 'Lan' }, detail: 'acter: is not known; allowed are why, changes' },
  { given: { why: 'x', changes: [{ path: 'a', valeu: 1 }] }, detail: 'changes.0.valeu: is not known' },
  { given: { a: 1, b: 2, why: 'x' }, parameters: ['a', 'b'] },
  { given: null, parameters: ['the body'] },
])('each fault of $given names what it is about', ({ given, detail, parameters }) => {
  const problem = wrongParameters(body, body.safeParse(given).error!)
  if (detail) expect(problem.detail).toBe(detail)
  if (parameters) expect(problem.parameters?.map(({ parameter }) => parameter)).toEqual(parameters)
  expect(problem.detail).not.toMatch(/^:|Unrecognized/)
})

test('each fault has its code and what its words need, and repeats nothing that was given', () => {
  const shape = z.strictObject({
    name: z.string().min(1).max(5),
    day: z.iso.date(),
    kind: z.enum(['a', 'b']),
    n: z.number(),
  })
  const given = { name: 'secret', day: '2024-13-40', kind: 'c', n: 'x', more: 1 }
  const { parameters } = wrongParameters(shape, shape.safeParse(given).error!)
  expect(parameters?.map(({ parameter, code, about }) => [parameter, code, about])).toEqual([
    ['name', 'too-long', { most: '5' }],
    ['day', 'no-such-day', {}],
    ['kind', 'not-among', { near: 'a, b' }],
    ['n', 'wrong-kind', {}],
    ['more', 'unknown-word', { near: 'name, day, kind, n' }],
  ])
})
