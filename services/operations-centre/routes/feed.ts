import { sendProblem } from '@ioc/health'
import type { FastifyInstance } from 'fastify'
import type { Feed } from '../feed/feed.ts'
import { streamFeed } from '../feed/stream.ts'
import { NO_QUERY, readQuery } from './operation.ts'

/** Each viewer costs a queue and a socket; beyond this many, one more is told to come back. */
const VIEWERS_MAX = 200

/** The live feed as server-sent events: `frame` and `gap`, resumed by Last-Event-ID. */
export function serveFeed(app: FastifyInstance, feed: Feed): void {
  let viewers = 0
  app.get('/v1/feed', async (request, reply) => {
    if (!readQuery(NO_QUERY, request.query, reply)) return reply
    if (viewers >= VIEWERS_MAX)
      return sendProblem(reply.header('retry-after', '10'), {
        status: 503,
        code: 'too-many-viewers',
        detail: `${VIEWERS_MAX} viewers are connected; ask again later.`,
      })
    const lastEventId = request.headers['last-event-id']
    reply.hijack() // the answer has no end; fastify must not wait for one
    viewers += 1
    reply.raw.once('close', () => {
      viewers -= 1
    })
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    try {
      await streamFeed(feed, reply.raw, typeof lastEventId === 'string' ? lastEventId : undefined)
    } catch (error) {
      // Kafka could not give the backlog: the viewer comes back with the same id.
      request.log.warn(
        { fault: error instanceof Error ? error.name : typeof error },
        'a viewer could not resume',
      )
      reply.raw.destroy()
    }
  })
}
