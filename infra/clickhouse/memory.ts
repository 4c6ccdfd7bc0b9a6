import type { Session } from 'chdb'

const PAUSE_MS = 5_000

/**
 * Hands memory the engine has freed back to the machine, when there is much of it.
 * The engine's allocator keeps what a large statement used, outside the engine's own count; a server has a thread that
 * looks after this, the embedded engine has none.
 * @returns to be called after a statement; it does something at most every five seconds
 */
export function memoryReturner(session: Session, engineBytesMax: number): () => void {
  let notBeforeMs = 0
  return () => {
    const nowMs = performance.now()
    if (nowMs < notBeforeMs || process.memoryUsage.rss() < engineBytesMax) return
    notBeforeMs = nowMs + PAUSE_MS
    // Housekeeping: a failure here is no failure of the statement, and the next one tries again.
    session.queryAsync('SYSTEM JEMALLOC PURGE').catch(() => {})
  }
}
