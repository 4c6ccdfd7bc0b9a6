import { sendProblem } from '@ioc/health'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { Jwks } from '@ioc/snapshot'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { ALWAYS, cursorAfter, readAddress, readAlarms, readList, readOne } from './address.ts'
import type { Address, Archive } from './archive.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** Adds what can be read: the list, each snapshot as received, its receipt as sent, alarms, and the receiver's own keys. */
export const addReading = (
  app: FastifyInstance,
  archive: Archive,
  { jwks, now }: { jwks: () => Jwks; now: () => number },
): void => {
  app.get('/.well-known/jwks.json', async (_request, reply) =>
    reply.header('cache-control', 'max-age=60').send(jwks()),
  )

  /** A page of what has been received, at an instant; `next` is the cursor of the page after it, null on the last. */
  app.get('/v1/snapshots', async (request, reply) => {
    const query = readList(request.query)
    if (!query)
      return unreadable(
        reply,
        'group is a short name; from and to are days, yyyy-mm-dd; asOf is a day or an instant with offset; limit is 1 to 1000; cursor is the "next" of the page before.',
      )
    const rows = archive.list({ ...query, limit: query.limit + 1 })
    const page = rows.slice(0, query.limit)
    const next = rows.length > page.length ? cursorAfter(page.at(-1)!) : null
    return reply.send({ snapshots: page, asOf: query.asOf === ALWAYS ? toIso(now()) : query.asOf, next })
  })

  app.get('/v1/snapshots/:group/:date', async (request, reply) => {
    const query = readOne(request.params, request.query)
    if (!query)
      return unreadable(
        reply,
        'Ask for ?revision= or for ?asOf= (a day, or an instant with offset), not both.',
      )
    const { group, date, revision, asOf } = query
    return revision === null
      ? sendBytes(reply, archive.newestOf(group, date, asOf))
      : sendBytes(reply, archive.accepted({ group, date, revision }))
  })

  const one = '/v1/snapshots/:group/:date/:revision'
  app.get(one, async (request, reply) => {
    const at = readAddress(request.params)
    return sendBytes(reply, at ? archive.accepted(at) : undefined)
  })
  app.get(`${one}/receipt`, async (request, reply) => {
    const at = readAddress(request.params)
    const taken = at && archive.accepted(at)
    return taken ? reply.type(JSON_TYPE).send(taken.receipt) : notHere(reply)
  })

  app.get('/v1/alarms', async (request, reply) => {
    const query = readAlarms(request.query)
    return query
      ? reply.send({ alarms: archive.alarms(query.limit) })
      : unreadable(reply, 'limit is 1 to 1000.')
  })

  const sendBytes = (reply: FastifyReply, taken: (Address & { digest: string }) | undefined) => {
    const bytes = taken ? archive.bytesOf(taken) : null
    if (!taken || !bytes) return notHere(reply)
    return reply
      .type(JSON_TYPE)
      .header('etag', `"${taken.digest}"`)
      .header('content-location', `/v1/snapshots/${taken.group}/${taken.date}/${taken.revision}`)
      .send(Buffer.from(bytes))
  }
}

const notHere = (reply: FastifyReply) =>
  sendProblem(reply, { status: 404, detail: 'No such snapshot has been accepted here.' })

const unreadable = (reply: FastifyReply, detail: string) =>
  sendProblem(reply, { status: 400, code: 'query-unreadable', detail })
