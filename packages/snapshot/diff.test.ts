import { type SnapshotValue, snapshotBody } from '@ioc/schemas/snapshot/index.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedCells, diffBodies, isSame, nameOfCell, withChanges } from './diff.ts'
import { exampleBody, exampleRevision } from './example.ts'

const [reported, missing, withheld, notApplicable] = exampleBody.values as [
  SnapshotValue,
  SnapshotValue,
  SnapshotValue,
  SnapshotValue,
]
const zero: SnapshotValue = { ...reported, numerator: 0, denominator: 4, value: '0.00' }
const noCases: SnapshotValue = { ...reported, numerator: 0, denominator: 0, value: null }
const states: SnapshotValue[] = [
  reported,
  zero,
  noCases,
  ...[missing, withheld, notApplicable].map((value) => ({ ...reported, ...stateOf(value) })),
]
function stateOf({ state, numerator, denominator, value, flags }: SnapshotValue) {
  return { state, numerator, denominator, value, flags }
}

const days = ['2024-06-29', '2024-06-30', '2025-01-01']
/** Few names, so that two draws meet in most of them. */
const value: fc.Arbitrary<SnapshotValue> = fc
  .record({
    as: fc.constantFrom(...states),
    indicator: fc.constantFrom('dossier.on-time', 'dossier.on-time-x', 'dossier.received'),
    unit: fc.constantFrom('68', '676', '24769'),
    level: fc.constantFrom('province', 'district'),
    kind: fc.constantFrom('day', 'month' as const),
    to: fc.constantFrom(...days),
  })
  .map(({ as, indicator, unit, level, kind, to }) => ({
    ...as,
    indicator,
    unit,
    level,
    period: { kind, from: '2024-06-01', to },
  }))
const values = fc.uniqueArray(value, { selector: nameOfCell, maxLength: 40 })
const inOrder = (list: readonly SnapshotValue[]) =>
  list.toSorted((a, b) => (nameOfCell(a) < nameOfCell(b) ? -1 : 1))

test('nothing differs from itself, in whatever order its values stand', () => {
  fc.assert(
    fc.property(
      values.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      ),
      ([list, shuffled]) => {
        expect(changedCells(list, shuffled)).toEqual([])
      },
    ),
  )
})

test('applying what differs gives the other, and only cells that differ are named', () => {
  fc.assert(
    fc.property(values, values, (before, after) => {
      const changes = changedCells(before, after)
      expect(withChanges(before, changes)).toEqual(inOrder(after))
      for (const { before: was, after: is } of changes) expect(was).not.toEqual(is)
      expect(changes.map(nameOfCell)).toEqual(changes.map(nameOfCell).toSorted())
    }),
  )
})

test('turned round, what appeared has vanished', () => {
  fc.assert(
    fc.property(values, values, (before, after) => {
      const there = changedCells(before, after).map(({ before, after }) => [before, after])
      const back = changedCells(after, before).map(({ before, after }) => [after, before])
      expect(back).toEqual(there)
    }),
  )
})

test.each(
  states.flatMap((a) => states.filter((b) => a !== b).map((b) => ({ a, b, from: a.state, to: b.state }))),
)('$from is not $to', ({ a, b }) => {
  expect(changedCells([a], [b])).toEqual([
    { indicator: a.indicator, unit: a.unit, level: a.level, period: a.period, before: a, after: b },
  ])
})

test('a cell that is not there is neither zero nor missing', () => {
  expect(changedCells([missing], [])).toMatchObject([{ before: { state: 'missing' }, after: null }])
  expect(changedCells([], [zero])).toMatchObject([
    { before: null, after: { state: 'reported', numerator: 0 } },
  ])
})

test('two bodies: cells, reason, who had spoken, and the cut', () => {
  const first = snapshotBody.parse(exampleBody)
  expect(isSame(diffBodies(first, structuredClone(first)))).toBe(true)
  const second = exampleRevision({ body: first, digest: `sha-256:${'0'.repeat(64)}` })
  const [source] = second.completeness.sources
  const diff = diffBodies(first, {
    ...second,
    completeness: {
      units: { expected: 3, reported: 2 },
      sources: [
        { ...source!, emitted: source!.emitted + 1 },
        { ...source!, source: 'urn:lamdong:other' },
      ],
    },
    cut: { ...second.cut, profiles: { 'par@2023': '1' } },
  })
  expect(isSame(diff)).toBe(false)
  expect(diff).toMatchObject({
    cells: [
      { unit: '68', level: 'department', before: { numerator: 151_017 }, after: { numerator: 151_018 } },
    ],
    reason: { before: { code: 'scheduled' }, after: { code: 'late-events' } },
    completeness: {
      units: { before: { reported: 1 }, after: { reported: 2 } },
      sources: [
        { source: 'urn:lamdong:one-stop', before: { emitted: 60_313 }, after: { emitted: 60_314 } },
        { source: 'urn:lamdong:other', before: null },
      ],
    },
    cut: {
      catalogueVersion: null,
      indicatorsVersion: null,
      cutNote: null,
      profiles: [
        { profile: '766', before: '2022', after: null },
        { profile: 'par@2023', before: null, after: '1' },
      ],
      watermark: [
        { topic: 'dossier.v1', partition: 0, before: 60_311, after: 60_312 },
        { topic: 'dossier.v1', partition: 1, before: -1, after: 0 },
      ],
    },
  })
})

test('the order of the members of a body does not matter', () => {
  const { completeness, ...rest } = exampleBody
  const turned = { ...rest, completeness: { sources: completeness.sources, units: completeness.units } }
  expect(isSame(diffBodies(exampleBody, turned))).toBe(true)
})
