import { openCatalogues } from '@ioc/catalogues'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Relation, relationsOf } from './relations.ts'
import { scopesOf } from './scopes.ts'
import { withheldAmong, withhold } from './withhold.ts'

test.each([
  { numerator: 0, denominator: 0, small: false },
  { numerator: 0, denominator: 5, small: false },
  { numerator: 1, denominator: null, small: true },
  { numerator: 4, denominator: 100, small: true },
  { numerator: 5, denominator: 100, small: false },
  { numerator: 97, denominator: 100, small: true }, // three were not
  { numerator: 0, denominator: 3, small: true },
])('$numerator of $denominator is too small: $small', ({ small, ...halves }) => {
  expect(withhold(halves)).toBe(small)
})

test('with the bound 0 nothing is withheld', () => {
  expect(withheldAmong(new Map([['a', { numerator: 1, denominator: null }]]), [], 0)).toEqual(new Set())
})

const counts = (of: Record<string, number>) =>
  new Map(Object.entries(of).map(([key, numerator]) => [key, { numerator, denominator: null }]))
const district: Relation[] = [{ whole: 'd', parts: ['a', 'b', 'c', 'e'] }]

test('with the one small part the next smallest is withheld, and none that is 0', () => {
  expect(withheldAmong(counts({ d: 62, a: 2, b: 40, c: 20, e: 0 }), district, 4)).toEqual(new Set(['a', 'c']))
})

test('two small parts hide each other', () => {
  expect(withheldAmong(counts({ d: 45, a: 2, b: 40, c: 3, e: 0 }), district, 4)).toEqual(new Set(['a', 'c']))
})

test('where nothing else holds anything the whole is as small, and both are withheld', () => {
  expect(withheldAmong(counts({ d: 2, a: 2, b: 0, c: 0, e: 0 }), district, 4)).toEqual(new Set(['d', 'a']))
})

test('where several sums together give one away that is hidden whole in its own, another is hidden in theirs', () => {
  // c is all of d; and d is p less e less what q and w leave for x and y.
  const sums: Relation[] = [
    { whole: 'd', parts: ['c'] },
    { whole: 'p', parts: ['d', 'x', 'y', 'e'] },
    { whole: 'q', parts: ['x', 'y', 'w'] },
  ]
  const cells = counts({ c: 3, d: 3, x: 4, y: 4, e: 50, p: 61, w: 30, q: 38 })
  expect(withheldAmong(cells, sums, 4)).toEqual(new Set(['c', 'd', 'x', 'y', 'e']))
})

describe('on the tree of the province', () => {
  const catalogues = openCatalogues()
  const map = scopesOf(catalogues, { kind: 'then' }, '2024-06-30')
  const relations = relationsOf(catalogues, map, '2024-06-30')
  const units = [...map.of].filter(([unit]) => unit.endsWith('/0'))

  test('every sum holds for any counts of the units', () => {
    const small = fc.array(fc.nat(30), { minLength: units.length, maxLength: units.length })
    fc.assert(
      fc.property(small, (drawn) => {
        const cells = cellsOf(drawn)
        for (const { whole, parts } of relations) {
          const sum = parts.reduce((all, part) => all + (cells.get(part)?.numerator ?? 0), 0)
          expect(cells.get(whole)?.numerator ?? 0, whole).toBe(sum)
        }
      }),
      { numRuns: 20 },
    )
  })

  test('what is withheld cannot be worked out from what is published, by any adding and subtracting', () => {
    // From trees on which almost nothing happened to trees where all did something: how few units have a count decides what they give away.
    const weight = fc.integer({ min: 1, max: 30 })
    const counts = fc.tuple(weight, weight, weight).chain(([none, few, many]) => {
      const count = fc.oneof(
        { weight: none, arbitrary: fc.constant(0) },
        { weight: few, arbitrary: fc.nat(4) },
        { weight: many, arbitrary: fc.nat(60) },
      )
      return fc.array(count, { minLength: units.length, maxLength: units.length })
    })
    fc.assert(
      fc.property(counts, (drawn) => {
        const cells = cellsOf(drawn)
        const withheld = [...withheldAmong(cells, relations, 4)].filter(
          (key) => cells.get(key)!.numerator > 0,
        )
        expect(workedOut(withheld, relations)).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  const cellsOf = (drawn: readonly number[]) => {
    const cells = new Map<string, { numerator: number; denominator: null }>()
    units.forEach(([, scopes], index) => {
      for (const scope of scopes) {
        const numerator = (cells.get(scope)?.numerator ?? 0) + drawn[index]!
        cells.set(scope, { numerator, denominator: null })
      }
    })
    return cells
  }
})

/** Unknowns that some sum of the equations leaves alone: Gauss–Jordan over whole numbers modulo a large prime. */
const workedOut = (unknown: readonly string[], relations: readonly Relation[]): string[] => {
  const P = 2_147_483_647n
  const inverse = (a: bigint) => {
    let [result, base, power] = [1n, a, P - 2n]
    for (; power > 0n; power >>= 1n) {
      if (power & 1n) result = (result * base) % P
      base = (base * base) % P
    }
    return result
  }
  const column = new Map(unknown.map((key, index) => [key, index]))
  const rows = relations
    .map(({ whole, parts }) => {
      const row = unknown.map(() => 0n)
      if (column.has(whole)) row[column.get(whole)!] = P - 1n
      for (const part of parts) if (column.has(part)) row[column.get(part)!] = 1n
      return row
    })
    .filter((row) => row.some((each) => each !== 0n))
  let done = 0
  for (let at = 0; at < unknown.length; at++) {
    const pivot = rows.findIndex((row, index) => index >= done && row[at] !== 0n)
    if (pivot === -1) continue
    ;[rows[done], rows[pivot]] = [rows[pivot]!, rows[done]!]
    const scale = inverse(rows[done]![at]!)
    rows[done] = rows[done]!.map((each) => (each * scale) % P)
    rows.forEach((row, index) => {
      const factor = row[at]!
      if (index === done || factor === 0n) return
      rows[index] = row.map((each, k) => (each + (P - factor) * rows[done]![k]!) % P)
    })
    done++
  }
  return rows
    .filter((row) => row.filter((each) => each !== 0n).length === 1)
    .map((row) => unknown[row.findIndex((each) => each !== 0n)]!)
}
