import { openCatalogues } from '@ioc/catalogues'
import { expect, test } from 'vitest'
import type { Report } from '../reports.ts'
import { report, valuesOn } from './scores.fixture.ts'

const catalogues = openCatalogues()
const codesOf = (level: string, day: string) =>
  catalogues
    .unitsOn(day)
    .filter((unit) => unit.level === level)
    .map(({ code }) => code)
const DISTRICTS = codesOf('district', '2022-12-31')
const DEPARTMENTS = codesOf('department', '2022-12-31')

const total = (unit: string, points: number, year = 2022) =>
  report('par.internal.score', points, 100, `${year}-01-01`, `${year}-12-31`, unit)
const parts = (unit: string, selfAssessed: number, survey: number, year = 2022): Report[] => [
  report('par.internal.self-assessed', selfAssessed, null, `${year}-01-01`, `${year}-12-31`, unit),
  report('par.internal.survey', survey, null, `${year}-01-01`, `${year}-12-31`, unit),
]
/** 90, 89, 88, … in the order of their codes. */
const falling = (units: readonly string[], year = 2022) => units.map((unit, n) => total(unit, 90 - n, year))

const of = (id: string, reports: readonly Report[], units: readonly string[], date = '2024-06-30') =>
  units.map((unit) => {
    const value = valuesOn(date, { reports: [...reports] }, [unit]).find(
      ({ indicator }) => indicator.id === `par.internal.${id}`,
    )
    return value && [value.state, value.value, value.denominator]
  })
const ranks = (reports: readonly Report[], units: readonly string[], date?: string) =>
  of('rank', reports, units, date).map((found) => found?.slice(1))

test('Lâm Hà 2021: 56.35 + 31.11 = 87.46, and twelfth of twelve as its article says', () => {
  const told = [
    ...parts('676', 56.35, 31.11, 2021),
    report('par.internal.rank', 12, 12, '2021-01-01', '2021-12-31', '676'),
  ]
  expect(of('score', told, ['676'])).toEqual([['reported', '87.46', '100']])
  expect(of('rank', told, ['676'])).toEqual([['reported', '12', '12']])
})

test('a total alone stands as reported, and without one there is nothing', () => {
  expect(of('score', [total('678', 79.93)], ['678', '677'])).toEqual([
    ['reported', '79.93', '100'],
    undefined,
  ])
})

test('equal totals share a rank and the next counts them all, however the halves fall: 1, 2, 2, 4', () => {
  const [first, second, third, fourth, ...rest] = DISTRICTS as [string, string, string, string, ...string[]]
  const told = [
    total(third, 80.1),
    ...parts(second, 60.1, 20),
    ...parts(fourth, 50.1, 29.99),
    total(first, 95),
    ...rest.map((unit, n) => total(unit, 70 - n)),
  ]
  // Scopes are named as today: 682 is another district since.
  const scopes = DISTRICTS.map((code) => (code === '682' ? '682@2020-01-01' : code))
  expect(ranks(told, scopes)).toEqual([1, 2, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((n) => [`${n}`, '12']))
})

test('districts are ranked apart from departments, of which those evaluated but not ranked are no part', () => {
  const notRanked = report('par.internal.departments-unranked', 2, null, '2022-01-01', '2022-12-31')
  const ranked = DEPARTMENTS.filter((code) => !['H36.17', 'H36.18'].includes(code))
  const told = [...falling(DISTRICTS), ...falling(ranked), notRanked]
  expect(ranks(told, ['672', 'H36.01', 'H36.02', 'H36.17'])).toEqual([
    ['1', '12'],
    ['1', '17'],
    ['2', '17'],
    undefined,
  ])
})

test('as long as a unit of the level has not told, there is no rank, and it says who is missing', () => {
  const told = falling(DISTRICTS).filter(({ unit_code }) => !['674', '683'].includes(unit_code))
  const [value] = valuesOn('2024-06-30', { reports: told }, ['672']).filter(
    ({ indicator }) => indicator.id === 'par.internal.rank',
  )
  expect(value).toMatchObject({ state: 'missing', value: null, missing: ['674', '683'] })
})

test('a rank is of the newest year anything was told of, asked for alone or beside the total', () => {
  const told = [...falling(DISTRICTS), total('677', 87.82, 2023)]
  const ofYear = (id: string) =>
    valuesOn('2024-06-30', { reports: told }, ['677'], [id]).map(({ state, period }) => [state, period.from])
  expect(ofYear('par.internal.score')).toEqual([['reported', '2023-01-01']])
  expect(ofYear('par.internal.rank')).toEqual([['missing', '2023-01-01']])
})

test('ranks are of a year: what was told of another year does not complete it, and an estimate does not count', () => {
  const [last, ...others] = falling(DISTRICTS).toReversed()
  const ofLast = last!.unit_code
  expect(ranks([...others, total(ofLast, 60, 2021)], ['672'])).toEqual([[null, null]])
  expect(ranks([...others, { ...last!, estimate: true }], ['672'])).toEqual([[null, null]])
  expect(ranks([...others, last!], ['672'])).toEqual([['1', '12']])
})

test('the units of a level are those of the last day of the year: after the merger there are ten districts', () => {
  const ten = codesOf('district', '2024-12-31')
  expect(ranks(falling(ten, 2024), ['672', '682'], '2025-03-01')).toEqual([
    ['1', '10'],
    ['10', '10'],
  ])
})

test('neither the province nor a commune is ranked', () => {
  expect(ranks([total('68', 90), total('24769', 90)], ['68', '24769'])).toEqual([undefined, undefined])
})
