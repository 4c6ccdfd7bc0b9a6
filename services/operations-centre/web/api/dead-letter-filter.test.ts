import { expect, test } from 'vitest'
import { askedOf, NO_FILTER, summaryPathOf } from './dead-letter-filter.ts'

test('what is not chosen is not asked, and an hour is Vietnam’s', () => {
  expect(askedOf(NO_FILTER)).toEqual({})
  expect(askedOf({ ...NO_FILTER, contract: 'dossier.v1', from: '2024-06-20T08:30' })).toEqual({
    contract: 'dossier.v1',
    from: '2024-06-20T08:30:00+07:00',
  })
})

test('the counts follow every choice but the unit', () => {
  expect(summaryPathOf({ ...NO_FILTER, unit: '24769' })).toBe('/v1/dead-letters/summary')
  expect(summaryPathOf({ ...NO_FILTER, source: 'a b', unit: '24769', to: '2024-06-20T08:30:15' })).toBe(
    '/v1/dead-letters/summary?source=a+b&to=2024-06-20T08%3A30%3A15%2B07%3A00',
  )
})
