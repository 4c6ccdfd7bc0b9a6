import { z } from 'zod'
import type { Place } from './place.ts'

/** Where a page of the list ends, `[publishedMs, group, date, revision]`: the next one begins just after. */
const cursor = z.tuple([z.int().min(0), z.string().max(64), z.iso.date(), z.int().min(1).max(4_294_967_295)])
export type Cursor = z.output<typeof cursor>

export const cursorOf = ({ publishedMs, group, date, revision }: Place & { publishedMs: number }): Cursor => [
  publishedMs,
  group,
  date,
  revision,
]

/** A cursor as text for an address or a command line; opaque to who carries it. */
export const writeCursor = (at: Cursor): string => Buffer.from(JSON.stringify(at)).toString('base64url')

/** Reads a cursor of ours; null if it is none. */
export const readCursor = (text: string): Cursor | null => {
  try {
    return cursor.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data ?? null
  } catch {
    return null // not JSON: no cursor of ours
  }
}
