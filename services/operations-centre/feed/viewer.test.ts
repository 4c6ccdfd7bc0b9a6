import { expect, test } from 'vitest'
import type { FeedItem } from './item.ts'
import { type Message, openViewer, type Viewer, writeMessage } from './viewer.ts'

const frame = (id: string, shown: number, notShown = 0): Message => ({
  event: 'frame',
  id,
  data: {
    items: Array.from({ length: shown }, () => ({}) as FeedItem),
    notShown,
    unreadable: 0,
    matched: null,
  },
})
const takeAll = (viewer: Viewer) => {
  const taken: Message[] = []
  for (let message = viewer.take(); message; message = viewer.take()) taken.push(message)
  return taken
}

test('a viewer that keeps up gets every frame in order', () => {
  const viewer = openViewer(2)
  viewer.push(frame('a', 1))
  expect(takeAll(viewer)).toEqual([frame('a', 1)])
  viewer.push(frame('b', 1))
  viewer.push(frame('c', 1))
  expect(takeAll(viewer)).toEqual([frame('b', 1), frame('c', 1)])
})

test('a slow viewer loses its oldest frames, is told how many events they held, and goes on with the newest', () => {
  const viewer = openViewer(2)
  for (const id of ['a', 'b', 'c', 'd']) viewer.push(frame(id, 3, 7))
  expect(takeAll(viewer)).toEqual([
    // The gap reaches up to the last frame it counts: who comes back with its id is told neither again.
    { event: 'gap', id: 'b', data: { reason: 'slow-viewer', events: 20 } },
    frame('c', 3, 7),
    frame('d', 3, 7),
  ])
  expect(viewer.dropped()).toBe(2)
  expect(viewer.take()).toBeNull()
})

test('a message is written as one server-sent event; a gap too moves the position past what it counts', () => {
  expect(writeMessage(frame('2s.7', 0, 4))).toBe(
    'id: 2s.7\nevent: frame\ndata: {"items":[],"notShown":4,"unreadable":0,"matched":null}\n\n',
  )
  expect(writeMessage({ event: 'gap', id: '2t.7', data: { reason: 'slow-viewer', events: 20 } })).toBe(
    'id: 2t.7\nevent: gap\ndata: {"reason":"slow-viewer","events":20}\n\n',
  )
})
