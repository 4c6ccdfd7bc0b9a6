import type { Frame } from './frame.ts'
import type { FeedItem } from './item.ts'

/** Why a viewer is told that events lie between what it saw and what comes. */
export const GAP_REASONS = ['slow-viewer', 'log-begins-later', 'position-unknown'] as const
export type GapReason = (typeof GAP_REASONS)[number]

/** That something lies between; how many records, where it is known. */
export type Gap = { reason: GapReason; events: number | null }

/**
 * What is written to a viewer. Every id is a position, and what lies between two of them is told exactly once: as a frame, or as a
 * gap with its count. A gap whose count is not known begins a new count.
 */
export type Message =
  /** The newest events before the viewer came: they belong to no count. */
  | { event: 'greeting'; id: string; data: { items: FeedItem[] } }
  | { event: 'frame'; id: string; data: Pick<Frame, 'items' | 'notShown' | 'unreadable' | 'matched'> }
  | { event: 'gap'; id: string; data: Gap }

/** The bounded queue between the feed and one viewer. */
export type Viewer = {
  push(message: Message): void
  /** Takes the oldest message, or null. */
  take(): Message | null
  /** Messages dropped since it began. */
  dropped(): number
}

/** A slow viewer loses its oldest frames, is told how many events were in them, and goes on with the newest. */
export function openViewer(messagesMax: number): Viewer {
  const queue: Message[] = []
  let lost: { id: string; events: number | null } | null = null
  let dropped = 0
  return {
    push: (message) => {
      queue.push(message)
      while (queue.length > messagesMax) {
        const oldest = queue.shift()!
        lost = { id: oldest.id, events: sum(lost ? lost.events : 0, eventsIn(oldest)) }
        dropped += 1
      }
    },
    take: () => {
      if (lost) {
        const gap: Message = {
          event: 'gap',
          id: lost.id,
          data: { reason: 'slow-viewer', events: lost.events },
        }
        lost = null
        return gap
      }
      return queue.shift() ?? null
    },
    dropped: () => dropped,
  }
}

const sum = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b)

const eventsIn = ({ event, data }: Message): number | null => {
  if (event === 'greeting') return 0
  return event === 'gap' ? data.events : data.items.length + data.notShown + data.unreadable
}

/** One text for all who get the same message: with hundreds of viewers, writing it for each was most of the work. */
const texts = new WeakMap<object, string>()

/** A message in the form of server-sent events; the data is one line of JSON. */
export const writeMessage = (message: Message): string => {
  const there = texts.get(message.data)
  if (there !== undefined) return there
  const text = `id: ${message.id}\nevent: ${message.event}\ndata: ${JSON.stringify(message.data)}\n\n`
  texts.set(message.data, text)
  return text
}
