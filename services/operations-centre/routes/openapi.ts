import { z } from 'zod'
import type { Action } from './action.ts'
import { ARTEFACT_PATH, artefactPath, artefactQuery, artefactSchema } from './artefact.ts'
import { DEAD_LETTER_PATH, detail } from './dead-letter-fields.ts'
import { feedQuery } from './feed-filter.ts'
import type { Operation } from './operation.ts'
import { FAULT_CODES } from './problem-codes.ts'

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
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(schema as z.ZodType, 'input'),
  }))

const problem = { $ref: '#/components/responses/Problem' }
const answered = (description: string, mediaType: string, schema: Json): Json => ({
  description,
  content: { [mediaType]: { schema } },
})

const text = (description: string): Json => ({ description, schema: { type: 'string' } })
const IF_NONE_MATCH: Json = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  schema: { type: 'string' },
  description: 'ETag of an answer one has',
}
const NOT_SENT_AGAIN = { 304: { description: 'The answer whose ETag was named is still the right one' } }

const inPathOf = (parts: z.ZodObject): Json[] =>
  Object.entries(parts.shape).map(([name, schema]) => inPath(name, schemaOf(schema as z.ZodType, 'input')))

const inPath = (name: string, schema: Json): Json => ({ name, in: 'path', required: true, schema })

/** One address may be asked and acted upon. */
const pathsOf = (operations: readonly Operation[], actions: readonly Action[]): Record<string, Json> => {
  const paths: Record<string, Json> = {}
  for (const each of operations) paths[bracketed(each.path)] = { get: described(each) }
  for (const each of actions)
    paths[bracketed(each.path)] = { ...paths[bracketed(each.path)], post: acting(each) }
  return paths
}

const FEED_SAYS = [
  '`greeting`: {items}, the newest events before the viewer came.',
  '`frame`: {items, notShown, unreadable, matched}: a sample of what was appended since the id before, how many records are not in it, how many failed their contract, and, with a filter, how many events it let through (else null).',
  '`gap`: {reason, events}: so many records are told in no frame; null where it is not known, and a new count begins.',
  'An id is a position in the log: topics joined by `-` in the order of `/v1/feed/choices`, partitions by `.`, next offsets in base 36. Between two ids items + notShown + unreadable + events of gaps is what the log holds.',
].join(' ')

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
    ...pathsOf(operations, actions),
    '/v1/feed': {
      get: {
        summary: 'Live events as server-sent events; resume with Last-Event-ID',
        description: FEED_SAYS,
        parameters: [
          ...parametersOf(feedQuery),
          { name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } },
        ],
        responses: {
          200: answered('A stream without end', 'text/event-stream', { type: 'string' }),
          400: problem,
          503: problem,
        },
      },
    },
    [ARTEFACT_PATH]: {
      get: {
        summary: 'One signed snapshot, byte for byte; the newest revision if none is named',
        description:
          'JSON as it was signed, or its values by `Accept: text/csv`. A strong ETag; with `revision` the answer may be kept for ever.',
        parameters: [...inPathOf(artefactPath), ...parametersOf(artefactQuery), IF_NONE_MATCH],
        responses: {
          200: {
            description: 'The signed artefact',
            headers: {
              ETag: text('`"<digest>"`; of CSV `"<digest>;csv"`'),
              'X-Snapshot-Revision': text('Which'),
            },
            content: {
              'application/json': { schema: schemaOf(artefactSchema, 'output') },
              'text/csv': { schema: { type: 'string' } },
            },
          },
          ...NOT_SENT_AGAIN,
          400: problem,
          404: problem,
          406: problem,
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
        description:
          'A named operator’s token (npm run keys -- operator new <name>), or the key in keys/operator of the data folder',
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
          about: {
            type: 'object',
            additionalProperties: { type: 'string' },
            description: 'What words of the code need: names, days, numbers',
          },
          parameters: {
            type: 'array',
            description: 'Each word or field that is wrong, with the code of what is wrong with it',
            items: {
              type: 'object',
              required: ['parameter', 'message', 'code'],
              properties: {
                parameter: { type: 'string' },
                message: { type: 'string' },
                code: { enum: FAULT_CODES },
                about: { type: 'object', additionalProperties: { type: 'string' } },
              },
            },
          },
        },
      }),
    },
  },
})

const described = ({
  summary,
  description,
  operatorsOnly,
  mayBeAbsent,
  parts = {},
  query,
  answer,
  paged,
}: Operation): Json => ({
  summary,
  ...(description === undefined ? {} : { description }),
  ...(operatorsOnly ? { security: [{ operator: [] }] } : {}),
  parameters: [
    ...Object.entries(parts).map(([name, said]) => inPath(name, { type: 'string', description: said })),
    ...parametersOf(query),
    ...(paged ? [IF_NONE_MATCH] : []),
  ],
  responses: {
    200: {
      ...answered('Answer', 'application/json', schemaOf(answer, 'input')),
      ...(paged ? pageOf(schemaOf(answer, 'input')) : {}),
    },
    ...(paged ? NOT_SENT_AGAIN : {}),
    400: problem,
    ...(operatorsOnly ? { 401: problem } : {}),
    ...(mayBeAbsent ? { 404: problem } : {}),
    ...(paged ? { 406: problem } : {}),
    503: problem,
  },
})

const pageOf = (schema: Json): Json => ({
  headers: { ETag: text('Of these very bytes'), Link: text('`rel="next"`: the next page, if there is one') },
  content: { 'application/json': { schema }, 'text/csv': { schema: { type: 'string' } } },
})

/** `:name` of a route is `{name}` in the document. */
const bracketed = (path: string) => path.replace(/:(\w+)/g, '{$1}')

const acting = (action: Action): Json => ({
  summary: action.summary,
  security: [{ operator: [] }],
  parameters: inPathOf(action.parameters),
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
