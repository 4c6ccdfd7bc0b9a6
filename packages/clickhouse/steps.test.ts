import { expect, test } from 'vitest'
import { type Step, splitStatements, stepsAhead } from './steps.ts'

const step = (version: number, checksum = 'x'): Step => ({
  version,
  name: `s${version}`,
  checksum,
  statements: [],
})

test('a semicolon ends a statement only at the end of a line', () => {
  const sql =
    "-- tables\nCREATE TABLE a (x String DEFAULT ';') ;  -- first\nCREATE TABLE b (y Int8);\n-- end;\n"
  expect(splitStatements(sql)).toEqual([
    "-- tables\nCREATE TABLE a (x String DEFAULT ';')",
    'CREATE TABLE b (y Int8)',
  ])
})

test('only what was not applied lies ahead', () => {
  expect(stepsAhead([step(1), step(2), step(3)], [step(1)])).toEqual([step(2), step(3)])
  expect(stepsAhead([step(1)], [step(1)])).toEqual([])
})

test.each([
  { reason: 'changed after it was applied', steps: [step(1, 'y')], applied: [step(1)] },
  { reason: 'newer than this code', steps: [step(1)], applied: [step(1), step(2)] },
  { reason: 'comes before step 2', steps: [step(1), step(2)], applied: [step(2)] },
])('refused: $reason', ({ reason, steps, applied }) => {
  expect(() => stepsAhead(steps, applied)).toThrow(reason)
})
