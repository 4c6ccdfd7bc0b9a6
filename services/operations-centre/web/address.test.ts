import { expect, test } from 'vitest'
import { addressOf, changed } from './address.ts'

const NOW = new URLSearchParams('lang=en&scope=676&source=hotline&date=2024-06-30')

test('a screen takes along what is chosen for all, and leaves what is its own', () => {
  expect(addressOf('/units', NOW)).toBe('/units?lang=en&scope=676&date=2024-06-30')
  expect(addressOf('/indicators/dossier.on-time', NOW, { period: 'month', date: null })).toBe(
    '/indicators/dossier.on-time?lang=en&scope=676&period=month',
  )
  expect(addressOf('/', new URLSearchParams())).toBe('/')
})

test('a change leaves the other words as they are', () => {
  expect(changed(NOW, { source: null, unit: '24769' }).toString()).toBe(
    'lang=en&scope=676&date=2024-06-30&unit=24769',
  )
})
