import { Readable } from 'node:stream'
import { ClickHouseError } from '@ioc/clickhouse'
import { sendProblem } from '@ioc/health'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { isLong, jsonPieces } from './json-pieces.ts'
import { type Paged, sendPage } from './paged.ts'
import type { About, Fault, FaultCode } from './problem-codes.ts'
import { type CodedProblem, Refused } from './refused.ts'

/** One question the API answers with JSON: its address, what may be asked, what is answered. The OpenAPI document is made of these. */
export type Operation<Query extends z.ZodObject = z.ZodObject, Answer extends z.ZodType = z.ZodType> = {
  /** As fastify writes it: `/v1/indicators/:id/trace`. */
  path: string
  summary: string
  /** More than a line, for the OpenAPI document. */
  description?: string
  /** Takes an operator’s token: 401 is among the answers. */
  operatorsOnly?: boolean
  /** What is asked about may not be there: 404 is among the answers. */
  mayBeAbsent?: boolean
  /** Parts of the path, in words for the OpenAPI document; they are texts. */
  parts?: Record<string, string>
  query: Query
  answer: Answer
  /** A page of rows: also as CSV, with a strong ETag and a Link to the next page. */
  paged?: Paged<z.input<Answer>>
  handle(query: z.output<Query>, request: Asking): Promise<z.input<Answer>>
}

/** Who asks and where, beside what is asked. */
export type Asking = { authorization: string | undefined; parts: Record<string, string> }

/** Declares an operation; only fixes the types. */
export const defineOperation = <Query extends z.ZodObject, Answer extends z.ZodType>(
  operation: Operation<Query, Answer>,
): Operation => operation as unknown as Operation

/** Nothing may be asked beside the address. */
export const NO_QUERY = z.strictObject({})

/** @param inForce the operation of this address that answers now; else always this one. A question under way ends by the one it began with. */
export function serveOperation(
  app: FastifyInstance,
  served: Operation,
  inForce: () => Operation = () => served,
): void {
  app.get(served.path, async (request, reply) => {
    const operation = inForce()
    const query = readQuery(operation.query, request.query, reply)
    if (!query) return reply
    const { authorization } = request.headers
    const parts = request.params as Record<string, string>
    return answerOr503(reply, async () => {
      const answer = (await operation.handle(query, { authorization, parts })) as object
      if (operation.paged) return sendPage(request, reply, answer, operation.paged)
      reply.header('cache-control', 'no-store')
      return isLong(answer)
        ? reply.type('application/json; charset=utf-8').send(Readable.from(jsonPieces(answer)))
        : reply.send(answer)
    })
  })
}

/** Reads the query, or answers 400 naming every parameter that is wrong and what is allowed. */
export function readQuery<Query extends z.ZodObject>(
  shape: Query,
  given: unknown,
  reply: FastifyReply,
): z.output<Query> | null {
  const read = shape.safeParse(given)
  if (read.success) return read.data
  sendProblem(reply, wrongParameters(shape, read.error))
  return null
}

/** What is wrong with a part of a request, every fault with the parameter it is about; what is not known with what is. */
export const wrongParameters = (shape: z.ZodObject, { issues }: z.ZodError): CodedProblem => {
  const parameters = issues.flatMap((issue): Fault[] => {
    if (issue.code !== 'unrecognized_keys')
      return [{ parameter: issue.path.join('.') || 'the body', message: issue.message, ...codeOf(issue) }]
    const known = issue.path.length === 0 ? Object.keys(shape.shape) : []
    const allowed = known.length > 0 ? `; allowed are ${known.join(', ')}` : ''
    return issue.keys.map((name) => ({
      parameter: [...issue.path, name].join('.'),
      message: `is not known${allowed || (issue.path.length === 0 ? '; this address takes none' : '')}`,
      code: 'unknown-word',
      about: { near: known.join(', ') },
    }))
  })
  const detail = parameters.map(({ parameter, message }) => `${parameter}: ${message}`).join('; ')
  return { status: 400, code: 'wrong-parameter', detail, parameters }
}

/** What is wrong with the shape of a field, and what its words need; what was given is not repeated. */
const codeOf = (issue: z.core.$ZodIssue): { code: FaultCode; about: About } => {
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'wrong-kind', about: {} }
    case 'too_small': {
      const isText = issue.origin === 'string' || issue.origin === 'array'
      return { code: isText ? 'too-short' : 'too-small', about: { least: String(issue.minimum) } }
    }
    case 'too_big': {
      const isText = issue.origin === 'string' || issue.origin === 'array'
      return { code: isText ? 'too-long' : 'too-large', about: { most: String(issue.maximum) } }
    }
    case 'invalid_value':
      return { code: 'not-among', about: { near: issue.values.map(String).join(', ') } }
    case 'invalid_format':
      return { code: issue.format === 'date' ? 'no-such-day' : 'wrong-format', about: {} }
    case 'invalid_union':
      return { code: 'not-among', about: { near: '' } }
    default:
      return { code: 'wrong-value', about: {} }
  }
}

/** Answers, or says why not; where ClickHouse is away or has no tables yet, 503 with when to ask again. */
export async function answerOr503(
  reply: FastifyReply,
  answer: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await answer()
  } catch (error) {
    if (error instanceof Refused) return refuse(reply, error)
    if (!(error instanceof ClickHouseError) || !NOT_NOW(error)) throw error
    const detail = 'The ledger cannot be asked now; ask again in a moment.'
    return sendProblem(reply.header('retry-after', '2'), { status: 503, code: 'ledger-away', detail })
  }
}

const refuse = (reply: FastifyReply, { problem }: Refused) => {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  if (problem.status === 503) reply.header('retry-after', '2')
  return sendProblem(reply.header('cache-control', 'no-store'), problem)
}

const UNKNOWN_TABLE = 60
const UNKNOWN_DATABASE = 81
const NOT_NOW = (error: ClickHouseError) =>
  error.kind !== 'refused' || error.code === UNKNOWN_TABLE || error.code === UNKNOWN_DATABASE
