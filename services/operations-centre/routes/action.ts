import { type Audit, bearerOf, namedBeside, type Operators } from '@ioc/operators'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { answerOr503, wrongParameters } from './operation.ts'
import { requireOperator } from './operator.ts'
import { Refused } from './refused.ts'

/**
 * Who acts: the name of the token that was shown, how it is written where a person gave another name beside it, and the token
 * itself, for a service that asks another in the same person's name.
 */
export type ActingOperator = { operator: string; shown: string; token: string }

/** One thing an operator can do by `POST`, with a token: its address, what is said, what is answered. */
export type Action<
  Parameters extends z.ZodObject = z.ZodObject,
  Body extends z.ZodObject = z.ZodObject,
  Answer extends z.ZodType = z.ZodType,
> = {
  /** As fastify writes it: `/v1/sources/:source/hold`. */
  path: string
  summary: string
  parameters: Parameters
  body: Body
  answer: Answer
  /** It only asks and opens nothing: it takes a token, and is not written to the audit. */
  asksOnly?: boolean
  /** What it is done to, where the address does not say it. */
  subject?(body: z.output<Body>): string
  /**
   * What of it stands in the audit, in values of ours: never a value of a record. Not said: the names of what was sent, without
   * what they hold.
   */
  told?(parameters: z.output<Parameters>, body: z.output<Body>): object
  /** @throws Refused */
  handle(
    parameters: z.output<Parameters>,
    body: z.output<Body>,
    acting: ActingOperator,
  ): Promise<z.input<Answer>>
}

/** Declares an action; only fixes the types. */
export const defineAction = <
  Parameters extends z.ZodObject,
  Body extends z.ZodObject,
  Answer extends z.ZodType,
>(
  action: Action<Parameters, Body, Answer>,
): Action => action as unknown as Action

/**
 * Serves an action. It is written to the audit before it is done: where that cannot be written nothing is done, and 503 is answered.
 * There is no exception for holding a source, which would not need ClickHouse: `npm run source -- hold` remains.
 */
export function serveAction(
  app: FastifyInstance,
  served: Action,
  operators: Operators,
  audit: Audit,
  inForce: () => Action = () => served,
): void {
  app.post(served.path, (request, reply) =>
    answerOr503(reply, async () => {
      const action = inForce()
      const operator = requireOperator(operators, request.headers.authorization)
      const parameters = readPart(action.parameters, request.params)
      const body = readPart(action.body, request.body)
      const { actor, by, why } = body as { actor?: string; by?: string; why?: string }
      const saidName = actor ?? by
      const work = () =>
        action.handle(parameters, body, {
          operator,
          shown: namedBeside(operator, saidName),
          token: bearerOf(request.headers.authorization)!,
        })
      const answer = action.asksOnly
        ? await work()
        : await audit.around(
            {
              operator,
              saidName,
              why,
              action: actionName(action.path),
              subject: action.subject?.(body) ?? Object.values(parameters).join('/'),
              content: action.told?.(parameters, body) ?? { given: Object.keys(body) },
            },
            work,
          )
      return reply.header('cache-control', 'no-store').send(answer)
    }),
  )
}

/** `/v1/sources/:source/hold` is `sources.hold`. */
export const actionName = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== 'v1' && !part.startsWith(':'))
    .join('.')

/** What a thrown refusal is called in the audit; null for a fault of ours. */
export const refusalOf = (error: unknown): string | null =>
  error instanceof Refused ? (error.problem.code ?? String(error.problem.status)) : null

/** Reads a part of the request, or refuses it naming everything that is wrong with it. */
function readPart<Shape extends z.ZodObject>(shape: Shape, given: unknown): z.output<Shape> {
  const read = shape.safeParse(given)
  if (read.success) return read.data
  throw new Refused(wrongParameters(shape, read.error))
}
