import type { FeedItem } from '../../feed/item.ts'
import { recordsBetween } from '../../feed/position.ts'
import type { Gap, Message } from '../../feed/viewer.ts'

/** One line of the feed: an event, or the place where some are missing. `earlier`: it was there before the page was opened. */
export type Line =
  | { kind: 'event'; item: FeedItem; earlier: boolean }
  | { kind: 'gap'; gap: Gap; number: number }

/**
 * What was told since one position of the log. `shown`, `held`, `notShown`, `unreadable` and `lost` together are the records that the
 * log holds from there to `to`.
 */
export type Counted = {
  from: string | null
  to: string | null
  shown: number
  notShown: number
  unreadable: number
  /** Counted by gaps alone. */
  lost: number
  /** With a filter: how many events passed it. */
  matched: number | null
}

/** The feed as the page holds it: newest first, bounded, with everything counted that is not in it. */
export type FeedList = {
  lines: readonly Line[]
  paused: boolean
  /** What arrived during the pause, newest first. */
  held: readonly Line[]
  counted: Counted
  gaps: number
}

export const LINES_MAX = 500
/** A pause that holds so many takes no more: the rest stays in the log, and is read from there when it ends. */
export const HELD_MAX = 2_000

const nothing: Counted = {
  ...{ from: null, to: null, shown: 0, notShown: 0, unreadable: 0, lost: 0, matched: null },
}
export const emptyList: FeedList = { lines: [], paused: false, held: [], counted: nothing, gaps: 0 }

export type FeedAction = { kind: 'message'; message: Message } | { kind: 'pause' } | { kind: 'resume' }

export const isFull = ({ paused, held }: FeedList): boolean => paused && held.length >= HELD_MAX

/** Records that came during the pause and wait to be shown. */
export const heldEvents = ({ held }: FeedList): number => held.filter(({ kind }) => kind === 'event').length

/** What the log has, and what was told of it; null before anything is known. The two are the same, or the page says so. */
export function reckoning(list: FeedList): { log: number | null; told: number } | null {
  const { from, to, shown, notShown, unreadable, lost } = list.counted
  if (from === null || to === null) return null
  return { log: recordsBetween(from, to), told: shown + heldEvents(list) + notShown + unreadable + lost }
}

/** The list after a message arrived or a person paused or went on. A pause loses nothing. */
export function reduceFeed(list: FeedList, action: FeedAction): FeedList {
  if (action.kind === 'pause') return { ...list, paused: true }
  if (action.kind === 'resume') return shown({ ...list, paused: false, held: [] }, list.held)
  const gaps = list.gaps + (action.message.event === 'gap' ? 1 : 0)
  const next = { ...list, gaps, counted: countMessage(list.counted, action.message) }
  const arrived = linesOf(action.message, gaps)
  return list.paused ? { ...next, held: [...arrived, ...list.held] } : shown(next, arrived)
}

const shown = (list: FeedList, arrived: readonly Line[]): FeedList => ({
  ...list,
  lines: [...arrived, ...list.lines].slice(0, LINES_MAX),
  counted: { ...list.counted, shown: list.counted.shown + arrived.filter(isCounted).length },
})

const isCounted = (line: Line) => line.kind === 'event' && !line.earlier

const linesOf = (message: Message, number: number): Line[] =>
  message.event === 'gap'
    ? [{ kind: 'gap', gap: message.data, number }]
    : message.data.items
        .map((item): Line => ({ kind: 'event', item, earlier: message.event === 'greeting' }))
        .reverse()

function countMessage(counted: Counted, message: Message): Counted {
  const { id } = message
  if (message.event === 'greeting') return { ...counted, from: counted.from ?? id, to: id }
  if (message.event === 'gap') {
    const { events } = message.data
    // What was missed is not known: nothing told before can be held against the log any more.
    return events === null
      ? { ...nothing, from: id, to: id }
      : { ...counted, to: id, lost: counted.lost + events }
  }
  const { notShown, unreadable, matched } = message.data
  return {
    ...counted,
    to: id,
    notShown: counted.notShown + notShown,
    unreadable: counted.unreadable + unreadable,
    matched: matched === null ? null : (counted.matched ?? 0) + matched,
  }
}
