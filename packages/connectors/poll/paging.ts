import type { DayRange } from '../way.ts'
import type { Question } from './ask.ts'

/** Where a walk through the pages stands; everything in it is kept in the checkpoint. */
export type Position = {
  /** Epoch ms up to which the other side’s changes have been read; null: from the beginning. */
  watermarkMs: number | null
  /** Pages of this walk that have been read. */
  pages: number
  /** What the other side calls the next page; null: the first. */
  next: string | null
}

export type Asking = { pageSize: number; position: Position; days: DayRange | null }

/** What an answer holds. */
export type Page = {
  records: readonly Record<string, unknown>[]
  /** Name of the page behind it; null: this was the last. */
  next: string | null
}

/**
 * How one interface is walked: what to ask at a position, what an answer holds, and when the other side last changed a record. A source
 * without `changedAtMs` has no watermark: it is read whole each time, and only what changed makes new events.
 */
export type Paging = {
  ask(asking: Asking): Question
  /**
   * @param link address of the page behind it, where the answer names one in its `Link` header (RFC 8288, `rel="next"`)
   * @throws Unexpected when the answer is none to that question
   */
  read(json: unknown, asking: Asking, link: string | null): Page
  changedAtMs?(record: Record<string, unknown>): number | null
  /** Changes become visible a little late over there: so much before the watermark is asked for again. */
  overlapMs?: number
}

/** An answer that is not what the interface promises. The message is told to people as it stands, so it holds no word of the answer. */
export class Unexpected extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Unexpected'
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A field of an answer by its name, or by the way to it: `data.items`. A name that holds a dot itself (`@odata.nextLink`) goes before. */
export const fieldAt = (json: unknown, path: string): unknown => {
  if (!isObject(json)) return undefined
  if (path in json) return json[path]
  const [first, ...rest] = path.split('.')
  return rest.length === 0 ? undefined : fieldAt(json[first!], rest.join('.'))
}

/** Records of a field of the answer (`data`, or the way to it: `data.items`), or of the answer itself. */
export const recordsAt = (json: unknown, field: string | null): Record<string, unknown>[] => {
  const list = field === null ? json : fieldAt(json, field)
  if (!Array.isArray(list))
    throw new Unexpected(field === null ? 'the answer is no list' : `the answer has no list "${field}"`)
  const odd = list.findIndex((each) => !isObject(each))
  if (odd !== -1) throw new Unexpected(`entry ${odd} of the answer is no object`)
  return list as Record<string, unknown>[]
}
