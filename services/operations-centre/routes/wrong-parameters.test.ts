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
  if (parameters)
    expect((problem.parameters as { parameter: string }[]).map(({ parameter }) => parameter)).toEqual(
      parameters,
    )
  expect(problem.detail).not.toMatch(/^:|Unrecognized/)
})
