import { sendProblem } from '@ioc/health'
import { word } from '@ioc/schemas/snapshot/fields.ts'
import { daysOf, month, reconciliationOf } from '@ioc/snapshot'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Archive } from './archive.ts'

const asked = z.object({ month, group: word.optional() })

/** Adds `GET /v1/reconciliation?month=2024-06[&group=]`: what was accepted for the dates of a month, under one digest for each group. */
export const addReconciliation = (app: FastifyInstance, archive: Pick<Archive, 'list'>): void => {
  app.get('/v1/reconciliation', async (request, reply) => {
    const read = asked.safeParse(request.query)
    if (!read.success)
      return sendProblem(reply, {
        status: 400,
        code: 'query-unreadable',
        detail: 'month is a calendar month, e.g. 2024-06; group is a short name.',
      })
    const { month, group } = read.data
    const rows = archive.list({
      group: group ?? null,
      ...daysOf(month),
      asOf: '9999-12-31T23:59:59.999+07:00',
      after: null,
      updatedAfter: '',
      limit: 100_000,
    })
    return reply
      .header('cache-control', 'no-cache')
      .send(reconciliationOf(month, rows, group === undefined ? [] : [group]))
  })
}
