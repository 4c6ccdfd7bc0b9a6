import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { hostname } from 'node:os'
import { sendResult } from './answer.ts'
import { BODY_BYTES_MAX } from './body.ts'
import { type Account, requireAccount } from './credentials.ts'
import type { Engine } from './engine.ts'
import { ClickHouseException, describe, exceptionText, statusOf } from './exception.ts'
import { queryIdOf, readStatement } from './request.ts'

/** More statements at once than this are refused; bodies at once may hold no more than two of the largest. */
const STATEMENTS_MAX = 200
const BODIES_BYTES_MAX = 2 * BODY_BYTES_MAX

/**
 * ClickHouse's HTTP interface over the embedded engine, so far as `@clickhouse/client` and this product use it.
 * `onFailure` hears why a statement failed, before its sender does.
 */
export function createEndpoint(
  engine: Engine,
  account: Account,
  onFailure: (thrown: unknown) => void = () => {},
): Server {
  const room = { statements: 0, bytes: 0 }
  // A statement may stand in the address; the server allows 1 MiB there.
  const server = createServer({ maxHeaderSize: 1 << 20, keepAliveTimeout: 30_000 }, (request, response) => {
    const address = new URL(request.url ?? '/', 'http://endpoint')
    if (isHealthCheck(request, address)) sendText(response, 200, 'Ok.\n')
    else if (address.pathname !== '/') sendText(response, 404, `There is no handle ${address.pathname}\n`)
    else void answer(request, response, address.searchParams)
  })
  return server

  async function answer(request: IncomingMessage, response: ServerResponse, address: URLSearchParams) {
    const startedAt = process.hrtime.bigint()
    const queryId = queryIdOf(address)
    const headers = {
      'X-ClickHouse-Query-Id': queryId.replace(/[^\x20-\x7e]/g, '?'),
      'X-ClickHouse-Server-Display-Name': hostname(),
      'X-ClickHouse-Timezone': engine.timeZone,
    }
    let held = 0
    const take = (bytes: number) => {
      held += bytes
      room.bytes += bytes
      if (room.bytes > BODIES_BYTES_MAX) throw busy('Too many bytes in request bodies at once')
    }
    room.statements += 1
    try {
      requireAccount(account, request, address)
      if (room.statements > STATEMENTS_MAX) throw busy('Too many simultaneous queries')
      const result = await engine.run(await readStatement(request, address, queryId, take))
      const compress = address.get('enable_http_compression') === '1'
      const elapsedNs = Number(process.hrtime.bigint() - startedAt)
      await sendResult(request, response, result, { compress, elapsedNs, headers })
    } catch (thrown) {
      sendException(request, response, thrown, headers)
    } finally {
      room.statements -= 1
      room.bytes -= held
    }
  }

  function sendException(
    request: IncomingMessage,
    response: ServerResponse,
    thrown: unknown,
    headers: Record<string, string>,
  ) {
    onFailure(thrown)
    const { code, message } = describe(thrown)
    // The rest of a body nobody will read would be taken for the next request.
    const unread = !request.complete && { Connection: 'close' }
    sendText(response, statusOf(code), exceptionText(code, message, engine.version), {
      ...headers,
      ...unread,
      'X-ClickHouse-Exception-Code': String(code),
    })
    request.resume()
  }
}

function busy(message: string): ClickHouseException {
  return new ClickHouseException(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', message)
}

function isHealthCheck(request: IncomingMessage, address: URL): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  return (
    /^\/(ping|replicas_status)$/.test(address.pathname) || (address.pathname === '/' && address.search === '')
  )
}

function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=UTF-8',
    'Content-Length': Buffer.byteLength(text),
    ...headers,
  })
  response.end(text)
}
