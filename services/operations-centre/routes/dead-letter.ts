import type { ClickHouse } from '@ioc/clickhouse'
import { type Action, describeDeadLetter, readPosition } from '@ioc/dead-letters'
import type { Operators } from '@ioc/operators'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { orRefused } from '../dead-letters/refusals.ts'
import { DEAD_LETTER_PATH, type detail, shownDeadLetter } from './dead-letter-fields.ts'
import { answerOr503 } from './operation.ts'
import { isOperator } from './operator.ts'

/** One dead letter: where, why, what was done with it and what became of its replays; never what it holds. Who acted and the word why are for operators. */
export const serveDeadLetter = (app: FastifyInstance, clickhouse: ClickHouse, operators: Operators): void => {
  app.get<{ Params: { topic: string; partition: string; offset: string } }>(
    DEAD_LETTER_PATH.replaceAll(/\{(\w+)\}/g, ':$1'),
    ({ params: { topic, partition, offset }, headers }, reply) =>
      answerOr503(reply, async () => {
        const found = await orRefused(async () =>
          describeDeadLetter(clickhouse, readPosition(`${topic}/${partition}/${offset}`)),
        )
        const answer: z.input<typeof detail> = {
          ...shownDeadLetter(found),
          root: found.root,
          bytes: found.valueBytes,
          sealedWith: found.sealedWith,
          actions: found.actions.map((action) =>
            shownAction(action, isOperator(operators, headers.authorization)),
          ),
          replayRecords: found.replayRecords.map(({ appendedMs, root: _, ...record }) => ({
            ...record,
            appendedAt: toIso(appendedMs),
          })),
        }
        return reply.header('cache-control', 'no-store').send(answer)
      }),
  )
}

/** The actor's name and the word why are free text and may name people. */
const shownAction = (
  { action, actedMs, actor, why, detail: told }: Action,
  toOperator: boolean,
): z.input<typeof detail>['actions'][number] => ({
  action,
  actedAt: toIso(actedMs),
  ...(toOperator ? { actor, why, detail: JSON.parse(told) as Record<string, unknown> } : {}),
})
