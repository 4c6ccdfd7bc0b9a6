import { expect, test } from 'vitest'
import { changesBetween, MaskEdited } from './json-changes.ts'

const shown = {
  id: 'a',
  data: { HoTen: '•••', dueAt: '2024-02-30', tags: ['x', '•••'], deep: { 'a.b': 1, c: 2 } },
}

test('only what was touched is sent; what is masked stays where it is', () => {
  const edited = structuredClone(shown) as Record<string, never> & typeof shown
  expect(changesBetween(shown, edited)).toEqual([])
  const data = { ...shown.data, dueAt: null, deep: { 'a.b': 3 }, more: { new: true } }
  expect(changesBetween(shown, { ...shown, data })).toEqual([
    { path: ['data', 'dueAt'], value: null },
    { path: ['data', 'deep', 'a.b'], value: 3 },
    { path: ['data', 'deep', 'c'], remove: true },
    { path: ['data', 'more'], value: { new: true } },
  ])
})

test('a masked field may be taken out or given a value, but the mask is no value', () => {
  const { HoTen: _, ...without } = shown.data
  expect(changesBetween(shown, { ...shown, data: without })).toEqual([
    { path: ['data', 'HoTen'], remove: true },
  ])
  expect(changesBetween(shown, { ...shown, data: { ...shown.data, HoTen: 'x' } })).toEqual([
    { path: ['data', 'HoTen'], value: 'x' },
  ])
  for (const data of [
    { ...shown.data, HoTen: '••• A' },
    { ...shown.data, other: '•••' },
    { ...shown.data, tags: ['y', '•••'] },
  ])
    expect(() => changesBetween(shown, { ...shown, data })).toThrow(MaskEdited)
})
