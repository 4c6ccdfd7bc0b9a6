/** A media range of an Accept header with its weight (RFC 9110, 12.5.1). */
type Range = { type: string; q: number }

const rangesOf = (accept: string): Range[] =>
  accept.split(',').flatMap((text) => {
    const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
    if (!/^(?:\*\/\*|[\w!#$&^.+-]+\/(?:\*|[\w!#$&^.+-]+))$/.test(type)) return []
    const weight = parameters.find((each) => each.startsWith('q='))?.slice(2)
    const q = weight === undefined ? 1 : Number(weight)
    return [{ type, q: q >= 0 && q <= 1 ? q : 0 }]
  })

/** How much a type is wanted: the most specific range that covers it decides. */
const weightOf = (offered: string, ranges: readonly Range[]): number => {
  const covering = [offered, `${offered.split('/')[0]}/*`, '*/*']
  for (const type of covering) {
    const range = ranges.find((each) => each.type === type)
    if (range) return range.q
  }
  return 0
}

/** The offered media type a client wants most, the first of equals; the first one for who says nothing. Null where none is wanted. */
export const wantedType = <Type extends string>(
  accept: string | undefined,
  offered: readonly Type[],
): Type | null => {
  if (accept === undefined || accept.trim() === '') return offered[0]!
  const ranges = rangesOf(accept)
  const best = offered
    .map((type) => ({ type, q: weightOf(type, ranges) }))
    .reduce((best, each) => (each.q > best.q ? each : best))
  return best.q > 0 ? best.type : null
}

/** True if an If-None-Match header names this entity tag, or any (RFC 9110, 13.1.2). */
export const namesTag = (ifNoneMatch: string | undefined, tag: string): boolean => {
  if (ifNoneMatch === undefined) return false
  const tags: string[] = ifNoneMatch.match(/"[^"]*"/g) ?? []
  return ifNoneMatch.trim() === '*' || tags.includes(tag)
}
