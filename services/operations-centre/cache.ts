import { setTimeout } from 'node:timers/promises'

/** An answer with the instant (epoch ms) at which it was known. */
export type Known<T> = { value: T; asOfMs: number }

/** Keeps an answer for a while; who asks meanwhile shares the one question under way. */
export type Cache<T> = {
  read(): Promise<Known<T>>
  /**
   * The last answer, and asks again beside it where it is due. For one older than `atMostMs` the next is waited for, yet no longer than
   * `waitMsMax`: who reads never waits for a dear question twice, and is told how old the answer is.
   */
  recent(atMostMs: number, waitMsMax?: number): Promise<Known<T>>
  /** The last answer, however old; null if there never was one. */
  last(): Known<T> | null
  /** Did the last question fail? */
  failing(): boolean
}

/** An answer is kept at least this many times as long as its question took, so that asking never takes more than a fifth of the time. */
const KEPT_PER_ASKED = 4

/**
 * A question answered at most every `keepMs`, and less often where it is dear: the replay must not wait for viewers.
 * A failed question is not kept; its error goes to everyone who waited for it.
 */
export function openCache<T>(
  ask: () => Promise<T>,
  keepMs: number,
  now: () => number,
  pause: (ms: number) => Promise<unknown> = (ms) => setTimeout(ms, undefined, { ref: false }),
): Cache<T> {
  let known: Known<T> | null = null
  let goodUntilMs = 0
  let failing = false
  let underWay: Promise<Known<T>> | null = null

  async function askOnce(): Promise<Known<T>> {
    const askedMs = now()
    try {
      const value = await ask()
      known = { value, asOfMs: askedMs }
      goodUntilMs = askedMs + Math.max(keepMs, (now() - askedMs) * (KEPT_PER_ASKED + 1))
      failing = false
      return known
    } catch (error) {
      failing = true
      throw error
    } finally {
      underWay = null
    }
  }

  return {
    read: () => {
      if (known && now() < goodUntilMs) return Promise.resolve(known)
      underWay ??= askOnce()
      return underWay
    },
    recent: (atMostMs, waitMsMax) => {
      if (known && now() < goodUntilMs) return Promise.resolve(known)
      underWay ??= askOnce()
      const before = known
      const isOld = before === null || now() - before.asOfMs > atMostMs
      if (before === null || (isOld && waitMsMax === undefined)) return underWay
      underWay.catch(() => undefined) // told by `failing`, and to whoever reads once this answer is too old
      if (!isOld) return Promise.resolve(before)
      return Promise.race([underWay, pause(waitMsMax!).then(() => before)])
    },
    last: () => known,
    failing: () => failing,
  }
}

/** One cache for each question of a kind; of those least lately asked only `most` are kept. */
export function openCaches<Question, T>(
  ask: (question: Question) => Promise<T>,
  { keepMs, most, now }: { keepMs: number; most: number; now: () => number },
): (question: Question) => Cache<T> {
  const caches = new Map<string, Cache<T>>()
  return (question) => {
    const key = JSON.stringify(question)
    const cache = caches.get(key) ?? openCache(() => ask(question), keepMs, now)
    caches.delete(key)
    caches.set(key, cache)
    for (const oldest of caches.keys()) {
      if (caches.size <= most) break
      caches.delete(oldest)
    }
    return cache
  }
}
