import { type Cache, type Known, openCache } from '../cache.ts'

/** Answers to different questions, each kept for a while like that of one question. */
export type Kept<T> = {
  /** `name` tells questions apart; of two with one name the first is asked. */
  read(name: string, ask: () => Promise<T>): Promise<Known<T>>
  /** The same, content with an answer up to `atMostMs` old while the next is under way; an older one once the next took `waitMsMax`. */
  recent(name: string, ask: () => Promise<T>, atMostMs: number, waitMsMax: number): Promise<Known<T>>
}

/**
 * Keeps answers by the name of their question, at most `sizeMax` of them together as `sizeOf` tells; the one not asked for longest
 * goes first.
 */
export const openKept = <T>(options: {
  keepMs: number
  now: () => number
  sizeOf: (answer: T) => number
  sizeMax: number
}): Kept<T> => {
  const caches = new Map<string, Cache<T>>()
  const sizeOf = (cache: Cache<T>) => {
    const last = cache.last()
    return last ? options.sizeOf(last.value) : 0
  }
  const makeRoom = () => {
    let size = 0
    for (const [name, cache] of [...caches].reverse()) {
      size += Math.max(1, sizeOf(cache))
      if (size > options.sizeMax) caches.delete(name)
    }
  }
  const cacheOf = (name: string, ask: () => Promise<T>) => {
    const cache = caches.get(name) ?? openCache(ask, options.keepMs, options.now)
    caches.delete(name)
    caches.set(name, cache)
    return cache
  }
  return {
    async read(name, ask) {
      const known = await cacheOf(name, ask).read()
      makeRoom()
      return known
    },
    async recent(name, ask, atMostMs, waitMsMax) {
      const known = await cacheOf(name, ask).recent(atMostMs, waitMsMax)
      makeRoom()
      return known
    },
  }
}
