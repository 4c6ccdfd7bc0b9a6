import { expect, test } from 'vitest'
import { openCatalogues, remediationIndicator, remediesDone, remedyOfIndicator } from './index.ts'

const plan = openCatalogues()
const codes = [...plan.remediationCriteria.map(({ code }) => code), null].flatMap((criterion) =>
  plan.remedies(criterion).map(({ code }) => code),
)

test('a remedy is open, done or overdue, and each is one of them on every day', () => {
  const done = new Map([
    ['1.7/1', '2024-12-31'],
    ['1.3.2/1', '2025-02-01'],
    ['9.1/4', '2024-09-01'],
  ])
  const on = (day: string) => plan.remediationOn(day, done)
  // The plan is of 20/6/2024: the day before it nothing was ordered.
  expect(on('2024-06-19').overall).toEqual({ open: 0, done: 0, overdue: 0, total: 0 })
  expect(on('2024-06-20').overall).toEqual({ open: 45, done: 0, overdue: 0, total: 45 })
  // A deadline is kept through its last day, and only three of the remedies have one.
  expect(on('2024-12-31').overall).toEqual({ open: 43, done: 2, overdue: 0, total: 45 })
  expect(on('2025-01-01').overall).toEqual({ open: 41, done: 2, overdue: 2, total: 45 })
  // What is done late is done.
  expect(on('2025-02-01').overall).toEqual({ open: 41, done: 3, overdue: 1, total: 45 })
  expect(on('2025-02-01').byCriterion.get('1.3.2')).toEqual({ open: 0, done: 1, overdue: 0, total: 1 })
  expect(on('2025-02-01').byCriterion.get('8.2')).toEqual({ open: 3, done: 0, overdue: 1, total: 4 })
  expect(on('2025-02-01').general).toEqual({ open: 12, done: 0, overdue: 0, total: 12 })
})

test('what goes on is never overdue', () => {
  const { overall } = plan.remediationOn('2099-12-31', new Map())
  expect(overall).toEqual({ open: 42, done: 0, overdue: 3, total: 45 })
})

test('the counts of the criteria and of the body add up to the whole', () => {
  const done = new Map(codes.filter((_, n) => n % 3 === 0).map((code) => [code, '2024-10-01']))
  const { overall, byCriterion, general } = plan.remediationOn('2025-06-01', done)
  const sum = { open: 0, done: 0, overdue: 0, total: 0 }
  for (const count of [...byCriterion.values(), general])
    for (const state of Object.keys(sum) as (keyof typeof sum)[]) sum[state] += count[state]
  expect(sum).toEqual(overall)
  expect(overall.open + overall.done + overall.overdue).toBe(overall.total)
  expect(overall.done).toBe(done.size)
})

test('a remedy said to be done that the plan does not know is named, not dropped', () => {
  const done = new Map([['1.3.2/9', '2024-10-01']])
  expect(plan.remediationOn('2025-01-01', done)).toMatchObject({ unknown: ['1.3.2/9'], overall: { done: 0 } })
  expect(() => plan.remediationOn('1/1/2025', done)).toThrow(RangeError)
})

test('each remedy has an indicator of its own, and the indicator names the remedy', () => {
  expect(remediationIndicator('1.3.2/1')).toBe('par.remediation.1-3-2-1')
  expect(remediationIndicator('general/12')).toBe('par.remediation.general-12')
  expect(codes.map((code) => remedyOfIndicator(remediationIndicator(code)))).toEqual(codes)
  // The id pattern of contract reported-figure.v1.
  const id = /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+$/
  expect(codes.map(remediationIndicator).filter((indicator) => !id.test(indicator))).toEqual([])
  for (const other of ['par.3.4.1', 'par.remediation.', 'par.remediation.1', 'par.remediation.x-1'])
    expect(remedyOfIndicator(other)).toBeNull()
})

test('done is one of one, told for the day it was done; the first telling counts', () => {
  const told = (code: string, numerator: number | null, periodTo: string) => ({
    indicator: remediationIndicator(code),
    numerator,
    denominator: 1,
    periodTo,
  })
  const figures = [
    told('1.7/1', 1, '2024-11-02'),
    told('1.7/1', 1, '2024-10-01'),
    told('1.3.2/1', 0, '2024-10-01'),
    told('1.6/1', null, '2024-10-01'),
    { ...told('8.4/1', 1, '2024-10-01'), indicator: 'par.8.4' },
  ]
  expect([...remediesDone(figures)]).toEqual([['1.7/1', '2024-10-01']])
  expect([...remediesDone(figures.toReversed())]).toEqual([['1.7/1', '2024-10-01']])
})

test('a remedy carries the cause of its criterion, its bodies and its time', () => {
  expect(plan.remedy('1.3.2/1')).toMatchObject({
    cause: { vi: expect.stringContaining('44/79 vấn đề') },
    lead: ['H36.01', 'H36.03', 'H36.06', 'H36.02'],
    deadline: '2024-12-31',
    deadlineText: 'Quý III, Quý IV năm 2024',
  })
  expect(plan.remedies('8.2').map(({ cause }) => cause)).toEqual(
    Array(4).fill(plan.remediationCriterion('8.2')?.cause),
  )
  expect(plan.remedies(null).map(({ cause }) => cause)).toEqual(Array(12).fill(null))
  expect([plan.remedy('1.3.2/2'), plan.remedies('1.2'), plan.remediationCriterion('1.2')]).toEqual([
    undefined,
    [],
    undefined,
  ])
})
