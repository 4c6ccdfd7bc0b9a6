import { expect, test } from 'vitest'
import { failed, judge, lastLine, NOTHING, type Outcome, sum } from './outcome.ts'

const three: Outcome = { ...NOTHING, passed: 3 }

test.each([
  { what: 'passes', exitCode: 0, left: three, line: '3 passed, 0 failed, 0 skipped' },
  {
    what: 'has a failed test',
    exitCode: 1,
    left: sum([three, failed('x', 'y')]),
    line: '3 passed, 1 failed, 0 skipped',
  },
  {
    what: 'passes, then its process ends badly',
    exitCode: 1,
    left: three,
    line: '3 passed, 1 failed, 0 skipped',
  },
  { what: 'is killed by a signal', exitCode: null, left: three, line: '3 passed, 1 failed, 0 skipped' },
  {
    what: 'crashes before it can say anything',
    exitCode: 134,
    left: null,
    line: '0 passed, 1 failed, 0 skipped',
  },
  { what: 'finds no test at all', exitCode: 0, left: NOTHING, line: '0 passed, 1 failed, 0 skipped' },
])('a step that $what: $line', ({ exitCode, left, line }) => {
  expect(lastLine(judge('unit', exitCode, left))).toBe(line)
})
