import { z } from 'zod'
import type { Action } from './action.ts'
import { DEAD_LETTER_PATH, detail } from './dead-letter-fields.ts'
import type { Operation } from './operation.ts'
import { ARTEFACT_PATH, artefactQuery } from './snapshots.ts'

type Json = Record<string, unknown>

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  })
  return rest
}

const parametersOf = (query: z.ZodObject): Json[] =>
  Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schemaOf(schema as z.ZodType, 'input'),
  }))

const problem = { $ref: '#/components/responses/Problem' }
const answered = (description: string, mediaType: string, schema: Json): Json => ({
  description,
  content: { [mediaType]: { schema } },
})

const inPath = (name: string, schema: Json): Json => ({ name, in: 'path', required: true, schema })

/** The API described by OpenAPI 3.1, made from the operations that serve it. */
export const openApiOf = (operations: readonly Operation[], actions: readonly Action[] = []): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'Lâm Đồng IOC: operations centre',
    version: '1.0.0',
    description:
      'Read only, but for what asks for the operator key. Instants carry +07:00. Null is unknown, never zero. Errors are RFC 9457 problem documents.',
  },
  paths: {
    ...Object.fromEntries(
      operations.map((operation) => [bracketed(operation.path), { get: described(operation) }]),
    ),
    ...Object.fromEntries(actions.map((action) => [bracketed(action.path), { post: acting(action) }])),
    '/v1/feed': {
      get: {
        summary: 'Live events as server-sent events; resume with Last-Event-ID',
        description:
          '`frame`: {items, notShown, unreadable}, a sample of what arrived and how many events are not in it. `gap`: {reason, events}.',
        parameters: [{ name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } }],
        responses: {
          200: answered('A stream without end', 'text/event-stream', { type: 'string' }),
          503: problem,
        },
      },
    },
    [ARTEFACT_PATH]: {
      get: {
        summary: 'One signed snapshot, byte for byte; the newest revision if none is named',
        parameters: [
          inPath('group', { type: 'string' }),
          inPath('date', { type: 'string', format: 'date' }),
          ...parametersOf(artefactQuery),
        ],
        responses: {
          200: answered('The signed artefact', 'application/json', {
            type: 'object',
            required: ['body', 'digest', 'signature'],
            properties: {
              body: { type: 'object' },
              digest: { type: 'string' },
              signature: { type: 'string' },
            },
          }),
          400: problem,
          404: problem,
          503: problem,
        },
      },
    },
    '/.well-known/jwks.json': {
      get: {
        summary: 'Public keys of the snapshot publisher (RFC 7517)',
        responses: {
          200: answered('Key set', 'application/json', {
            type: 'object',
            required: ['keys'],
            properties: { keys: { type: 'array', items: { type: 'object' } } },
          }),
        },
      },
    },
    [DEAD_LETTER_PATH]: {
      get: {
        summary: 'One rejected record: where, why, what was done with it; never what it holds',
        description:
          'Who acted, the word why and what was changed are told only with the operator key; everything else without.',
        security: [{}, { operator: [] }],
        parameters: [
          inPath('topic', { type: 'string' }),
          inPath('partition', { type: 'integer', minimum: 0 }),
          inPath('offset', { type: 'integer', minimum: 0 }),
        ],
        responses: {
          200: answered('Answer', 'application/json', schemaOf(detail, 'input')),
          400: problem,
          404: problem,
          503: problem,
        },
      },
    },
  },
  components: {
    securitySchemes: {
      operator: {
        type: 'http',
        scheme: 'bearer',
        description: 'The operator key of the data folder: keys/operator',
      },
    },
    responses: {
      Problem: answered('Why not', 'application/problem+json', {
        type: 'object',
        required: ['type', 'title', 'status', 'detail'],
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          code: { type: 'string' },
        },
      }),
    },
  },
})

const described = ({ summary, description, mayBeAbsent, parts = {}, query, answer }: Operation): Json => ({
  summary,
  ...(description === undefined ? {} : { description }),
  parameters: [
    ...Object.entries(parts).map(([name, said]) => inPath(name, { type: 'string', description: said })),
    ...parametersOf(query),
  ],
  responses: {
    200: answered('Answer', 'application/json', schemaOf(answer, 'input')),
    400: problem,
    ...(mayBeAbsent ? { 404: problem } : {}),
    503: problem,
  },
})

/** `:name` of a route is `{name}` in the document. */
const bracketed = (path: string) => path.replace(/:(\w+)/g, '{$1}')

const acting = (action: Action): Json => ({
  summary: action.summary,
  security: [{ operator: [] }],
  parameters: Object.entries(action.parameters.shape).map(([name, schema]) =>
    inPath(name, schemaOf(schema as z.ZodType, 'input')),
  ),
  requestBody: {
    required: true,
    content: { 'application/json': { schema: schemaOf(action.body, 'input') } },
  },
  responses: {
    200: answered('Done', 'application/json', schemaOf(action.answer, 'input')),
    400: problem,
    401: problem,
    404: problem,
    409: problem,
    503: problem,
  },
})
