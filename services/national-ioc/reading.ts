import { CSV_TYPE } from '@ioc/exchange/csv.ts'
import { valuesCsv } from '@ioc/exchange/values-csv.ts'
import { namesTag, sendProblem } from '@ioc/health'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { Artefact } from '@ioc/schemas/snapshot/index.ts'
import type { Jwks } from '@ioc/snapshot'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ALWAYS, cursorAfter, readAddress, readAlarms, readList, readOne } from './address.ts'
import type { Address, Archive } from './archive.ts'
import { JSON_TYPE, sendList, typeFor } from './listing.ts'

/** Adds what can be read: the list, each snapshot as received, its receipt as sent, alarms, and the receiver's own keys. */
export const addReading = (
  app: FastifyInstance,
  archive: Archive,
  { jwks, now }: { jwks: () => Jwks; now: () => number },
): void => {
  app.get('/.well-known/jwks.json', async (_request, reply) =>
    reply.header('cache-control', 'max-age=60').send(jwks()),
  )

  /** A page of what has been received, at an instant; `next` is the cursor of the page after it, null on the last. JSON or CSV. */
  app.get('/v1/snapshots', async (request, reply) => {
    const query = readList(request.query)
    if (!query)
      return unreadable(
        reply,
        'group is a short name; from and to are days, yyyy-mm-dd; updatedAfter and asOf are days or instants with offset; limit is 1 to 1000; cursor is the "next" of the page before.',
      )
    const rows = archive.list({ ...query, limit: query.limit + 1 })
    const page = rows.slice(0, query.limit)
    const next = rows.length > page.length ? cursorAfter(page.at(-1)!) : null
    return sendList(request, reply, {
      snapshots: page,
      asOf: query.asOf === ALWAYS ? toIso(now()) : query.asOf,
      next,
    })
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
      ? sendBytes(request, reply, archive.newestOf(group, date, asOf))
      : sendBytes(request, reply, archive.accepted({ group, date, revision }))
  })

  const one = '/v1/snapshots/:group/:date/:revision'
  app.get(one, async (request, reply) => {
    const at = readAddress(request.params)
    return sendBytes(request, reply, at ? archive.accepted(at) : undefined)
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

  /** The artefact as it came, or its values as CSV. */
  const sendBytes = (
    request: FastifyRequest,
    reply: FastifyReply,
    taken: (Address & { digest: string }) | undefined,
  ) => {
    if (!taken) return notHere(reply)
    const type = typeFor(request, reply)
    if (type === null) return reply
    const tag = type === 'text/csv' ? `"${taken.digest};csv"` : `"${taken.digest}"`
    const { group, date, revision } = taken
    reply.headers({
      etag: tag,
      vary: 'accept',
      'content-location': `/v1/snapshots/${group}/${date}/${revision}`,
    })
    if (namesTag(request.headers['if-none-match'], tag)) return reply.status(304).send()
    const bytes = archive.bytesOf(taken)
    if (!bytes) return notHere(reply)
    if (type === 'application/json') return reply.type(JSON_TYPE).send(Buffer.from(bytes))
    const { body } = JSON.parse(Buffer.from(bytes).toString('utf8')) as Artefact
    return reply.type(CSV_TYPE).send(valuesCsv({ group, date, revision }, body.values))
  }
}

const notHere = (reply: FastifyReply) =>
  sendProblem(reply, { status: 404, detail: 'No such snapshot has been accepted here.' })

const unreadable = (reply: FastifyReply, detail: string) =>
  sendProblem(reply, { status: 400, code: 'query-unreadable', detail })
