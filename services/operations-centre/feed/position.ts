/**
 * Where a viewer stands in the log: per topic, per partition, the first offset it was not told of. As text it is the id
 * of a server-sent event: topics in their fixed order joined by `-`, partitions by `.`, offsets in base 36.
 */
export type Position = readonly (readonly number[])[]

export const writePosition = (position: Position): string =>
  position.map((offsets) => offsets.map((offset) => offset.toString(36)).join('.')).join('-')

const SHAPE = /^[0-9a-z]{1,11}(?:[.-][0-9a-z]{1,11})*$/

/** Reads an id back; null if it is none of ours, or of a log with other topics or partitions. */
export function readPosition(text: string, like: Position): Position | null {
  if (text.length > 4_096 || !SHAPE.test(text)) return null
  const position = text
    .split('-')
    .map((topic) => topic.split('.').map((digits) => Number.parseInt(digits, 36)))
  const sameShape =
    position.length === like.length && position.every((offsets, i) => offsets.length === like[i]!.length)
  return sameShape && position.flat().every(Number.isSafeInteger) ? position : null
}

/** Does `a` lie at or before `b` in every partition? */
export const isUpTo = (a: Position, b: Position): boolean =>
  a.every((offsets, topic) => offsets.every((offset, partition) => offset <= b[topic]![partition]!))

/** How many records lie between two ids of the same log; null where one is none, or of another log. */
export function recordsBetween(from: string, to: string): number | null {
  const [a, b] = [offsetsIn(from), offsetsIn(to)]
  if (!a || !b || a.length !== b.length) return null
  return b.reduce((sum, offset, i) => sum + offset - a[i]!, 0)
}

const offsetsIn = (text: string): number[] | null =>
  SHAPE.test(text) ? text.split(/[.-]/).map((digits) => Number.parseInt(digits, 36)) : null
