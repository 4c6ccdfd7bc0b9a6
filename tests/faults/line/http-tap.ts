import type { Tap } from './proxy.ts'

/** One request: its method and, to ClickHouse, into which table it inserts, or a question. */
export type HttpExchange = { method: string; insertInto: string | null }

const HEAD_BYTES = 4_096

const tableOf = (head: string): string | null => {
  const query = /[?&]query=([^& ]+)/.exec(head.slice(0, head.indexOf('\r\n') + 1 || undefined))?.[1]
  if (query === undefined) return null
  const sql = decodeURIComponent(query.replaceAll('+', ' '))
  return /^\s*INSERT INTO\s+(?:`?\w+`?\.)?`?(\w+)`?/i.exec(sql)?.[1] ?? null
}

/**
 * Sees requests of HTTP/1.1 on a connection kept alive. No client of ours sends a request before the last one was answered, so
 * the first bytes after an answer begin a request; the first bytes back begin its answer, which ClickHouse sends when all is done.
 */
export const httpTap = (): Tap<HttpExchange> => {
  let asking: HttpExchange | null = null
  return {
    asked: (chunk) => {
      if (asking) return []
      const head = chunk.subarray(0, HEAD_BYTES).toString('latin1')
      asking = { method: head.slice(0, head.indexOf(' ')), insertInto: tableOf(head) }
      return [asking]
    },
    answered: () => {
      if (!asking) return []
      const answered = asking
      asking = null
      return [answered]
    },
    open: () => (asking ? [asking] : []),
  }
}
