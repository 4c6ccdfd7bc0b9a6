import { expect, test } from 'vitest'
import { changedPaths, mended } from './changes.ts'

const event = { id: 'a', data: { status: '9', deep: { a: 1 }, list: [1, 2], 'Nguyễn Văn A': 1 } }

test('fields are set, taken out and merged; the event given is not touched', () => {
  const before = structuredClone(event)
  const after = mended(event, {
    changes: [
      { path: 'headers.ce_id', value: 'b' },
      { path: 'data.deep.b', value: { c: null } },
      { path: ['data', 'list', '0'], remove: true },
      { path: 'data.?1', remove: true },
      { path: 'data.gone.too', remove: true },
    ],
    patch: { data: { status: 'returned', deep: { a: null } } },
  })
  expect(after).toEqual({ id: 'b', data: { status: 'returned', deep: { b: { c: null } }, list: [2] } })
  expect(event).toEqual(before)
})

test('a field called __proto__ can be taken out, and not put in', () => {
  const sly = JSON.parse('{"data":{"__proto__":{"a":1},"b":2}}')
  expect(JSON.stringify(mended(sly, { changes: [{ path: 'data.__proto__', remove: true }] }))).toBe(
    '{"data":{"b":2}}',
  )
  for (const mending of [
    { changes: [{ path: 'data.__proto__.a', value: 1 }] },
    { patch: JSON.parse('{"data":{"__proto__":{"a":1}}}') },
  ])
    expect(() => mended(event, mending)).toThrow('__proto__')
  expect(({} as { a?: number }).a).toBeUndefined()
})

test.each([
  ['a mask is no value', { changes: [{ path: 'data.status', value: '•••' }] }],
  ['nor is one inside', { patch: { data: { x: ['a •••'] } } }],
  ['a path', { changes: [{ path: '', value: 1 }] }],
  ['below a text', { changes: [{ path: 'data.status.x', value: 1 }] }],
])('refused: %s', (_, mending) => {
  expect(() => mended(event, mending)).toThrow(expect.objectContaining({ code: 'wrong-change' }))
})

test('which fields were changed is told, never to what, and no name that could be data', () => {
  expect(
    changedPaths({
      changes: [
        { path: 'headers.ce_id', value: 'x' },
        { path: ['data', 'Nguyễn Văn A'], remove: true },
      ],
      patch: { data: { status: 'x', deep: { a: [1] } } },
    }),
  ).toEqual(['id', 'data.?', 'data.status', 'data.deep.a'])
})
