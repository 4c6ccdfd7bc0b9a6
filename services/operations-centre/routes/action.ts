import type { PushKeys } from '@ioc/source/push-key.ts'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { answerOr503, wrongParameters } from './operation.ts'
import { requireOperator } from './operator.ts'
import { Refused } from './refused.ts'

/** One thing an operator can do by `POST`, with the operator key: its address, what is said, what is answered. */
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
  /** @throws Refused */
  handle(parameters: z.output<Parameters>, body: z.output<Body>): Promise<z.input<Answer>>
}

/** Declares an action; only fixes the types. */
export const defineAction = <
  Parameters extends z.ZodObject,
  Body extends z.ZodObject,
  Answer extends z.ZodType,
>(
  action: Action<Parameters, Body, Answer>,
): Action => action as unknown as Action

export function serveAction(app: FastifyInstance, action: Action, keys: PushKeys): void {
  app.post(action.path, (request, reply) =>
    answerOr503(reply, async () => {
      requireOperator(keys, request.headers.authorization)
      const parameters = readPart(action.parameters, request.params)
      const body = readPart(action.body, request.body)
      return reply.header('cache-control', 'no-store').send(await action.handle(parameters, body))
    }),
  )
}

/** Reads a part of the request, or refuses it naming everything that is wrong with it. */
function readPart<Shape extends z.ZodObject>(shape: Shape, given: unknown): z.output<Shape> {
  const read = shape.safeParse(given)
  if (read.success) return read.data
  throw new Refused(wrongParameters(shape, read.error))
}
