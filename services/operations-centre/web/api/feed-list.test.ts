import { expect, test } from 'vitest'
import type { FeedItem } from '../../feed/item.ts'
import {
  emptyList,
  type FeedAction,
  HELD_MAX,
  heldEvents,
  isFull,
  LINES_MAX,
  reckoning,
  reduceFeed,
} from './feed-list.ts'

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
const message = (message: Extract<FeedAction, { kind: 'message' }>['message']): FeedAction => ({
  kind: 'message',
  message,
})
const frame = (offsets: number[], notShown = 0, id = 'x', matched: number | null = null): FeedAction =>
  message({ event: 'frame', id, data: { items: offsets.map(item), notShown, unreadable: 0, matched } })
const greeting = (offsets: number[], id: string): FeedAction =>
  message({ event: 'greeting', id, data: { items: offsets.map(item) } })
const gap = (events: number | null, id = 'x'): FeedAction =>
  message({ event: 'gap', id, data: { reason: 'slow-viewer', events } })
const offsetsOf = (lines: readonly { kind: string }[]) =>
  lines.map((line) => ('item' in line ? (line.item as FeedItem).offset : 'gap'))
const after = (...actions: FeedAction[]) => actions.reduce(reduceFeed, emptyList)

test('the newest event stands first, and what was left out of the sample is counted', () => {
  const list = after(frame([1, 2], 40), frame([3], 2))
  expect(offsetsOf(list.lines)).toEqual([3, 2, 1])
  expect(list.counted).toMatchObject({ shown: 3, notShown: 42 })
})

test('what is told is what the log has between two positions; what was there before belongs to no count', () => {
  // Positions in base 36: 10 is 36, 1a is 46.
  const list = after(
    greeting([34, 35], '10.5'),
    frame([36, 37], 3, '15.5'),
    gap(4, '19.5'),
    frame([45], 0, '1a.5'),
  )
  expect(offsetsOf(list.lines)).toEqual([45, 'gap', 37, 36, 35, 34])
  expect(reckoning(list)).toEqual({ log: 10, told: 10 })
  // Nobody knows what was missed: a new count begins.
  expect(reckoning(reduceFeed(list, gap(null, '20.5')))).toEqual({ log: 0, told: 0 })
  // A record that was told twice, or never, would show.
  expect(reckoning(reduceFeed(list, frame([46], 1, '1b.5')))).toEqual({ log: 11, told: 12 })
})

test('a pause holds what arrives and gives it back', () => {
  const paused = after(greeting([], '0'), frame([1], 0, '1'), { kind: 'pause' }, frame([2, 3], 0, '3'))
  expect(offsetsOf(paused.lines)).toEqual([1])
  expect([heldEvents(paused), paused.counted.shown]).toEqual([2, 1])
  expect(reckoning(paused)).toEqual({ log: 3, told: 3 })
  const on = reduceFeed(paused, { kind: 'resume' })
  expect(offsetsOf(on.lines)).toEqual([3, 2, 1])
  expect(reckoning(on)).toEqual({ log: 3, told: 3 })
})

test('a pause that holds its most says so, and has dropped nothing', () => {
  const paused = after({ kind: 'pause' }, frame(Array.from({ length: HELD_MAX - 1 }, (_, i) => i)))
  expect(isFull(paused)).toBe(false)
  const full = reduceFeed(paused, frame([5_000, 5_001]))
  expect([isFull(full), full.held.length]).toEqual([true, HELD_MAX + 1])
  expect(isFull(reduceFeed(full, { kind: 'resume' }))).toBe(false)
})

test('with a filter it is told how many events passed it', () => {
  expect(after(frame([1], 9, 'a', 4), frame([2], 9, 'b', 1)).counted.matched).toBe(5)
  expect(after(frame([1], 9, 'a')).counted.matched).toBeNull()
})

test('the list stays bounded, and a gap stands where events are missing', () => {
  const list = after(frame(Array.from({ length: LINES_MAX + 5 }, (_, i) => i)), gap(12), frame([9_999]))
  expect(list.lines).toHaveLength(LINES_MAX)
  expect(offsetsOf(list.lines.slice(0, 2))).toEqual([9_999, 'gap'])
  expect(list.counted.lost).toBe(12)
})
