import type { Tap } from './proxy.ts'

/** One request to ClickHouse: into which table, or a question. */
export type HttpExchange = { insertInto: string | null }

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
      asking = { insertInto: tableOf(chunk.subarray(0, HEAD_BYTES).toString('latin1')) }
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
