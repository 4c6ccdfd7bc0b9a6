import { expect, test } from 'vitest'
import { faultsOf, monthAfter, readDay, stepOf } from './place.ts'

test.each([
  ['2024-06', 1, '2024-07'],
  ['2024-12', 1, '2025-01'],
  ['2024-01', -1, '2023-12'],
])('%s moved by %i is %s', (month, by, moved) => expect(monthAfter(month, by)).toBe(moved))

test('a day in an address is read, and nothing else', () => {
  expect(readDay('dossier/2024-06-30')).toEqual({ group: 'dossier', date: '2024-06-30' })
  for (const text of [null, '', 'dossier', '../x/2024-06-30', '<b>/2024-06-30'])
    expect(readDay(text)).toBeNull()
})

test.each([
  [null, null, []],
  ['dossier/2024-06-30', '2024-06', []],
  ['nope/2024-06-30', null, ['day unknown-group']],
  ['dossier/2024-02-30', null, ['day no-such-day']],
  ['dossier', '2024-99', ['day no-such-day', 'month no-such-month']],
])('an address that says day %s and month %s has the faults %j', (day, month, faults) =>
  expect(
    faultsOf(day, month, ['dossier', 'feedback']).map(({ parameter, code }) => `${parameter} ${code}`),
  ).toEqual(faults),
)

const GRID = { rows: 4, columns: 30, isTurned: false }
test.each<[string, typeof GRID, readonly [number, number] | null]>([
  ['ArrowRight', GRID, [1, 6]],
  ['ArrowDown', GRID, [2, 5]],
  ['Home', GRID, [1, 0]],
  ['End', GRID, [1, 29]],
  // On a phone days go down and groups across.
  ['ArrowDown', { ...GRID, isTurned: true }, [1, 6]],
  ['ArrowRight', { ...GRID, isTurned: true }, [2, 5]],
  ['a', GRID, null],
])('%s leads on', (key, grid, to) => expect(stepOf(key, [1, 5], grid)).toEqual(to))

test('at the border a step stays', () => {
  expect(stepOf('ArrowLeft', [0, 0], GRID)).toEqual([0, 0])
  expect(stepOf('ArrowDown', [3, 29], GRID)).toEqual([3, 29])
})
