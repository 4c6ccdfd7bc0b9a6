import type { FastifyReply } from 'fastify'

/** A body that is not answered with 200, and when to come again if that helps. */
export type Refusal = {
  status: number
  title: string
  detail: string
  retryAfterSeconds?: number
  /** Further members of the problem document. */
  more?: Record<string, unknown>
}

/** Answers with a problem document (RFC 9457). */
export const refuse = (reply: FastifyReply, { retryAfterSeconds, more, ...problem }: Refusal) =>
  (retryAfterSeconds === undefined ? reply : reply.header('Retry-After', String(retryAfterSeconds)))
    .code(problem.status)
    .type('application/problem+json')
    .send({ type: 'about:blank', ...problem, ...more })

export const TOO_MUCH: Refusal = {
  status: 429,
  title: 'Too much at once',
  detail: 'Send this body again after the time in Retry-After.',
  retryAfterSeconds: 1,
}
export const KEYS_UNREADABLE: Refusal = {
  status: 503,
  title: 'Keys cannot be read',
  detail:
    'Whether this key is right is not known now: the operator finds the reason in the producer’s log. Send this body again after the time in Retry-After.',
  retryAfterSeconds: 5,
  more: { code: 'keys-unreadable' },
}
export const AWAY: Refusal = {
  status: 503,
  title: 'Kafka does not acknowledge',
  detail:
    'Nothing is promised of this body; send it again after the time in Retry-After. Sending twice is harmless.',
  retryAfterSeconds: 5,
}
