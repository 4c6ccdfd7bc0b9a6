import Big from 'big.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Halves } from '../decimal.ts'
import { checkCounts } from './check-counts.ts'
import { PROFILE_766_2026 as PROFILE } from './profile-2026.ts'
import { type Counts766, score766 } from './score.ts'

const COMPONENTS = PROFILE.groups.flatMap((group) => group.components)
const CODES = COMPONENTS.map(({ code }) => code)

const halves: fc.Arbitrary<Halves> = fc.oneof(
  { weight: 6, arbitrary: counted(1_000_000_000) },
  { weight: 2, arbitrary: counted(20) },
  { weight: 1, arbitrary: fc.constant({ numerator: null, denominator: null }) },
  { weight: 1, arbitrary: fc.constant({ numerator: 0, denominator: 0 }) },
)

function counted(max: number) {
  return fc
    .tuple(fc.nat({ max }), fc.nat({ max }))
    .map(([a, b]) => ({ numerator: Math.min(a, b), denominator: Math.max(a, b) }))
}

const counts: fc.Arbitrary<Counts766> = fc
  .dictionary(fc.constantFrom(...CODES), halves, { maxKeys: CODES.length })
  .map((record) => ({ ...record }))

test('points lie between 0 and the maximum, a group is the sum of its points, the total of its groups', () => {
  fc.assert(
    fc.property(counts, (given) => {
      const score = score766(PROFILE, given)
      for (const each of Object.values(score.components)) {
        expect(Number(each.score)).toBeGreaterThanOrEqual(0)
        expect(Number(each.score)).toBeLessThanOrEqual(each.max)
      }
      for (const group of PROFILE.groups) {
        const points = group.components.map(({ code }) => score.components[code]?.score ?? '0')
        expect(score.groups[group.code]?.score).toBe(added(points))
      }
      expect(score.total).toBe(added(Object.values(score.groups).map((group) => group.score)))
    }),
  )
})

test('one more on time never costs a point', () => {
  fc.assert(
    fc.property(counts, fc.constantFrom(...CODES), (given, code) => {
      const { numerator, denominator } = given[code] ?? { numerator: null, denominator: null }
      fc.pre(numerator !== null && denominator !== null && numerator < denominator)
      const more = { ...given, [code]: { numerator: numerator! + 1, denominator } }
      expect(Number(score766(PROFILE, more).total)).toBeGreaterThanOrEqual(
        Number(score766(PROFILE, given).total),
      )
    }),
  )
})

test('a ratio is the same of ten times as many', () => {
  fc.assert(
    fc.property(counts, fc.integer({ min: 2, max: 1000 }), (given, factor) => {
      const scaled = Object.fromEntries(
        Object.entries(given).map(([code, { numerator, denominator }]) => [
          code,
          {
            numerator: numerator === null ? null : numerator * factor,
            denominator: denominator === null ? null : denominator * factor,
          },
        ]),
      )
      expect(score766(PROFILE, scaled)).toEqual(score766(PROFILE, given))
    }),
  )
})

test('the order of keys changes no byte of the result', () => {
  fc.assert(
    fc.property(counts, fc.infiniteStream(fc.nat()), (given, draws) => {
      const shuffled = Object.entries(given)
        .map((entry) => ({ entry, at: draws.next().value as number }))
        .sort((a, b) => a.at - b.at)
      const other = Object.fromEntries(shuffled.map(({ entry }) => entry))
      expect(JSON.stringify(score766(PROFILE, other))).toBe(JSON.stringify(score766(PROFILE, given)))
    }),
  )
})

test('rounding is that of whole numbers, exactly: points in hundredths by integer division', () => {
  fc.assert(
    fc.property(counts, (given) => {
      const score = score766(PROFILE, given)
      for (const { code, max, capPercent, none, multipliedBy } of COMPONENTS) {
        if (multipliedBy !== undefined || !(code in score.components)) continue
        const { numerator, denominator } = given[code] ?? { numerator: null, denominator: null }
        const hundredths =
          numerator === null || denominator === null || denominator === 0
            ? BigInt(none.points === 'full' ? max * 100 : 0)
            : halfUp(
                BigInt(numerator) * 10_000n * BigInt(max),
                BigInt(denominator) * BigInt(capPercent),
                BigInt(max * 100),
              )
        expect(score.components[code]?.score).toBe(new Big(hundredths.toString()).div(100).toFixed(2))
      }
    }),
  )
})

test('counts that are in order pass the check and come out as they went in', () => {
  fc.assert(
    fc.property(counts, (given) => {
      expect(checkCounts(PROFILE, JSON.parse(JSON.stringify({ components: given })))).toEqual({
        counts: given,
        faults: null,
      })
    }),
  )
})

test('whatever JSON it is given, the check answers with counts or with faults, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.record({ components: fc.jsonValue() })), (value) => {
      const { counts, faults } = checkCounts(PROFILE, value)
      expect(counts === null).toBe(faults !== null)
      if (faults) expect(faults.length).toBeGreaterThan(0)
    }),
  )
})

function halfUp(top: bigint, bottom: bigint, most: bigint) {
  const value = (2n * top + bottom) / (2n * bottom)
  return value > most ? most : value
}

function added(points: string[]) {
  return points.reduce((sum, each) => sum.plus(each), new Big(0)).toFixed(2)
}
