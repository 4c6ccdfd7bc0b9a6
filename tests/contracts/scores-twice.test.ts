import { checkCounts, PROFILE_766_2026, PROFILE_PAR_2023, parInputs, score766, scorePar } from '@ioc/scoring'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Halves } from '../counting/exact.ts'
import { COMPONENTS_766, score766Twice } from '../counting/scores-766.ts'
import { PAR_COUNTS, scoreParTwice } from '../counting/scores-par.ts'

/** The product's scorers beside a second one that shares nothing with them, over random counts: every percent, part, group and total. */
const RUNS = { numRuns: 2_000, seed: 766 }

/** Small numbers meet caps, halves and empty sets often; large ones have long quotients. */
const count = fc.oneof(fc.nat({ max: 12 }), fc.nat({ max: 400_000 }))
const halves: fc.Arbitrary<Halves> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(count, count)
      .map(([a, b]) => ({ numerator: Math.min(a, b), denominator: Math.max(a, b) })),
  },
  { weight: 1, arbitrary: count.map((numerator) => ({ numerator, denominator: null })) },
  { weight: 1, arbitrary: fc.constant({ numerator: null, denominator: null }) },
)
const sync: fc.Arbitrary<Halves> = fc.record({ numerator: count, denominator: count.map((n) => n / 4) })
const some = (codes: readonly string[], one: (code: string) => fc.Arbitrary<Halves>) =>
  fc.record(Object.fromEntries(codes.map((code) => [code, one(code)])), { requiredKeys: [] })

test('Decision 766: every component, group, total and word', () => {
  fc.assert(
    fc.property(
      some(COMPONENTS_766, (code) => (code === 'DOSSIER_SYNC' ? sync : halves)),
      (components) => {
        const counts = checkCounts(PROFILE_766_2026, { components }).counts!
        const { profile: _, ...scored } = score766(PROFILE_766_2026, counts)
        expect(scored).toEqual(score766Twice(components as Record<string, Halves>))
      },
    ),
    RUNS,
  )
})

/** Each criterion, and each of its parts as a criterion of its own. */
const withParts = {
  ...PROFILE_PAR_2023,
  criteria: [
    ...PROFILE_PAR_2023.criteria,
    ...PROFILE_PAR_2023.criteria.flatMap(({ scoring, ...criterion }) =>
      scoring.way !== 'ratio' || scoring.parts.length < 2
        ? []
        : scoring.parts.map((part, n) => ({
            ...criterion,
            code: `${criterion.code}/part-${n + 1}`,
            scoring: { way: 'ratio' as const, parts: [part] },
          })),
    ),
  ],
}

test('PAR Index: points of every criterion and part', () => {
  expect(parInputs(PROFILE_PAR_2023).toSorted()).toEqual(PAR_COUNTS.toSorted())
  fc.assert(
    fc.property(
      some(PAR_COUNTS, (code) =>
        code.startsWith('8.4/')
          ? fc.record({ numerator: fc.integer({ min: 8, max: 34 }), denominator: fc.constant(63) })
          : halves,
      ),
      (given) => {
        const counts = given as Record<string, Halves>
        const second = scoreParTwice(counts)
        const first = scorePar(counts, withParts).filter(({ way }) => way !== 'published-with-reason')
        expect(Object.fromEntries(first.map(({ code, score }) => [code, score]))).toEqual(
          Object.fromEntries(second),
        )
      },
    ),
    RUNS,
  )
})

test('a group is the sum of its rounded parts: 4.85 + 1.15 + 0.68 is 6.68, where the exact sum is 6.67', () => {
  const counts = {
    PAYMENT_DOSSIERS: { numerator: 8075, denominator: 10_000 },
    PAYMENT_PROCEDURES_INTEGRATED: { numerator: 458, denominator: 1000 },
    PAYMENT_PROCEDURES_WITH_TRANSACTION: { numerator: 27, denominator: 100 },
  }
  expect(score766Twice(counts).groups.TTTT!.score).toBe('6.68')
  expect(score766(PROFILE_766_2026, counts).groups.TTTT!.score).toBe('6.68')
})
