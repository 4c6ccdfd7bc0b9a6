import type { ClickHouse } from '@ioc/clickhouse'
import { sendProblem } from '@ioc/health'
import { readInstant, toIso } from '@ioc/schemas/events/instant.ts'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { RECEIPT_STATES, readArtefact, readSnapshots } from '../snapshots/snapshots.ts'
import { dayQuery, dayText, instantText, limitQuery, wholeCount } from './fields.ts'
import { answerOr503, defineOperation, readQuery } from './operation.ts'

const query = z.strictObject({
  group: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, { error: 'expects the code of a group: lower-case letters, digits, hyphens' })
    .optional(),
  from: dayQuery.optional(),
  to: dayQuery.optional(),
  updatedAfter: z
    .string()
    .transform((text, context) => {
      const read = readInstant(text)
      if (typeof read === 'number') return read
      context.addIssue({ code: 'custom', message: 'expects an instant, e.g. 2024-07-01T00:05:00+07:00' })
      return z.NEVER
    })
    .optional(),
  limit: limitQuery(1_000, 200),
})

/** Published snapshots with their receipts. */
export const snapshotsOperation = (clickhouse: ClickHouse, now: () => number) =>
  defineOperation({
    path: '/v1/snapshots',
    summary: 'Published snapshots and what the national IOC has answered',
    query,
    answer: z.object({
      asOf: instantText,
      snapshots: z.array(
        z.object({
          group: z.string(),
          date: dayText,
          revision: wholeCount,
          digest: z.string(),
          publishedAt: instantText,
          receipt: z.enum(RECEIPT_STATES),
          attempts: wholeCount,
        }),
      ),
    }),
    handle: async ({ updatedAfter, ...filter }) => {
      const asOf = toIso(now())
      const rows = await readSnapshots(clickhouse, { ...filter, updatedAfterMs: updatedAfter })
      return {
        asOf,
        snapshots: rows.map(({ publishedMs, ...row }) => ({ ...row, publishedAt: toIso(publishedMs) })),
      }
    },
  })

/** One signed artefact is not JSON of ours to rewrite: it is answered byte for byte, hence outside the operations. */
export const ARTEFACT_PATH = '/v1/snapshots/{group}/{date}'
export const artefactQuery = z.strictObject({
  revision: z.coerce
    .number({ error: 'expects a revision, e.g. 1' })
    .int({ error: 'expects a whole revision number' })
    .min(1, { error: 'expects a revision from 1' })
    .max(4_294_967_295, { error: 'is no revision' })
    .optional(),
})
const artefactPath = z.object({ group: query.shape.group.unwrap(), date: dayQuery })

export function serveArtefact(app: FastifyInstance, clickhouse: ClickHouse): void {
  app.get(ARTEFACT_PATH.replace('{group}', ':group').replace('{date}', ':date'), async (request, reply) => {
    const asked = readQuery(artefactQuery, request.query, reply)
    const place = asked && readQuery(artefactPath, request.params, reply)
    if (!asked || !place) return reply
    return answerOr503(reply, async () => {
      const found = await readArtefact(clickhouse, place.group, place.date, asked.revision)
      if (!found)
        return sendProblem(reply, {
          status: 404,
          code: 'no-such-snapshot',
          detail: `There is no snapshot of ${place.group} for ${place.date}${asked.revision ? ` with revision ${asked.revision}` : ''}.`,
        })
      return reply
        .type('application/json; charset=utf-8')
        .headers({
          etag: `"${found.digest}"`,
          'cache-control': 'no-cache',
          'x-snapshot-revision': found.revision,
        })
        .send(found.artefact)
    })
  })
}
