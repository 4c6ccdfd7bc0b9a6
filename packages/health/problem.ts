import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'

/** An RFC 9457 problem document; further members are welcome. */
export type Problem = {
  status: number
  detail: string
  /** Machine-readable name of the problem, e.g. `body-unreadable`. */
  code?: string
  title?: string
  [member: string]: unknown
}

/** Answers with an RFC 9457 problem document (application/problem+json). */
export const sendProblem = (reply: FastifyReply, problem: Problem): FastifyReply =>
  reply
    .status(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ type: 'about:blank', title: STATUS_CODES[problem.status], ...problem }))

// Said in our words: the library's own text of a parse error quotes the body, which may hold personal data.
const DETAILS: Record<number, string> = {
  400: 'The request cannot be read.',
  404: 'There is nothing at this address.',
  413: 'The body is larger than this service takes.',
  415: 'The body is of a media type this service does not read.',
}

/** Makes every refusal of the server itself a problem document; a fault of ours is logged and answered without its inside. */
export const answerWithProblems = (app: FastifyInstance): void => {
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, { status: 404, detail: DETAILS[404]! }))
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 400 && status < 500)
      return sendProblem(reply, { status, detail: DETAILS[status] ?? STATUS_CODES[status] ?? 'Refused.' })
    request.log.error(
      { err: error, method: request.method, route: request.routeOptions.url },
      'request failed by a fault of ours',
    )
    return sendProblem(reply, {
      status: status === 503 ? 503 : 500,
      detail: 'This service has failed; the fault is in its log.',
    })
  })
}
