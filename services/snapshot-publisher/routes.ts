import type { PushKeys } from '@ioc/source/push-key.ts'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Publisher } from './publisher.ts'

const request = z.strictObject({ date: z.iso.date({ error: 'is not a calendar day, e.g. 2024-06-30' }) })

const problem = (status: number, title: string, detail: string) => ({
  type: 'about:blank',
  title,
  status,
  detail,
})

/** `GET /v1/snapshots`: what is published; `POST /v1/snapshots {date}`: close a date now, with the operator's key. */
export const serveSnapshots = (
  app: FastifyInstance,
  publisher: Publisher,
  keys: PushKeys,
  today: () => string,
): void => {
  app.get('/v1/snapshots', async () => ({ snapshots: publisher.list() }))
  app.post('/v1/snapshots', async (call, reply) => {
    const token = /^Bearer\s+(\S+)$/i.exec(call.headers.authorization ?? '')?.[1]
    if (!token || !keys.sourcesOf(token))
      return reply
        .code(401)
        .type('application/problem+json')
        .send(problem(401, 'Unknown key', 'Send the operator key of the data folder: keys/operator.'))
    const read = request.safeParse(call.body)
    if (!read.success)
      return reply
        .code(400)
        .type('application/problem+json')
        .send(
          problem(
            400,
            'Wrong request',
            read.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join('; '),
          ),
        )
    if (read.data.date >= today())
      return reply
        .code(400)
        .type('application/problem+json')
        .send(
          problem(
            400,
            'Day not over',
            `${read.data.date} is not over by the business clock (${today()}); it cannot be closed.`,
          ),
        )
    return { snapshots: await publisher.close(read.data.date) }
  })
}
