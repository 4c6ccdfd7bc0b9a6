import { expect, test } from 'vitest'
import { valueAt, withValue } from './event.ts'

const event = { id: 'a', data: { status: '9', list: [{ at: 1 }, { at: 2 }], answers: { 'a.b': 3 } } }

test.each([
  [['data', 'status'], 'returned', { ...event.data, status: 'returned' }],
  [['data', 'status'], undefined, { list: event.data.list, answers: event.data.answers }],
  [['data', 'list', 1, 'at'], null, { ...event.data, list: [{ at: 1 }, { at: null }] }],
  [['data', 'list', 0], undefined, { ...event.data, list: [{ at: 2 }] }],
  [['data', 'list', 2, 'at'], 5, { ...event.data, list: [{ at: 1 }, { at: 2 }, { at: 5 }] }],
  [['data', 'answers', 'a.b'], undefined, { ...event.data, answers: {} }],
])('one place changes: %j to %j', (path, value, data) => {
  const before = structuredClone(event)
  expect(withValue(event, path, value)).toEqual({ id: 'a', data })
  expect(event).toEqual(before)
})

test('an event that was nothing at all grows where something is written', () => {
  expect(withValue(null, ['data', 'extensions', 0, 'apology'], true)).toEqual({
    data: { extensions: [{ apology: true }] },
  })
  expect(withValue('text', ['data', 'status'], 'x')).toEqual({ data: { status: 'x' } })
})

test('what is not there is undefined, also what every object has from elsewhere', () => {
  expect(valueAt(event, ['data', 'list', 1, 'at'])).toBe(2)
  expect(valueAt(event, ['data', 'toString'])).toBe(undefined)
  expect(valueAt(event, ['id', 'length', 'x'])).toBe(undefined)
})
