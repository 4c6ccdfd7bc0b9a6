import type { FeedItem } from './item.ts'

type Place = Pick<FeedItem, 'topic' | 'partition' | 'offset' | 'appendedAt'>

/**
 * Events as they were appended: by time, and within one partition by offset alone. A key has one partition, so what happened to
 * one subject is never told in another order, also where a broker's clock was set back.
 */
export function inLogOrder<Item extends Place>(items: readonly Item[]): Item[] {
  const latest = new Map<string, string>()
  return items
    .toSorted((a, b) => compare(placeOf(a), placeOf(b)) || a.offset - b.offset)
    .map((item) => {
      const place = placeOf(item)
      const before = latest.get(place) ?? ''
      const at = compare(before, item.appendedAt) > 0 ? before : item.appendedAt
      latest.set(place, at)
      return { item, at, place }
    })
    .sort((a, b) => compare(a.at, b.at) || compare(a.place, b.place) || a.item.offset - b.item.offset)
    .map(({ item }) => item)
}

const placeOf = ({ topic, partition }: Place) => `${topic} ${partition}`
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
