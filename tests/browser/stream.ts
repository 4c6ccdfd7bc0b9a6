import type { FeedItem } from '../../services/operations-centre/feed/item.ts'
import { recordsBetween } from '../../services/operations-centre/feed/position.ts'

type Gap = { reason: string; events: number | null }
type Frame = { items: FeedItem[]; notShown: number; unreadable: number; matched: number | null }

export type EventStream = Awaited<ReturnType<typeof openStream>>

/** Reads server-sent events as a browser does, with every part open to a test. */
export async function openStream(url: string, lastEventId?: string) {
  const leaving = new AbortController()
  const answer = await fetch(url, {
    signal: leaving.signal,
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
  })
  const items: FeedItem[] = []
  const greeted: FeedItem[] = []
  const gaps: Gap[] = []
  let firstId = lastEventId
  let lastId: string | undefined
  let told = 0
  let matched: number | null = null

  function hear(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    )
    const data = fields.get('data')
    if (data === undefined) return
    lastId = fields.get('id') ?? lastId
    const event = fields.get('event')
    if (event === 'greeting') {
      firstId = lastId
      greeted.push(...(JSON.parse(data) as { items: FeedItem[] }).items)
    }
    if (event === 'gap') {
      const gap = JSON.parse(data) as Gap
      gaps.push(gap)
      if (gap.events === null) firstId = lastId
      told += gap.events ?? 0
    }
    if (event === 'frame') {
      const frame = JSON.parse(data) as Frame
      items.push(...frame.items)
      told += frame.items.length + frame.notShown + frame.unreadable
      if (frame.matched !== null) matched = (matched ?? 0) + frame.matched
    }
  }

  async function listen(): Promise<void> {
    let rest = ''
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n')
      rest = blocks.pop()!
      for (const block of blocks) hear(block)
    }
  }
  // A server that stops cuts its streams off; what was told until then is what counts.
  let isCutOff = false
  const heard = listen().catch(() => {
    isCutOff = !leaving.signal.aborted
  })

  return {
    status: answer.status,
    isCutOff: () => isCutOff,
    items: () => items,
    codes: () => items.map(({ code }) => code),
    /** Codes of the events that were there before. */
    greeted: () => greeted.map(({ code }) => code),
    gaps: () => gaps,
    lastId: () => lastId,
    matched: () => matched,
    /** Records told of, and how many the log holds between the first position and the last. */
    told: () => told,
    inLog: () => (firstId === undefined || lastId === undefined ? null : recordsBetween(firstId, lastId)),
    close: () => {
      leaving.abort()
      return heard
    },
  }
}
