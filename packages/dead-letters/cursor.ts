import { z } from 'zod'
import type { Position } from './position.ts'

/** Where a page ends, `[appendedMs, topic, partition, offset]`: the next one begins just before. */
const cursor = z.tuple([z.number().int(), z.string(), z.number().int(), z.number().int()])
export type Cursor = z.output<typeof cursor>

export const cursorOf = (row: Position & { appendedMs: number }): Cursor => [
  row.appendedMs,
  row.topic,
  row.partition,
  row.offset,
]

/** A cursor as text for an address or a command line. */
export const writeCursor = (at: Cursor): string => Buffer.from(JSON.stringify(at)).toString('base64url')

/** Reads a cursor of ours; null if it is none. */
export const readCursor = (text: string): Cursor | null => {
  try {
    return cursor.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data ?? null
  } catch {
    return null // not JSON: no cursor of ours
  }
}
