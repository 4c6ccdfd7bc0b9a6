import { sendProblem } from '@ioc/health'
import type { Jwks } from '@ioc/snapshot'
import type { FastifyInstance } from 'fastify'
import { readAddress, readRange } from './address.ts'
import type { Archive } from './archive.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** Adds what can be read: the list, each snapshot as received, its receipt as sent, and the receiver's own keys. */
export const addReading = (app: FastifyInstance, archive: Archive, jwks: () => Jwks): void => {
  app.get('/.well-known/jwks.json', async (_request, reply) =>
    reply.header('cache-control', 'max-age=60').send(jwks()),
  )

  app.get('/v1/snapshots', async (request, reply) => {
    const range = readRange(request.query)
    if (!range)
      return sendProblem(reply, {
        status: 400,
        code: 'query-unreadable',
        detail: 'group is a short name; from and to are days, yyyy-mm-dd.',
      })
    return reply.send({ snapshots: archive.list(range) })
  })

  const one = '/v1/snapshots/:group/:date/:revision'
  app.get(one, async (request, reply) => {
    const at = readAddress(request.params)
    const taken = at && archive.accepted(at)
    if (!taken) return notHere(reply)
    return reply.type(JSON_TYPE).header('etag', `"${taken.digest}"`).send(Buffer.from(taken.bytes))
  })
  app.get(`${one}/receipt`, async (request, reply) => {
    const at = readAddress(request.params)
    const taken = at && archive.accepted(at)
    return taken ? reply.type(JSON_TYPE).send(taken.receipt) : notHere(reply)
  })
}

const notHere = (reply: Parameters<typeof sendProblem>[0]) =>
  sendProblem(reply, { status: 404, detail: 'No such snapshot has been accepted here.' })
