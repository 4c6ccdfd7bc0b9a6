import { openCatalogues } from '@ioc/catalogues'
import { expect, test } from 'vitest'
import { openIndicators } from './catalogue/index.ts'
import { completenessOf, type Progress } from './completeness.ts'
import { scopesOf } from './scopes.ts'

const catalogues = openCatalogues()
const DATE = '2024-06-30'
const map = scopesOf(catalogues, { kind: 'then' }, DATE)
const END = Date.parse('2024-06-30T23:59:59.999+07:00')
const feedback = openIndicators(catalogues).filter(({ group }) => group === 'feedback')

const word = (source: string, streams: string[], untilMs = END, fromMs: number | null = null): Progress => ({
  ...{ source, contract: 'feedback.v1', units: ['68'], streams },
  ...{ complete_from_ms: fromMs, complete_up_to_ms: untilMs, emitted: 1, rejected: 0, simulated: false },
})
const unitsOf = (...progress: Progress[]) => completenessOf(catalogues, feedback, DATE, map, progress).units

test('the province has reported when every channel that somebody tells is told to the end of the day', () => {
  const portal = word('portal', ['national-portal'])
  expect(unitsOf(portal)).toEqual({ expected: 1, reported: 1, late: 0 })
  expect(unitsOf(portal, word('calls', ['hotline']))).toEqual({ expected: 1, reported: 1, late: 0 })
  expect(unitsOf(portal, word('calls', ['hotline'], END - 1))).toEqual({ expected: 1, reported: 0, late: 1 })
})

test('a source that names no channel tells all of them', () => {
  expect(unitsOf(word('rebuild', []))).toEqual({ expected: 1, reported: 1, late: 0 })
  expect(unitsOf(word('rebuild', []), word('calls', ['hotline'], END - 1)).reported).toBe(1)
  const portal = word('portal', ['national-portal'])
  expect(unitsOf(portal, word('calls', [], END - 1))).toEqual({ expected: 1, reported: 0, late: 1 })
  expect(unitsOf()).toEqual({ expected: 1, reported: 0, late: 0 })
})

test('a source of another channel that began after the day is not waited for', () => {
  const later = word('calls', ['hotline'], END + 10 * 86_400_000, END + 86_400_000)
  expect(unitsOf(word('portal', ['national-portal']), later).reported).toBe(1)
})
