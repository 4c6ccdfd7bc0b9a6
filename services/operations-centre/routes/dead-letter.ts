import type { ClickHouse } from '@ioc/clickhouse'
import { describeDeadLetter, readPosition } from '@ioc/dead-letters'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { orRefused } from '../dead-letters/refusals.ts'
import { DEAD_LETTER_PATH, type detail, shownDeadLetter } from './dead-letter-fields.ts'
import { answerOr503 } from './operation.ts'

/** One dead letter: where, why, what was done with it and what became of its replays; never what it holds. */
export const serveDeadLetter = (app: FastifyInstance, clickhouse: ClickHouse): void => {
  app.get<{ Params: { topic: string; partition: string; offset: string } }>(
    DEAD_LETTER_PATH.replaceAll(/\{(\w+)\}/g, ':$1'),
    ({ params: { topic, partition, offset } }, reply) =>
      answerOr503(reply, async () => {
        const found = await orRefused(async () =>
          describeDeadLetter(clickhouse, readPosition(`${topic}/${partition}/${offset}`)),
        )
        const answer: z.input<typeof detail> = {
          ...shownDeadLetter(found),
          root: found.root,
          bytes: found.valueBytes,
          sealedWith: found.sealedWith,
          actions: found.actions.map(({ actedMs, detail: told, ...action }) => ({
            ...action,
            detail: JSON.parse(told) as Record<string, unknown>,
            actedAt: toIso(actedMs),
          })),
          replayRecords: found.replayRecords.map(({ appendedMs, root: _, ...record }) => ({
            ...record,
            appendedAt: toIso(appendedMs),
          })),
        }
        return reply.header('cache-control', 'no-store').send(answer)
      }),
  )
}
