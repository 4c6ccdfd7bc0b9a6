import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparePar } from './compare.ts'
import { comparePercent } from './difference.ts'
import { parInputs } from './inputs.ts'
import { PROFILE_PAR_2023 } from './profile-2023.ts'
import { COUNTS_2023, PUBLISHED_2023 } from './published-2023.ts'
import { type ParCounts, scorePar } from './score.ts'

const of = (numerator: number | null, denominator: number | null) => ({ numerator, denominator })
const scored = (code: string, counts: ParCounts) => scorePar(counts).find((each) => each.code === code)?.score

test('without counts only constants have points', () => {
  const given = scorePar({}).filter(({ score }) => score !== null)
  expect(given.map(({ code, score }) => [code, score])).toEqual([['7.1.2', '0.5000']])
})

const CASES: { why: string; code: string; counts: ParCounts; score: string | null }[] = [
  {
    why: 'a late task earns two thirds',
    code: '1.7',
    counts: { '1.7/on-time': of(0, 3), '1.7/late': of(3, 3) },
    score: '1.0000',
  },
  {
    why: 'one part unknown is all unknown',
    code: '3.2.3',
    counts: { '3.2.3/part-1': of(1, 2) },
    score: null,
  },
  { why: 'no late tasks were told', code: '1.7', counts: { '1.7/on-time': of(159, 168) }, score: null },
  { why: 'no dossiers is no rate', code: '3.4.1', counts: { '3.4.1': of(0, 0) }, score: null },
  { why: 'nobody disciplined', code: '5.4', counts: { '5.4': of(0, null) }, score: '1.5000' },
  { why: 'not told whether anybody was', code: '5.4', counts: { '5.4': of(null, null) }, score: null },
  { why: 'one person not qualified', code: '5.6', counts: { '5.6': of(1, null) }, score: '0.2500' },
  {
    why: 'investment rose: points nobody has printed',
    code: '8.2',
    counts: { '8.2': of(3000, 2000) },
    score: null,
  },
  {
    why: 'rank 11',
    code: '8.4',
    counts: { '8.4/rank-from': of(11, 63), '8.4/rank-to': of(11, 63) },
    score: '1.0000',
  },
  {
    why: 'rank 10: a band nobody has printed',
    code: '8.4',
    counts: { '8.4/rank-from': of(10, 63), '8.4/rank-to': of(10, 63) },
    score: null,
  },
  {
    why: 'a range over two bands',
    code: '8.4',
    counts: { '8.4/rank-from': of(10, 63), '8.4/rank-to': of(12, 63) },
    score: null,
  },
  {
    why: 'a cut beyond the target of 20%',
    code: '4.1.3',
    counts: { '4.1.3': of(200, 831) },
    score: '1.0000',
  },
]

test.each(CASES)('$code, $why: $score', ({ code, counts, score }) => {
  expect(scored(code, counts)).toBe(score)
})

test('points never leave 0 to maximum', () => {
  const halves = fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => of(Math.min(a, b), Math.max(a, b)))
  const inputs = Object.keys(COUNTS_2023).filter((input) => !/^1\.7|^8\.5/.test(input))
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...inputs), halves), (counts) => {
      for (const { score, max } of scorePar(counts)) {
        expect(Number(score ?? 0)).toBeGreaterThanOrEqual(0)
        expect(Number(score ?? 0)).toBeLessThanOrEqual(Number(max))
      }
    }),
  )
})

test.each([
  { halves: of(9485, 9512), printed: '99.71', agrees: false, truncated: true }, // audit recommendations, 94.85 of 95.12
  { halves: of(9485, 9512), printed: '99.72', agrees: true, truncated: false },
  { halves: of(9485, 9512), printed: '99.70', agrees: false, truncated: false },
  { halves: of(923, 1039), printed: '89', agrees: true, truncated: false }, // rounded to a whole percent
  { halves: of(0, 0), printed: '0', agrees: false, truncated: false },
])(
  '$halves printed as $printed: agrees $agrees, truncated $truncated',
  ({ halves, printed, agrees, truncated }) => {
    expect(comparePercent('x', halves, printed)).toMatchObject({ agrees, truncated })
  },
)

test.each([
  { scored: '0.7631', percent: '76.3153', kind: 'truncated' }, // 0.763153 is 0.7632; cut off 0.7631
  { scored: '0.7632', percent: '76.3152', kind: 'truncated' }, // 76.31529 is 76.3153; cut off 76.3152
  { scored: '0.7632', percent: '76.3513', kind: 'typo' },
  { scored: '0.7635', percent: '76.3513', kind: 'count' },
  { scored: '0.9999', percent: '76.3153', kind: 'unexplained' },
])('6.1.1 printed as $percent% and $scored is: $kind', ({ scored, percent, kind }) => {
  const { criteria } = comparePar(COUNTS_2023, {
    ...PUBLISHED_2023,
    criteria: { '6.1.1': { scored, lost: '0', percents: { '6.1.1': percent } } },
  })
  expect(criteria.map(({ difference }) => difference)).toEqual([{ kind, declared: null, verified: false }])
})

test('criteria lie in domains of the profile, and inputs are named once', () => {
  const domains = PROFILE_PAR_2023.domains.map(({ code }) => code)
  expect(PROFILE_PAR_2023.criteria.every(({ domain }) => domains.includes(domain))).toBe(true)
  const codes = PROFILE_PAR_2023.criteria.map(({ code }) => code)
  expect(new Set(codes).size).toBe(codes.length)
})

test('every input of the profile was printed for 2023; beside them only the share of the revenue plan', () => {
  expect([...parInputs(PROFILE_PAR_2023), '8.4'].sort()).toEqual(Object.keys(COUNTS_2023).sort())
})
