import type { FeedItem } from '../../feed/item.ts'
import type { Gap, Message } from '../../feed/viewer.ts'

/** One line of the feed: an event, or the place where some are missing. */
export type Line = { kind: 'event'; item: FeedItem } | { kind: 'gap'; gap: Gap; number: number }

/** The feed as the page holds it: newest first, bounded, with everything counted that is not in it. */
export type FeedList = {
  lines: readonly Line[]
  paused: boolean
  /** What arrived during the pause, newest first. */
  held: readonly Line[]
  /** Events dropped from a full pause buffer. */
  heldLost: number
  notShown: number
  unreadable: number
  gaps: number
}

export const LINES_MAX = 60
export const HELD_MAX = 500

export const emptyList: FeedList = {
  lines: [],
  paused: false,
  held: [],
  heldLost: 0,
  notShown: 0,
  unreadable: 0,
  gaps: 0,
}

export type FeedAction = { kind: 'message'; message: Message } | { kind: 'pause' } | { kind: 'resume' }

/** The list after a message arrived or a person paused or went on. A pause loses nothing until its buffer is full, and then says so. */
export function reduceFeed(list: FeedList, action: FeedAction): FeedList {
  if (action.kind === 'pause') return { ...list, paused: true }
  if (action.kind === 'resume')
    return { ...list, paused: false, lines: newest([...list.held, ...list.lines]), held: [], heldLost: 0 }
  const counted = countMessage(list, action.message)
  const arrived = linesOf(action.message, counted.gaps)
  if (!list.paused) return { ...counted, lines: newest([...arrived, ...list.lines]) }
  const held = [...arrived, ...list.held]
  return {
    ...counted,
    held: held.slice(0, HELD_MAX),
    heldLost: list.heldLost + Math.max(0, held.length - HELD_MAX),
  }
}

const newest = (lines: Line[]): Line[] => lines.slice(0, LINES_MAX)

const linesOf = (message: Message, number: number): Line[] =>
  message.event === 'gap'
    ? [{ kind: 'gap', gap: message.data, number }]
    : message.data.items.map((item): Line => ({ kind: 'event', item })).reverse()

function countMessage(list: FeedList, message: Message): FeedList {
  if (message.event === 'gap')
    return { ...list, gaps: list.gaps + 1, notShown: list.notShown + (message.data.events ?? 0) }
  return {
    ...list,
    notShown: list.notShown + message.data.notShown,
    unreadable: list.unreadable + message.data.unreadable,
  }
}
