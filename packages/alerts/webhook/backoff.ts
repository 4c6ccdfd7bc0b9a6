/** So often it is tried before it is given up; with the pauses below that is most of a day. */
export const ATTEMPTS_MAX = 14
const FIRST_MS = 5_000
const MOST_MS = 2 * 3_600_000
/** What a receiver may ask for. */
const RETRY_AFTER_MS_MAX = 6 * 3_600_000

/**
 * How long to wait after the nth attempt, from 1: twice as long each time, up to two hours, half to one and a half of it by chance, so
 * that receivers are not met by all at once; and no less than the receiver asked for.
 * @param random from 0 up to 1
 */
export const pauseAfter = (attempts: number, random: number, retryAfterMs: number | null): number => {
  const step = Math.min(FIRST_MS * 2 ** Math.min(attempts - 1, 30), MOST_MS)
  return Math.round(Math.max(step * (0.5 + random), Math.min(retryAfterMs ?? 0, RETRY_AFTER_MS_MAX)))
}
