import { expect, test } from 'vitest'
import { questionOf, valuePath, valueWords } from './address.ts'

const place = { group: 'dossier', date: '2024-06-30', revision: 2 }
const cell = {
  indicator: 'dossier.on-time',
  unit: '676',
  since: null,
  level: 'commune',
  period: { kind: 'half-year', to: '2024-06-30' },
}

test('the address of a value says which one it is, and asks for that one', () => {
  const words = new URLSearchParams({ lang: 'en' })
  for (const [name, word] of Object.entries(valueWords(cell))) if (word !== null) words.set(name, word)
  expect(`${valuePath(place, cell.indicator)}?${words}`).toBe(
    '/snapshots/dossier/2024-06-30/2/dossier.on-time?lang=en&unit=676&level=commune&of=half-year&to=2024-06-30',
  )
  expect(questionOf(place, cell.indicator, words)).toBe(
    '/v1/snapshots/dossier/2024-06-30/2/explain?indicator=dossier.on-time&unit=676&level=commune&period=half-year&to=2024-06-30',
  )
  expect(questionOf(place, cell.indicator, new URLSearchParams(), 'numerator')).toMatch(
    /on-time&half=numerator$/,
  )
})

test('a unit that bears the code of another one is told by its first day', () => {
  expect(valueWords({ ...cell, since: '2020-01-01' })).toMatchObject({ unit: '676', since: '2020-01-01' })
})

test('what is no part of a path stays one part', () => {
  expect(valuePath(place, '../x?y')).toBe('/snapshots/dossier/2024-06-30/2/..%2Fx%3Fy')
})
