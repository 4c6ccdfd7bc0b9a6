import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { readBody, type TakeBytes } from './body.ts'
import { ClickHouseException } from './exception.ts'

/** One HTTP request, as a statement with everything that is in force only while it runs. */
export interface StatementRequest {
  queryId: string
  database: string | undefined
  /** The `query` parameter; the server reads it as if it stood before the body. */
  query: string | undefined
  body: Buffer
  settings: [name: string, value: string][]
  parameters: [name: string, value: string][]
  defaultFormat: string
  /** GET may not change anything, as on the server. */
  readOnly: boolean
}

/** The id a request gives itself, or a new one. */
export function queryIdOf(address: URLSearchParams): string {
  return address.get('query_id') || randomUUID()
}

/**
 * Reads a request of ClickHouse's HTTP interface.
 * @throws ClickHouseException when the body is too large, or asks for what this endpoint cannot do
 */
export async function readStatement(
  request: IncomingMessage,
  address: URLSearchParams,
  queryId: string,
  take: TakeBytes,
): Promise<StatementRequest> {
  if (address.has('session_id')) {
    throw new ClickHouseException(48, 'NOT_IMPLEMENTED', 'Sessions are not supported by the local endpoint')
  }
  if (address.get('compress') === '1' || address.get('decompress') === '1') {
    throw new ClickHouseException(
      48,
      'NOT_IMPLEMENTED',
      'Native compression is not supported; use Content-Encoding',
    )
  }
  const body = await readBody(request, take)
  const form = request.headers['content-type']?.startsWith('multipart/form-data')
    ? await readForm(body, request.headers['content-type'])
    : new URLSearchParams()
  const given = [...address, ...form]
  return {
    queryId,
    database: address.get('database') ?? header(request, 'x-clickhouse-database'),
    query: address.get('query') ?? form.get('query') ?? undefined,
    body: form.size > 0 ? Buffer.alloc(0) : body,
    settings: given.filter(([name]) => !RESERVED.has(name) && !name.startsWith('param_')),
    parameters: given
      .filter(([name]) => name.startsWith('param_'))
      .map(([name, value]) => [name.slice('param_'.length), value]),
    defaultFormat: address.get('default_format') ?? header(request, 'x-clickhouse-format') ?? 'TabSeparated',
    readOnly: request.method !== 'POST',
  }
}

/** What the HTTP interface itself understands; every other parameter is a setting of the engine. */
const RESERVED = new Set([
  ...['query', 'query_id', 'database', 'default_format', 'user', 'password', 'quota_key', 'role'],
  ...['session_id', 'session_timeout', 'session_check', 'close_session', 'compress', 'decompress'],
  ...['wait_end_of_query', 'buffer_size', 'stacktrace', 'client_protocol_version'],
])

/** `multipart/form-data`: how the client sends parameters that would make the address too long. */
async function readForm(body: Buffer, contentType: string): Promise<URLSearchParams> {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData()
  const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return new URLSearchParams(texts)
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
