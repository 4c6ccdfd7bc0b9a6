import { Readable } from 'node:stream'
import type { ClickHouse } from '@ioc/clickhouse'
import { CSV_TYPE, findPublished, openArtefact, type Place, valuesCsv } from '@ioc/exchange'
import { namesTag } from '@ioc/health'
import { type Artefact, artefact as artefactSchema } from '@ioc/schemas/snapshot/index.ts'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { openTurn } from '../snapshots/turns.ts'
import { dayQuery, groupQuery, instantQuery } from './fields.ts'
import { negotiate } from './negotiate.ts'
import { answerOr503, readQuery } from './operation.ts'
import { JSON_TYPE, OFFERED } from './paged.ts'
import { Refused } from './refused.ts'
import { knownGroups } from './snapshots.ts'

/** One signed artefact is not JSON of ours to rewrite: it is answered byte for byte, hence outside the operations. */
export const ARTEFACT_PATH = '/v1/snapshots/{group}/{date}'
export const artefactQuery = z.strictObject({
  revision: z.coerce
    .number({ error: 'expects a revision, e.g. 1' })
    .int({ error: 'expects a whole revision number' })
    .min(1, { error: 'expects a revision from 1' })
    .max(4_294_967_295, { error: 'is no revision' })
    .meta({ description: 'Else the newest' })
    .optional(),
  asOf: instantQuery.meta({ description: 'Only what was published by this instant' }).optional(),
})
export const artefactPath = z.object({ group: groupQuery, date: dayQuery })
export { artefactSchema }

/** What a revision says never changes; which revision is the newest does. */
const FOR_EVER = 'public, max-age=31536000, immutable'
const ASK_AGAIN = 'no-cache'

/** `GET` and `HEAD` of one artefact: as it was signed, or its values as CSV. */
export const serveArtefact = (app: FastifyInstance, clickhouse: ClickHouse): void => {
  const oneAtATime = openTurn()
  app.get(ARTEFACT_PATH.replace('{group}', ':group').replace('{date}', ':date'), async (request, reply) => {
    const asked = readQuery(artefactQuery, request.query, reply)
    const place = asked && readQuery(artefactPath, request.params, reply)
    if (!asked || !place) return reply
    return answerOr503(reply, async () => {
      const type = negotiate(request.headers.accept, OFFERED)
      const found = await findPublished(clickhouse, {
        ...place,
        revision: asked.revision,
        asOfMs: asked.asOf,
      })
      if (!found) throw await notThere(clickhouse, place, asked)
      const tag = type === 'text/csv' ? `"${found.digest};csv"` : `"${found.digest}"`
      reply.headers({
        etag: tag,
        vary: 'accept',
        'cache-control': asked.revision === undefined ? ASK_AGAIN : FOR_EVER,
        'x-snapshot-revision': found.revision,
      })
      if (namesTag(request.headers['if-none-match'], tag)) return reply.status(304).send()
      const one = { ...place, revision: found.revision }
      if (type === 'text/csv')
        return reply
          .type(CSV_TYPE)
          .header(
            'content-disposition',
            `attachment; filename="${place.group}-${place.date}-r${found.revision}.csv"`,
          )
          .send(await oneAtATime(() => csvOf(clickhouse, one)))
      const { bytes, pieces } = (await openArtefact(clickhouse, one))!
      return reply.type(JSON_TYPE).header('content-length', bytes).send(Readable.from(pieces))
    })
  })
}

/** Values are read as a whole to be written as CSV: forty megabytes for a moment, which is had once, however many ask. */
const csvOf = async (clickhouse: ClickHouse, place: Place): Promise<Buffer> => {
  const pieces: Buffer[] = []
  for await (const piece of (await openArtefact(clickhouse, place))!.pieces) pieces.push(piece)
  const { body } = JSON.parse(Buffer.concat(pieces).toString('utf8')) as Artefact
  return Buffer.from(valuesCsv(place, body.values))
}

const notThere = async (
  clickhouse: ClickHouse,
  { group, date }: z.output<typeof artefactPath>,
  { revision, asOf }: z.output<typeof artefactQuery>,
): Promise<Refused> => {
  const known = await knownGroups(clickhouse)
  const which = revision === undefined ? '' : ` with revision ${revision}`
  const detail = known.includes(group)
    ? `There is no snapshot of ${group} for ${date}${which}${asOf === undefined ? '' : ' that was published by then'}.`
    : `There is no group ${group}; known are ${known.join(', ')}.`
  return new Refused({
    ...{ status: 404, code: 'no-such-snapshot', detail },
    about: { group, day: date, revision: revision === undefined ? '' : String(revision) },
  })
}
