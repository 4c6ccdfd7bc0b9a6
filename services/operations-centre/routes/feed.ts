import { sendProblem } from '@ioc/health'
import type { FastifyInstance } from 'fastify'
import type { Feed } from '../feed/feed.ts'
import { streamFeed } from '../feed/stream.ts'
import { type FilterDoors, feedQuery, understandFilter } from './feed-filter.ts'
import { answerOr503, readQuery } from './operation.ts'

/** Each viewer costs a queue and a socket (docs/performance.md, "The live feed"); beyond this many, one more is told to come back. */
export const VIEWERS_MAX = 500

/** The live feed as server-sent events: `greeting`, `frame` and `gap`, resumed by Last-Event-ID. */
export function serveFeed(
  app: FastifyInstance,
  feed: Pick<Feed, 'subscribe' | 'lens' | 'before' | 'backlog'>,
  doors: FilterDoors,
  viewersMax = VIEWERS_MAX,
): void {
  let viewers = 0
  app.get('/v1/feed', async (request, reply) => {
    const asked = readQuery(feedQuery, request.query, reply)
    if (!asked) return reply
    return answerOr503(reply, async () => {
      const filter = await understandFilter(doors, asked)
      // Who left meanwhile has had its `close`: nothing would ever take it off the count again, nor end its subscription.
      if (reply.raw.destroyed) return reply.hijack()
      if (viewers >= viewersMax)
        // The connection is closed with it: ten thousand who are told to come back must not stay meanwhile.
        return sendProblem(reply.headers({ 'retry-after': '10', connection: 'close' }), {
          status: 503,
          code: 'too-many-viewers',
          detail: `${viewersMax} viewers are connected, and more would slow them; ask again later.`,
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
        await streamFeed(feed, reply.raw, filter, typeof lastEventId === 'string' ? lastEventId : asked.after)
      } catch (error) {
        // Kafka could not give the backlog: the viewer comes back with the same id.
        request.log.warn(
          { fault: error instanceof Error ? error.name : typeof error },
          'a viewer could not resume',
        )
        reply.raw.destroy()
      }
      return reply
    })
  })
}
