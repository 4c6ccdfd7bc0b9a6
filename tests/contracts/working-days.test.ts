import { openCatalogues } from '@ioc/catalogues'
import fc from 'fast-check'
import { expect, test } from 'vitest'

/** What must hold of any calendar of working days, tried on ours. */
const { workingDays } = openCatalogues()
const { isWorkingDay, workingDaysBetween, addWorkingDays, daysWorked, daysOff } = workingDays

const DAY_MS = 86_400_000
const firstMs = Date.parse(workingDays.describedFrom)
const days = (Date.parse(workingDays.describedUntil) - firstMs) / DAY_MS
const dayAt = (index: number) => new Date(firstMs + index * DAY_MS).toISOString().slice(0, 10)
const anyDay = fc.nat({ max: days - 1 }).map(dayAt)
/** Far enough from the end that the next hundred working days are described. */
const earlyDay = fc.nat({ max: days - 200 }).map(dayAt)
const anyNumber = fc.nat({ max: 50 })

test('working days between are additive over any three days, in any order', () => {
  fc.assert(
    fc.property(anyDay, anyDay, anyDay, (a, b, c) => {
      expect(Number(workingDaysBetween(a, b)) + Number(workingDaysBetween(b, c))).toBe(
        workingDaysBetween(a, c),
      )
    }),
  )
})

test('between counts, day by day, the days that are worked', () => {
  fc.assert(
    fc.property(fc.nat({ max: days - 1 }), fc.nat({ max: 60 }), (index, length) => {
      const to = Math.min(index + length, days - 1)
      const walked = Array.from({ length: to - index }, (_, i) => dayAt(index + 1 + i))
      expect(workingDaysBetween(dayAt(index), dayAt(to))).toBe(
        walked.filter((day) => isWorkingDay(day) === true).length,
      )
    }),
  )
})

test('adding is the inverse of counting, and ends on a working day', () => {
  fc.assert(
    fc.property(earlyDay, anyNumber, (day, n) => {
      const added = addWorkingDays(day, n)
      expect(workingDaysBetween(day, added)).toBe(n)
      if (n > 0) expect(isWorkingDay(added)).toBe(true)
    }),
  )
})

test('adding twice is adding the sum', () => {
  fc.assert(
    fc.property(earlyDay, anyNumber, anyNumber, (day, m, n) => {
      expect(addWorkingDays(addWorkingDays(day, m), n)).toBe(addWorkingDays(day, m + n))
    }),
  )
})

test('every swapped weekend day counts, every listed weekday does not', () => {
  expect(daysWorked).toEqual(['2024-05-04', '2025-04-26', '2026-01-10', '2026-08-22'])
  expect(daysWorked.map(isWorkingDay)).toEqual(daysWorked.map(() => true))
  expect(daysOff.map(isWorkingDay)).toEqual(daysOff.map(() => false))
})
