import type { ServerResponse } from 'node:http'
import type { Feed } from './feed.ts'
import { type Frame, type Hub, mergeFrames } from './hub.ts'
import { type Message, openViewer, type Viewer, writeMessage } from './viewer.ts'

const HEARTBEAT_MS = 10_000
const MESSAGES_MAX = 40 // ten seconds of frames
const ITEMS_ON_RETURN = 500
const ITEMS_FOR_GREETING = 30
const FRAMES_FOR_GREETING = 120
/** A viewer that read nothing for so long is gone; it will come back with its Last-Event-ID. */
const STALLED_MS = 60_000

/** Streams the feed to one viewer until it leaves: first what it missed, then live. Nothing waits for a slow one. */
export async function streamFeed(
  feed: Feed,
  response: ServerResponse,
  lastEventId: string | undefined,
): Promise<void> {
  const viewer = openViewer(MESSAGES_MAX)
  let waiting = true // what is cut meanwhile lies in the ring, where `goOn` finds it
  const flush = openFlush(viewer, response)
  const unsubscribe = feed.subscribe((frame) => {
    if (waiting) return
    viewer.push('reason' in frame ? { event: 'gap', data: frame } : asMessage(frame))
    flush()
  })
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS)
  response.once('close', () => {
    unsubscribe()
    clearInterval(heartbeat)
  })
  // Nothing is said before the feed has a position: whatever is appended after "connected" is then shown.
  await feed.hub()
  response.write('retry: 1000\n\n')
  await goOn(feed, viewer, lastEventId)
  waiting = false
  flush()
}

/** Queues what lies between the viewer's position and now; events that are appended meanwhile are in the ring by then. */
async function goOn(feed: Feed, viewer: Viewer, lastEventId: string | undefined): Promise<void> {
  const hub = await feed.hub()
  const resume = hub.resume(lastEventId)
  if (resume.kind === 'live') return greet(hub, viewer)
  if (resume.kind === 'unknown')
    return viewer.push({ event: 'gap', data: { reason: 'position-unknown', events: null } })
  if (resume.kind === 'ring') {
    const [first, ...others] = resume.frames
    if (first) viewer.push(asMessage(mergeFrames([first, ...others], ITEMS_ON_RETURN)))
    return
  }
  const { frame, removed } = await feed.backlog(resume.from, resume.to)
  if (removed > 0) viewer.push({ event: 'gap', data: { reason: 'log-begins-later', events: removed } })
  viewer.push(asMessage(mergeFrames([frame], ITEMS_ON_RETURN)))
  await goOn(feed, viewer, frame.id)
}

/** A new viewer sees what came last, so that a quiet river does not look like a broken one; what it never missed is not counted. */
function greet(hub: Hub, viewer: Viewer): void {
  const [first, ...others] = hub.recent(FRAMES_FOR_GREETING)
  if (!first) return
  const { id, items } = mergeFrames([first, ...others], ITEMS_FOR_GREETING)
  viewer.push({ event: 'frame', id, data: { items, notShown: 0, unreadable: 0 } })
}

const asMessage = ({ id, items, notShown, unreadable }: Frame): Message => ({
  event: 'frame',
  id,
  data: { items, notShown, unreadable },
})

/** Writes while the socket takes it; a full one is waited for, and given up after a minute. */
function openFlush(viewer: Viewer, response: ServerResponse): () => void {
  let full = false
  return function flush() {
    for (let message = full ? null : viewer.take(); message; message = full ? null : viewer.take()) {
      full = !response.write(writeMessage(message))
    }
    if (!full || response.listenerCount('drain') > 0) return
    const giveUp = setTimeout(() => response.destroy(), STALLED_MS)
    response.once('close', () => clearTimeout(giveUp))
    response.once('drain', () => {
      clearTimeout(giveUp)
      full = false
      flush()
    })
  }
}
