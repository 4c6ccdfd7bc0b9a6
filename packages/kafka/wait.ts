import { setTimeout as delay } from 'node:timers/promises'

/** Waits, or throws `signal.reason` as soon as the signal says so. */
export async function pauseFor(waitMs: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(waitMs, undefined, { signal })
  } catch (error) {
    signal?.throwIfAborted() // the reason the caller gave, not the timer's wrapping of it
    throw error
  }
}

/** 100 ms, doubling, at most 3 s: quick after a blink, gentle on a broker that is starting. */
export function backOffMs(attempt: number): number {
  return Math.min(100 * 2 ** Math.min(attempt, 10), 3_000)
}

/** The promise, or `signal.reason` if that comes first; what was under way is left to end by itself. */
export async function unlessAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort)
  try {
    return await Promise.race([promise, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/**
 * Does the work with a signal that aborts with the first of these, for its reason. `AbortSignal.any` would say the same, but what
 * it makes stays with the longest-lived of them for ever, some 0.3 kB each; here nothing stays once the work has ended.
 */
export async function withFirstOf<T>(
  signals: readonly AbortSignal[],
  work: (first: AbortSignal) => Promise<T>,
): Promise<T> {
  const first = new AbortController()
  const follow = () => first.abort(signals.find((signal) => signal.aborted)!.reason)
  for (const signal of signals) signal.addEventListener('abort', follow)
  try {
    if (signals.some((signal) => signal.aborted)) follow()
    return await work(first.signal)
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', follow)
  }
}
