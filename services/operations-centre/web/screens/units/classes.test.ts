import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CLASSES, classOf, limitsOf } from './classes.ts'

test('each shade has about as many units', () => {
  const values = Array.from({ length: 100 }, (_, k) => k)
  const limits = limitsOf(values)
  const sizes = [...Map.groupBy(values, (value) => classOf(value, limits)).values()].map(
    ({ length }) => length,
  )
  expect(sizes).toEqual([20, 20, 20, 20, 20])
})

test('a greater value never has a lighter shade, equal ones have the same, and there are at most five', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 }), (values) => {
      const limits = limitsOf(values)
      const shades = [...values].sort((a, b) => a - b).map((value) => classOf(value, limits))
      expect(shades).toEqual([...shades].sort((a, b) => a - b))
      expect(Math.max(...shades)).toBeLessThan(CLASSES)
      expect(new Set(shades).size).toBe(limits.length + 1)
    }),
  )
})
