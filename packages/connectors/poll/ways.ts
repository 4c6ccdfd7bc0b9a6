import type { Asking, Paging } from './paging.ts'
import { fieldAt, recordsAt, Unexpected } from './paging.ts'

type Names = {
  path: string
  /** Field of the answer that holds the records, or the way to it (`data.items`); null: the answer is the list. */
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

/** What stands for the next page in a field of the answer; null: there is none. */
const nextAt = (json: unknown, field: string): string | null => {
  const next = fieldAt(json, field) ?? null
  if (next !== null && typeof next !== 'string' && typeof next !== 'number')
    throw new Unexpected(`the answer’s "${field}" is no text`)
  return next === null || next === '' ? null : String(next)
}

/** The answer names the page behind it: `next` is the field that does, or the way to it (`paging.next`). */
export const byCursor = (names: Names & { cursor: string; size: string; next: string }): Paging => ({
  ask: (asking) => ({
    path: names.path,
    query: {
      [names.size]: String(asking.pageSize),
      ...(asking.position.next === null ? {} : { [names.cursor]: asking.position.next }),
      ...names.query?.(asking),
    },
  }),
  read: (json) => ({ records: recordsAt(json, names.records), next: nextAt(json, names.next) }),
  ...rest(names),
})

/**
 * The answer gives the address of the page behind it, whole or from its path on: in a field (`next`, `links.next.href`, `@odata.nextLink`), or, with `next`
 * null, in its `Link` header. Of the address only path and query are asked, at the place's own `url`: credentials go nowhere else, and an
 * interface that names itself by an inner address is read all the same.
 */
export const byLink = (names: Names & { size: string; next: string | null }): Paging => ({
  ask: (asking) => {
    const { next } = asking.position
    if (next !== null) return { path: names.path, link: next }
    return { path: names.path, query: { [names.size]: String(asking.pageSize), ...names.query?.(asking) } }
  },
  read: (json, _asking, link) => ({
    records: recordsAt(json, names.records),
    next: names.next === null ? link : nextAt(json, names.next),
  }),
  ...rest(names),
})
