import type { Frame } from './hub.ts'

/** Why a viewer is told that events lie between what it saw and what comes. */
export const GAP_REASONS = ['slow-viewer', 'log-begins-later', 'position-unknown'] as const
export type GapReason = (typeof GAP_REASONS)[number]

/** That something lies between; how many events, where it is known. */
export type Gap = { reason: GapReason; events: number | null }

/** What is written to a viewer. */
export type Message =
  | { event: 'frame'; id: string; data: Pick<Frame, 'items' | 'notShown' | 'unreadable'> }
  | { event: 'gap'; data: Gap }

/** The bounded queue between the feed and one viewer. */
export type Viewer = {
  push(message: Message): void
  /** Takes the oldest message, or null. */
  take(): Message | null
  /** Frames dropped since it began. */
  dropped(): number
}

/** A slow viewer loses its oldest frames, is told how many events were in them, and goes on with the newest. */
export function openViewer(messagesMax: number): Viewer {
  const queue: Message[] = []
  let lost = 0
  let dropped = 0
  return {
    push: (message) => {
      queue.push(message)
      while (queue.length > messagesMax) {
        lost += eventsIn(queue.shift()!)
        dropped += 1
      }
    },
    take: () => {
      if (lost > 0) {
        const gap: Message = { event: 'gap', data: { reason: 'slow-viewer', events: lost } }
        lost = 0
        return gap
      }
      return queue.shift() ?? null
    },
    dropped: () => dropped,
  }
}

const eventsIn = (message: Message): number =>
  message.event === 'gap'
    ? (message.data.events ?? 0)
    : message.data.items.length + message.data.notShown + message.data.unreadable

/** A message in the form of server-sent events; the data is one line of JSON. */
export const writeMessage = (message: Message): string =>
  `${message.event === 'frame' ? `id: ${message.id}\n` : ''}event: ${message.event}\ndata: ${JSON.stringify(message.data)}\n\n`
