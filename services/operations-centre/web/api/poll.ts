import { useEffect, useState } from 'react'
import { type Operator, provenBy } from './operator.ts'
import { readSaidNo, type SaidNo } from './said-no.ts'

/**
 * An answer asked for again and again. What was last known of the same question stays, and `failing` says that it is no longer
 * renewed; of another question nothing stays, since nobody may act on what was not asked. `denied`: it takes the operator's key.
 * `refusal`: what was asked is not there or not understood.
 */
export type Polled<T> = {
  data: T | null
  receivedMs: number | null
  failing: boolean
  denied: boolean
  refusal: SaidNo | null
}

type Answered<T> = Polled<T> & { path: string | null }

/** Asking again would give the same answer: it is the question. */
const REFUSALS = new Set([400, 404])

const ANSWER_WITHIN_MS = 8_000
const NOTHING = { data: null, receivedMs: null, failing: false, denied: false, refusal: null }

type Asking = {
  operator?: Operator | null
  /** Raised where something was done that changes the answer: it is asked at once. */
  again?: number
  /** How long an answer may take before it counts as none. */
  withinMs?: number
  /** What is asked once is asked again after so long where nobody answered; not said: it is not. */
  retryMs?: number
}

/**
 * Asks every `everyMs`, counted from the last answer, so that a slow server is never asked twice at once; null: once.
 * Nothing is asked where the path is null.
 */
export function usePoll<T>(
  path: string | null,
  everyMs: number | null,
  { operator = null, again = 0, withinMs = ANSWER_WITHIN_MS, retryMs }: Asking = {},
): Polled<T> {
  const [answered, setAnswered] = useState<Answered<T>>({ ...NOTHING, path })
  useEffect(() => {
    // What was refused before is not refused for who asks next.
    if (path === null) return setAnswered({ ...NOTHING, path })
    const leaving = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    let nextMs = everyMs
    const failed = (denied: boolean) => {
      nextMs = everyMs ?? retryMs ?? null
      setAnswered((now) => ({ ...(now.path === path ? now : NOTHING), path, failing: true, denied }))
    }
    async function ask(path: string) {
      nextMs = everyMs
      try {
        const signal = AbortSignal.any([leaving.signal, AbortSignal.timeout(withinMs)])
        const answer = await fetch(path, { headers: provenBy(operator), signal, cache: 'no-store' })
        if (answer.ok) {
          const data = (await answer.json()) as T
          setAnswered({ ...NOTHING, path, data, receivedMs: Date.now() })
        } else if (REFUSALS.has(answer.status)) {
          setAnswered({ ...NOTHING, path, refusal: await readSaidNo(answer) })
        } else failed(answer.status === 401)
      } catch {
        // Whatever the reason, what is shown is no longer current, and the next asking tells when it is again.
        if (!leaving.signal.aborted) failed(false)
      }
      if (!leaving.signal.aborted && nextMs !== null) timer = setTimeout(() => ask(path), nextMs)
    }
    void ask(path)
    return () => {
      leaving.abort()
      clearTimeout(timer)
    }
  }, [path, everyMs, operator, again, withinMs, retryMs])
  return answered.path === path ? answered : NOTHING
}

/** What was last known, whatever was asked: for what may look a moment old and is not acted on. */
export function useLast<T>(now: T | null): T | null {
  const [last, setLast] = useState(now)
  useEffect(() => {
    if (now !== null) setLast(now)
  }, [now])
  return now ?? last
}
