import { expect, test } from 'vitest'
import { openRecentBytes } from './recent-bytes.ts'

test('the newest bytes stay, within the bound; one beyond it alone does not', () => {
  const recent = openRecentBytes(10)
  recent.keep('a', Buffer.alloc(6))
  recent.keep('b', Buffer.alloc(4))
  expect([recent.get('a')?.length, recent.get('b')?.length]).toEqual([6, 4])
  recent.keep('c', Buffer.alloc(3))
  expect([recent.get('a'), recent.get('b')?.length, recent.get('c')?.length]).toEqual([undefined, 4, 3])
  recent.keep('b', Buffer.alloc(7)) // the same key anew is counted once
  expect([recent.get('b')?.length, recent.get('c')?.length]).toEqual([7, 3])
  recent.keep('d', Buffer.alloc(11))
  expect(recent.get('d')).toBeUndefined()
})
