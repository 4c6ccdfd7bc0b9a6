import type { FeedItem } from './item.ts'
import type { Position } from './position.ts'

/**
 * What happened in one slice of time: a sample of events, and how many went by beside it. `items.length + notShown + unreadable`
 * is what the log holds between the position before and this one, exactly, whatever the filter.
 */
export type Frame = {
  /** Where the log stood after this frame; the id a viewer resumes from. */
  id: string
  position: Position
  items: FeedItem[]
  /** Records that are not among `items`: left out of the sample, or not asked for. */
  notShown: number
  /** Records that did not pass their contract; the dead letters have them. Of those left out it is not known. */
  unreadable: number
  /** With a filter: how many events it let through, shown or not. Null: there is none. */
  matched: number | null
}

/** Several frames as one, for a viewer that comes back: the newest events of them, the others counted. */
export function mergeFrames(frames: readonly [Frame, ...Frame[]], itemsMax: number): Frame {
  const items = frames.flatMap((frame) => frame.items)
  const shown = items.slice(-itemsMax)
  const sum = (count: (frame: Frame) => number) => frames.reduce((total, frame) => total + count(frame), 0)
  const newest = frames.at(-1)!
  return {
    ...newest,
    items: shown,
    notShown: sum((frame) => frame.notShown) + items.length - shown.length,
    unreadable: sum((frame) => frame.unreadable),
    matched: newest.matched === null ? null : sum((frame) => frame.matched ?? 0),
  }
}
