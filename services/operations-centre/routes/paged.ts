import { createHash } from 'node:crypto'
import { CSV_TYPE } from '@ioc/exchange'
import { namesTag } from '@ioc/health'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { negotiate } from './negotiate.ts'

/** How an answer that is a page of rows is said besides as JSON. */
export type Paged<Answer> = {
  /** The rows as CSV text. */
  csv(answer: Answer): string
  /** Pass as `cursor` for the next page; null: this is the last. */
  next(answer: Answer): string | null
}

export const JSON_TYPE = 'application/json; charset=utf-8'
export const OFFERED = ['application/json', 'text/csv'] as const

/**
 * Sends a page of rows: JSON or CSV as the client prefers, a strong ETag over its very bytes (304 for who has it), and where
 * the next page is as a Link header (RFC 8288).
 * @throws Refused (406)
 */
export const sendPage = <Answer>(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
  { csv, next }: Paged<Answer>,
): FastifyReply => {
  const type = negotiate(request.headers.accept, OFFERED)
  const text = type === 'text/csv' ? csv(answer) : JSON.stringify(answer)
  const tag = `"${createHash('sha256').update(text).digest('base64url')}"`
  const cursor = next(answer)
  reply.headers({ etag: tag, vary: 'accept', 'cache-control': 'no-cache' })
  if (cursor !== null) reply.header('link', `<${withCursor(request.url, cursor)}>; rel="next"`)
  if (namesTag(request.headers['if-none-match'], tag)) return reply.status(304).send()
  return reply.type(type === 'text/csv' ? CSV_TYPE : JSON_TYPE).send(text)
}

/** The same question, from a cursor on. */
const withCursor = (address: string, cursor: string): string => {
  const url = new URL(address, 'http://localhost')
  url.searchParams.set('cursor', cursor)
  return url.pathname + url.search
}
