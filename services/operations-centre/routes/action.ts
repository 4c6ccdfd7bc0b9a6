import { sendProblem } from '@ioc/health'
import type { PushKeys } from '@ioc/source/push-key.ts'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { z } from 'zod'
import { answerOr503 } from './operation.ts'

/** What cannot be done, told as a problem document. */
export class ActionRefused extends Error {
  readonly status: number
  readonly code: string
  constructor(status: 400 | 404 | 409 | 503, code: string, detail: string) {
    super(detail)
    this.name = 'ActionRefused'
    this.status = status
    this.code = code
  }
}

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
  /** @throws ActionRefused */
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
  app.post(action.path, async (request, reply) => {
    const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (!token || !keys.sourcesOf(token))
      return sendProblem(reply.header('WWW-Authenticate', 'Bearer'), {
        status: 401,
        code: 'unknown-key',
        detail: 'Send Authorization: Bearer <key> with the operator key of the data folder: keys/operator.',
      })
    const parameters = readPart(action.parameters, request.params, reply)
    const body = parameters && readPart(action.body, request.body, reply)
    if (!parameters || !body) return reply
    return answerOr503(reply, async () => {
      try {
        return reply.header('cache-control', 'no-store').send(await action.handle(parameters, body))
      } catch (error) {
        if (!(error instanceof ActionRefused)) throw error
        const again = error.status === 503 ? reply.header('retry-after', '5') : reply
        return sendProblem(again, { status: error.status, code: error.code, detail: error.message })
      }
    })
  })
}

/** Reads a part of the request, or answers 400 naming everything that is wrong with it. */
function readPart<Shape extends z.ZodObject>(
  shape: Shape,
  given: unknown,
  reply: FastifyReply,
): z.output<Shape> | null {
  const read = shape.safeParse(given)
  if (read.success) return read.data
  const faults = read.error.issues.map(({ path, message }) => ({ parameter: path.join('.'), message }))
  const detail = faults.map(({ parameter, message }) => `${parameter}: ${message}`).join('; ')
  sendProblem(reply, { status: 400, code: 'wrong-parameter', detail, parameters: faults })
  return null
}
