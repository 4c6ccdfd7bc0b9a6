const DAY_MS = 86_400_000

/**
 * `Retry-After` (RFC 9110 section 10.2.3) in milliseconds from now: whole seconds, or an HTTP date. Null where there is none or it
 * cannot be read; never more than a day, so that a receiver's slip of the pen does not stop a province.
 */
export const readRetryAfter = (header: string | undefined, nowMs: number): number | null => {
  if (header === undefined) return null
  const text = header.trim()
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1000, DAY_MS)
  // IMF-fixdate and the two older forms all name a month by letters; Date.parse alone would take "12" for a date too.
  const atMs = /^[A-Z][a-z]+,? .*\d{2}:\d{2}:\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(atMs) ? null : Math.min(Math.max(0, atMs - nowMs), DAY_MS)
}
