/** What a receiver made of one delivery. */
export type Answer = {
  outcome: 'delivered' | 'refused' | 'redirected' | 'no-answer'
  status: number
  durationMs: number
  /** Asked for by the receiver; null: nothing was said. */
  retryAfterMs: number | null
  /** For a person: what was answered, without any of the body. */
  detail: string
}

export type WebhookDoor = {
  post(body: string, headers: Record<string, string>, signal: AbortSignal): Promise<Answer>
}

const ANSWER_MS_MAX = 10_000

/** Retry-After in seconds or as a date (RFC 9110, 10.2.3); null where it is neither. */
export const readRetryAfter = (text: string | null, nowMs: number): number | null => {
  if (text === null) return null
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs)
}

/**
 * The way to the receiver: 10 seconds for an answer of which nothing but the head is read, and no redirect is followed: the address
 * was chosen by whoever runs this, not by who answers.
 */
export const openWebhookDoor = (url: string, now: () => number): WebhookDoor => ({
  post: async (body, headers, signal) => {
    const began = now()
    const took = () => Math.max(0, now() - began)
    try {
      const answer = await fetch(url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS_MAX)]),
      })
      await answer.body?.cancel()
      const { status } = answer
      const outcome =
        status >= 200 && status < 300 ? 'delivered' : status >= 300 && status < 400 ? 'redirected' : 'refused'
      return {
        outcome,
        status,
        durationMs: took(),
        retryAfterMs: readRetryAfter(answer.headers.get('retry-after'), now()),
        detail: `HTTP ${status}`,
      }
    } catch (error) {
      // Whatever went wrong on the way: nobody has said that it is delivered.
      const { name, cause } = error as Error & { cause?: NodeJS.ErrnoException }
      const detail =
        name === 'TimeoutError' ? `no answer within ${ANSWER_MS_MAX / 1000} s` : (cause?.code ?? name)
      return { outcome: 'no-answer', status: 0, durationMs: took(), retryAfterMs: null, detail }
    }
  },
})
