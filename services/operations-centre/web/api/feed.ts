import { useEffect, useReducer, useRef, useState } from 'react'
import type { Message } from '../../feed/viewer.ts'
import { emptyList, type FeedAction, type FeedList, isFull, reduceFeed } from './feed-list.ts'
import { readSaidNo, type SaidNo } from './said-no.ts'

const AGAIN_MS = 2_000
const EVENTS = ['greeting', 'frame', 'gap'] as const

/** What the server said no with; `final`: asking again would be answered alike. */
export type FeedRefusal = { said: SaidNo; final: boolean }

/**
 * The live feed of a filter, given as the query of its address. The browser reconnects by itself with the id it saw last; after a
 * refusal, or a pause that was full, it is asked for what came after that id.
 */
export function useFeed(query: string): [FeedList, (action: FeedAction) => void, FeedRefusal | null] {
  const [list, act] = useReducer(reduceFeed, emptyList)
  const [refusal, setRefusal] = useState<FeedRefusal | null>(null)
  const lastId = useRef<string | null>(null)
  const full = isFull(list)
  useEffect(() => {
    if (full) return
    const leaving = new AbortController()
    let stream: EventSource | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    function open() {
      const words = new URLSearchParams(query)
      if (lastId.current !== null) words.set('after', lastId.current)
      const address = `/v1/feed?${words}`
      const opened = new EventSource(address)
      stream = opened
      for (const event of EVENTS)
        opened.addEventListener(event, ({ data, lastEventId }) => {
          lastId.current = lastEventId
          act({ kind: 'message', message: { event, id: lastEventId, data: JSON.parse(data) } as Message })
        })
      opened.onopen = () => setRefusal(null)
      opened.onerror = async () => {
        if (opened.readyState !== EventSource.CLOSED) return // it reconnects by itself
        const refused = await whyNot(address, leaving.signal)
        if (leaving.signal.aborted) return
        setRefusal(refused)
        if (!refused?.final) timer = setTimeout(open, AGAIN_MS)
      }
    }
    open()
    return () => {
      leaving.abort()
      clearTimeout(timer)
      stream?.close()
    }
  }, [query, full])
  return [list, act, refusal]
}

/** An EventSource does not tell what it was refused with: asked once more, the answer is read. Null: it was not refused now. */
async function whyNot(address: string, signal: AbortSignal): Promise<FeedRefusal | null> {
  const enough = new AbortController()
  try {
    const answer = await fetch(address, {
      signal: AbortSignal.any([signal, enough.signal]),
      cache: 'no-store',
    })
    if (answer.ok) return null
    return { said: await readSaidNo(answer), final: answer.status === 400 }
  } catch {
    return null // the connection is lost, which the page says elsewhere
  } finally {
    enough.abort()
  }
}
