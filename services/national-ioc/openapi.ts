import { receipt } from '@ioc/schemas/receipt/index.ts'
import { artefact } from '@ioc/schemas/snapshot/index.ts'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { address, alarmsQuery, listQuery, oneQuery } from './address.ts'

type Json = Record<string, unknown>

const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}

const parameters = (shape: z.ZodObject, place: 'path' | 'query'): Json[] =>
  Object.entries(shape.shape).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path',
    schema: schemaOf(schema as z.ZodType),
  }))

const refTo = (kind: 'schemas' | 'responses', name: string) => ({ $ref: `#/components/${kind}/${name}` })
const answers = (description: string, schema: Json, mediaType = 'application/json') => ({
  description,
  content: { [mediaType]: { schema } },
})
const list = (name: string, item: Json, more: Json = {}): Json => ({
  type: 'object',
  required: [name, ...Object.keys(more)],
  properties: { [name]: { type: 'array', items: item }, ...more },
})

const text = { type: 'string' }
const count = { type: 'integer', minimum: 0 }
const row = (properties: Json): Json => ({ type: 'object', required: Object.keys(properties), properties })
const name = {
  group: text,
  date: { type: 'string', format: 'date' },
  revision: { type: 'integer', minimum: 1 },
}
const receivedAt = { type: 'string', format: 'date-time' }
const problem = refTo('responses', 'Problem')
const day = parameters(address.omit({ revision: true }), 'path')
/** JSON, or CSV for who prefers it; 304 for who has it. */
const orCsv = (description: string, schema: Json): Json => ({
  200: {
    description: `${description}; or as CSV (RFC 4180) by \`Accept: text/csv\``,
    headers: { ETag: { schema: text }, Link: { description: 'The next page of a list', schema: text } },
    content: { 'application/json': { schema }, 'text/csv': { schema: text } },
  },
  304: { description: 'Nothing is new since the answer with the ETag in `If-None-Match`' },
  406: problem,
})
const snapshot = orCsv('The artefact, byte for byte as it was received', refTo('schemas', 'Artefact'))

/** The receiver's API as OpenAPI 3.1, made from the zod schemas that judge what comes in. */
export const openApi = (): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'National IOC: reference receiver of signed snapshots',
    version: '1.0.0',
    description:
      'Instants carry +07:00. A snapshot is taken whole or not at all; what is on disk gets a signed receipt, and the same again the same receipt. Errors are RFC 9457 problem documents. How snapshots and receipts are verified: docs/snapshot-verification.md.',
  },
  paths: {
    '/v1/snapshots/{group}/{date}/{revision}': {
      parameters: parameters(address, 'path'),
      put: {
        summary: 'Sends one signed snapshot',
        security: [{}, { token: [] }],
        parameters: [
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: true,
            description: '{group}/{date}/{revision}, as in the address',
            schema: text,
          },
        ],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: refTo('schemas', 'Artefact') } },
        },
        responses: {
          200: answers('It had been accepted before: the same receipt', refTo('schemas', 'Receipt')),
          201: answers('Accepted', refTo('schemas', 'Receipt')),
          400: problem,
          401: problem,
          409: answers(
            'Refused for what is stored: different-body (alarmed), missing-revision, chain',
            refTo('schemas', 'Receipt'),
          ),
          413: problem,
          422: answers(
            'Refused for what it is: schema, digest, unknown-key, revoked-key, signature, control-totals, path-differs',
            refTo('schemas', 'Receipt'),
          ),
          503: problem,
          507: problem,
        },
      },
      get: { summary: 'One revision', responses: { ...snapshot, 404: problem } },
    },
    '/v1/snapshots/{group}/{date}/{revision}/receipt': {
      parameters: parameters(address, 'path'),
      get: {
        summary: 'Its receipt, as it was given',
        responses: { 200: answers('The receipt', refTo('schemas', 'Receipt')), 404: problem },
      },
    },
    '/v1/snapshots/{group}/{date}': {
      parameters: day,
      get: {
        summary: 'One day: a revision, or the newest that had been received at an instant',
        parameters: parameters(oneQuery, 'query'),
        responses: { ...snapshot, 400: problem, 404: problem },
      },
    },
    '/v1/snapshots': {
      get: {
        summary: 'What has been received, by day, group and revision; as of any time',
        parameters: parameters(listQuery, 'query'),
        responses: {
          ...orCsv(
            'A page; `next` is the cursor of the page after it',
            list('snapshots', row({ ...name, digest: text, receivedAt }), {
              asOf: receivedAt,
              next: { type: ['string', 'null'] },
            }),
          ),
          400: problem,
        },
      },
    },
    '/v1/alarms': {
      get: {
        summary: 'Published snapshots that came again with another body',
        parameters: parameters(alarmsQuery, 'query'),
        responses: {
          200: answers(
            'The newest first; `digest` is the body accepted, `bytesDigest` the SHA-256 of what came',
            list(
              'alarms',
              row({
                ...name,
                code: text,
                bytesDigest: text,
                digest: { type: ['string', 'null'] },
                receivedAt,
                attempts: count,
              }),
            ),
          ),
          400: problem,
        },
      },
    },
    '/.well-known/jwks.json': {
      get: {
        summary: 'The keys receipts are signed with (RFC 7517), retired and revoked ones included',
        responses: { 200: answers('A JWK set', list('keys', { type: 'object' })) },
      },
    },
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: { Artefact: schemaOf(artefact), Receipt: schemaOf(receipt) },
    responses: {
      Problem: answers(
        'RFC 9457',
        {
          type: 'object',
          required: ['status', 'detail'],
          properties: { status: count, title: text, detail: text, code: text },
        },
        'application/problem+json',
      ),
    },
  },
})

export const addOpenApi = (app: FastifyInstance): void => {
  const document = openApi()
  app.get('/v1/openapi.json', async (_request, reply) => reply.send(document))
}
