import { createHash } from 'node:crypto'
import { type Columns, CSV_TYPE, csvText } from '@ioc/exchange/csv.ts'
import { namesTag, sendProblem, wantedType } from '@ioc/health'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Accepted } from './archive.ts'

export const JSON_TYPE = 'application/json; charset=utf-8'
const OFFERED = ['application/json', 'text/csv'] as const

/** What the client wants it as; null where it wants neither: it is answered already. */
export const typeFor = (request: FastifyRequest, reply: FastifyReply): (typeof OFFERED)[number] | null => {
  const type = wantedType(request.headers.accept, OFFERED)
  if (type === null)
    sendProblem(reply, {
      status: 406,
      code: 'not-acceptable',
      detail: `This address answers with ${OFFERED.join(' or ')}; the Accept header takes neither.`,
    })
  return type
}

const COLUMNS: Columns<Accepted> = {
  group: ({ group }) => group,
  date: ({ date }) => date,
  revision: ({ revision }) => revision,
  digest: ({ digest }) => digest,
  receivedAt: ({ receivedAt }) => receivedAt,
}

type List = { snapshots: readonly Accepted[]; asOf: string; next: string | null }

/** A page of the list as JSON or CSV, with where the next page is (Link, RFC 8288), and 304 for who has these rows. */
export const sendList = (request: FastifyRequest, reply: FastifyReply, list: List): FastifyReply => {
  const type = typeFor(request, reply)
  if (type === null) return reply
  // Weak: "now" is in the answer, and is no news.
  const rows = JSON.stringify([type, list.snapshots, list.next])
  const tag = `"${createHash('sha256').update(rows).digest('base64url')}"`
  reply.headers({ etag: `W/${tag}`, vary: 'accept', 'cache-control': 'no-cache' })
  if (list.next !== null) reply.header('link', `<${withCursor(request.url, list.next)}>; rel="next"`)
  if (namesTag(request.headers['if-none-match'], tag)) return reply.status(304).send()
  return type === 'text/csv'
    ? reply.type(CSV_TYPE).send(csvText(COLUMNS, list.snapshots))
    : reply.type(JSON_TYPE).send(JSON.stringify(list))
}

/** The same question, from a cursor on. */
const withCursor = (address: string, cursor: string): string => {
  const url = new URL(address, 'http://localhost')
  url.searchParams.set('cursor', cursor)
  return url.pathname + url.search
}
