import { useEffect, useReducer } from 'react'
import type { Message } from '../../feed/viewer.ts'
import { emptyList, type FeedAction, type FeedList, reduceFeed } from './feed-list.ts'

const AGAIN_MS = 2_000

/** The live feed. The browser reconnects by itself with the id it saw last; only a refusal needs a new beginning. */
export function useFeed(): [FeedList, (action: FeedAction) => void] {
  const [list, act] = useReducer(reduceFeed, emptyList)
  useEffect(() => {
    let stream: EventSource
    let timer: ReturnType<typeof setTimeout> | undefined
    function open() {
      stream = new EventSource('/v1/feed')
      for (const event of ['frame', 'gap'] as const)
        stream.addEventListener(event, ({ data, lastEventId }) =>
          act({ kind: 'message', message: { event, id: lastEventId, data: JSON.parse(data) } as Message }),
        )
      stream.onerror = () => {
        if (stream.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS)
      }
    }
    open()
    return () => {
      clearTimeout(timer)
      stream.close()
    }
  }, [])
  return [list, act]
}
