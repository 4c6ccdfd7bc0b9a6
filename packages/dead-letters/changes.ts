import type { EventDocument } from './event.ts'
import { MASK } from './mask.ts'
import { FIELD_NAME, realName, UNSHOWN_NAME } from './names.ts'
import { DeadLetterRefusal } from './refusal.ts'

/** One change of an event: a field set to a value, or taken out. A path is dotted (`data.dueAt`) or its segments, for names that hold dots. */
export type Change =
  | { path: string | readonly string[]; value: unknown }
  | { path: string | readonly string[]; remove: true }

/** What is done to an event before it is judged again: changes one by one, or a merge patch (RFC 7396), or both in this order. */
export type Mending = { changes?: readonly Change[]; patch?: Record<string, unknown> | undefined }

const wrong = (message: string) => new DeadLetterRefusal('wrong-change', message)

/** Reasons name attributes as headers; a person may copy that path. */
const segmentsOf = (path: string | readonly string[]): readonly string[] => {
  if (typeof path !== 'string') return path
  const plain = path.startsWith('headers.ce_') ? path.slice('headers.ce_'.length) : path
  return plain.split('.')
}

const holdsMask = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.includes(MASK)
    : typeof value === 'object' && value !== null && Object.values(value).some(holdsMask)

const isContainer = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const apply = (event: EventDocument, change: Change): void => {
  const segments = segmentsOf(change.path)
  const last = segments.at(-1)
  if (last === undefined || segments.some((segment) => segment === ''))
    throw wrong('a change needs a path, e.g. data.dueAt')
  const removes = 'remove' in change
  if (!removes && segments.includes('__proto__'))
    throw wrong('a field called __proto__ is refused by every reader')
  let at: Record<string, unknown> = event
  for (const segment of segments.slice(0, -1)) {
    const name = realName(at, segment)
    if (!Object.hasOwn(at, name)) {
      if (removes) return
      at[name] = {}
    }
    const next = at[name]
    if (!isContainer(next)) throw wrong(`nothing can lie below ${segment}: it is no object`)
    at = next
  }
  const name = realName(at, last)
  if (removes && Array.isArray(at)) at.splice(Number(name), 1)
  else if (removes) delete at[name]
  else at[name] = change.value
}

/** RFC 7396: null takes a field out, an object goes inside, all else replaces. */
const merge = (target: unknown, patch: unknown): unknown => {
  if (!isContainer(patch) || Array.isArray(patch)) return patch
  const merged: Record<string, unknown> = isContainer(target) && !Array.isArray(target) ? target : {}
  for (const [key, value] of Object.entries(patch)) {
    if (key === '__proto__') throw wrong('a field called __proto__ is refused by every reader')
    const name = realName(merged, key)
    if (value === null) delete merged[name]
    else merged[name] = merge(merged[name], value)
  }
  return merged
}

/** The event after mending; the one given is not touched. Throws DeadLetterRefusal `wrong-change`. */
export const mended = (event: EventDocument, { changes = [], patch }: Mending): EventDocument => {
  if (holdsMask(patch) || changes.some((change) => 'value' in change && holdsMask(change.value)))
    throw wrong(`${MASK} stands for what is masked and is no value; leave such a field out of the change`)
  const copy = JSON.parse(JSON.stringify(event)) as EventDocument
  for (const change of changes) apply(copy, change)
  return patch === undefined ? copy : (merge(copy, patch) as EventDocument)
}

/** Which fields were changed, for the record of who did what; never their values. */
export const changedPaths = ({ changes = [], patch }: Mending): string[] =>
  [...changes.map(({ path }) => segmentsOf(path)), ...(patch ? pathsOf(patch) : [])].map((segments) =>
    segments
      .map((segment) => (FIELD_NAME.test(segment) || UNSHOWN_NAME.test(segment) ? segment : '?'))
      .join('.'),
  )

const pathsOf = (patch: unknown, path: readonly string[] = []): (readonly string[])[] =>
  isContainer(patch) && !Array.isArray(patch)
    ? Object.entries(patch).flatMap(([key, value]) => pathsOf(value, [...path, key]))
    : [path]
