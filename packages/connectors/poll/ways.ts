import type { Asking, Paging } from './paging.ts'
import { recordsAt, Unexpected } from './paging.ts'

type Names = {
  path: string
  /** Field of the answer that holds the records; null: the answer is the list. */
  records: string | null
  changedAtMs?: Paging['changedAtMs']
  overlapMs?: number
  /** Query parameters the interface wants beside. */
  query?(asking: Asking): Record<string, string>
}

const rest = ({ changedAtMs, overlapMs }: Names): Pick<Paging, 'changedAtMs' | 'overlapMs'> => ({
  ...(changedAtMs ? { changedAtMs } : {}),
  ...(overlapMs === undefined ? {} : { overlapMs }),
})

/** Pages are numbered from `first`; a page that is not full is the last. */
export const byPage = (names: Names & { page: string; size: string; first?: 0 | 1 }): Paging => ({
  ask: (asking) => ({
    path: names.path,
    query: {
      [names.page]: String(asking.position.pages + (names.first ?? 1)),
      [names.size]: String(asking.pageSize),
      ...names.query?.(asking),
    },
  }),
  read: (json, { pageSize, position }) => {
    const records = recordsAt(json, names.records)
    return { records, next: records.length < pageSize ? null : String(position.pages + 1) }
  },
  ...rest(names),
})

/** The answer names the page behind it. */
export const byCursor = (names: Names & { cursor: string; size: string; next: string }): Paging => ({
  ask: (asking) => ({
    path: names.path,
    query: {
      [names.size]: String(asking.pageSize),
      ...(asking.position.next === null ? {} : { [names.cursor]: asking.position.next }),
      ...names.query?.(asking),
    },
  }),
  read: (json) => {
    const records = recordsAt(json, names.records)
    const next = (json as Record<string, unknown>)[names.next] ?? null
    if (next !== null && typeof next !== 'string' && typeof next !== 'number')
      throw new Unexpected(`the answer’s "${names.next}" is no text`)
    return { records, next: next === null || next === '' ? null : String(next) }
  },
  ...rest(names),
})
