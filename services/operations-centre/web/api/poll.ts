import { useEffect, useState } from 'react'

/** An answer asked for again and again. What was last known stays, and `failing` says that it is no longer renewed. */
export type Polled<T> = { data: T | null; receivedMs: number | null; failing: boolean }

const ANSWER_WITHIN_MS = 8_000

/** Asks every `everyMs`, counted from the last answer, so that a slow server is never asked twice at once. */
export function usePoll<T>(path: string, everyMs: number): Polled<T> {
  const [polled, setPolled] = useState<Polled<T>>({ data: null, receivedMs: null, failing: false })
  useEffect(() => {
    const leaving = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    async function ask() {
      try {
        const signal = AbortSignal.any([leaving.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)])
        const answer = await fetch(path, { signal, cache: 'no-store' })
        if (!answer.ok) throw new Error(`answered ${answer.status}`)
        const data = (await answer.json()) as T
        setPolled({ data, receivedMs: Date.now(), failing: false })
      } catch {
        // Whatever the reason, what is shown is no longer current, and the next asking tells when it is again.
        if (!leaving.signal.aborted) setPolled((now) => ({ ...now, failing: true }))
      }
      if (!leaving.signal.aborted) timer = setTimeout(ask, everyMs)
    }
    void ask()
    return () => {
      leaving.abort()
      clearTimeout(timer)
    }
  }, [path, everyMs])
  return polled
}
