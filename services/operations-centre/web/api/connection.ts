import { useEffect, useState } from 'react'
import type { Polled } from './poll.ts'

/** Is the page live? */
export type Connection =
  | { kind: 'connecting' }
  | { kind: 'connected'; sinceMs: number }
  | { kind: 'lost'; sinceMs: number }

/** The connection as the most frequent question sees it; `since` is when that last changed. */
export function useConnection({ receivedMs, failing }: Polled<unknown>): Connection {
  const kind = failing ? 'lost' : receivedMs === null ? 'connecting' : 'connected'
  const [since, setSince] = useState({ kind, sinceMs: Date.now() })
  useEffect(() => {
    setSince((now) => (now.kind === kind ? now : { kind, sinceMs: Date.now() }))
  }, [kind])
  return kind === 'connecting' ? { kind } : { kind, sinceMs: since.sinceMs }
}
