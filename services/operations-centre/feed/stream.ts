import type { ServerResponse } from 'node:http'
import { asMessage, type Feed } from './feed.ts'
import type { FeedFilter } from './filter.ts'
import { mergeFrames } from './frame.ts'
import { writePosition } from './position.ts'
import { openViewer, type Viewer, writeMessage } from './viewer.ts'

const HEARTBEAT_MS = 10_000
const MESSAGES_MAX = 40 // ten seconds of frames
const ITEMS_ON_RETURN = 500
const ITEMS_FOR_GREETING = 30
/** A viewer that read nothing for so long is gone; it will come back with its Last-Event-ID. */
const STALLED_MS = 60_000

/** Streams the feed to one viewer until it leaves: first what it missed, then live. Nothing waits for a slow one. */
export async function streamFeed(
  feed: Pick<Feed, 'subscribe' | 'lens' | 'before' | 'backlog'>,
  response: ServerResponse,
  filter: FeedFilter,
  lastEventId: string | undefined,
): Promise<void> {
  const viewer = openViewer(MESSAGES_MAX)
  let waiting = true // what is cut meanwhile lies in the ring, where `goOn` finds it
  const flush = openFlush(viewer, response)
  const unsubscribe = feed.subscribe(filter, (message) => {
    if (waiting) return
    viewer.push(message)
    flush()
  })
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS)
  response.once('close', () => {
    unsubscribe()
    clearInterval(heartbeat)
  })
  // Nothing is said before the feed has a position: whatever is appended after "connected" is then told as a frame.
  await feed.lens(filter)
  response.write('retry: 1000\n\n')
  await goOn(feed, filter, viewer, lastEventId)
  waiting = false
  flush()
}

/** Queues what lies between the viewer's position and now; events that are appended meanwhile are in the ring by then. */
async function goOn(
  feed: Pick<Feed, 'lens' | 'before' | 'backlog'>,
  filter: FeedFilter,
  viewer: Viewer,
  lastEventId: string | undefined,
): Promise<void> {
  const lens = await feed.lens(filter)
  const resume = lens.resume(lastEventId)
  if (resume.kind === 'live') {
    // A new viewer sees what came last, so that a quiet river does not look like a broken one.
    const id = writePosition(lens.position())
    const since = lens.newest()
    const items = [...(await feed.before(lens)), ...since].slice(-ITEMS_FOR_GREETING)
    viewer.push({ event: 'greeting', id, data: { items } })
    return goOn(feed, filter, viewer, id)
  }
  if (resume.kind === 'unknown')
    return viewer.push({
      event: 'gap',
      id: writePosition(lens.position()),
      data: { reason: 'position-unknown', events: null },
    })
  if (resume.kind === 'ring') {
    const [first, ...others] = resume.frames
    if (first) viewer.push(asMessage(mergeFrames([first, ...others], ITEMS_ON_RETURN)))
    return
  }
  const { frame, removed, begins } = await feed.backlog(filter, resume.from, resume.to)
  if (removed > 0)
    viewer.push({
      event: 'gap',
      id: writePosition(begins),
      data: { reason: 'log-begins-later', events: removed },
    })
  viewer.push(asMessage(frame))
  await goOn(feed, filter, viewer, frame.id)
}

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
