import { expect, test } from 'vitest'
import type { FeedItem } from '../../feed/item.ts'
import { emptyList, type FeedAction, HELD_MAX, LINES_MAX, reduceFeed } from './feed-list.ts'

const item = (offset: number): FeedItem => ({
  topic: 'dossier.v1',
  partition: 0,
  offset,
  appendedAt: '2024-07-01T08:00:00.000+07:00',
  source: 'live-demo',
  code: `000.00.00.H36-240701-${1000 + offset}`,
  unitCode: null,
  unitName: null,
  status: null,
  recordedAt: '2024-07-01T08:00:00.000+07:00',
  voided: false,
})
const frame = (offsets: number[], notShown = 0): FeedAction => ({
  kind: 'message',
  message: { event: 'frame', id: 'x', data: { items: offsets.map(item), notShown, unreadable: 0 } },
})
const offsetsOf = (lines: readonly { kind: string }[]) =>
  lines.map((line) => ('item' in line ? (line.item as FeedItem).offset : 'gap'))
const after = (...actions: FeedAction[]) => actions.reduce(reduceFeed, emptyList)

test('the newest event stands first, and what was left out of the sample is counted', () => {
  const list = after(frame([1, 2], 40), frame([3], 2))
  expect(offsetsOf(list.lines)).toEqual([3, 2, 1])
  expect(list.notShown).toBe(42)
})

test('a pause holds what arrives and gives it back', () => {
  const paused = after(frame([1]), { kind: 'pause' }, frame([2, 3]))
  expect(offsetsOf(paused.lines)).toEqual([1])
  expect(paused.held).toHaveLength(2)
  expect(offsetsOf(reduceFeed(paused, { kind: 'resume' }).lines)).toEqual([3, 2, 1])
})

test('a full pause buffer drops its oldest and says how many', () => {
  const many = Array.from({ length: HELD_MAX + 7 }, (_, i) => i)
  const paused = after({ kind: 'pause' }, frame(many))
  expect(paused.held).toHaveLength(HELD_MAX)
  expect(paused.heldLost).toBe(7)
})

test('the list stays bounded, and a gap stands where events are missing', () => {
  const gap: FeedAction = {
    kind: 'message',
    message: { event: 'gap', data: { reason: 'slow-viewer', events: 12 } },
  }
  const list = after(frame(Array.from({ length: LINES_MAX + 5 }, (_, i) => i)), gap, frame([99]))
  expect(list.lines).toHaveLength(LINES_MAX)
  expect(offsetsOf(list.lines.slice(0, 2))).toEqual([99, 'gap'])
  expect(list.notShown).toBe(12)
})
