import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, deflate, gzip, zstdCompress } from 'node:zlib'
import type { StatementResult } from './engine.ts'

/** Sends the result of a statement, compressed when the request asked for that, with the headers of the server. */
export async function sendResult(
  request: IncomingMessage,
  response: ServerResponse,
  result: StatementResult,
  options: { compress: boolean; elapsedNs: number; headers: OutgoingHttpHeaders },
): Promise<void> {
  const [encoding, compress] = (options.compress && chooseCompression(request)) || []
  const body = compress === undefined ? result.bytes : await compress(result.bytes)
  response.writeHead(200, {
    ...options.headers,
    'Content-Type': contentTypeOf(result.format),
    'X-ClickHouse-Format': result.format,
    'X-ClickHouse-Summary': summaryText(result, options.elapsedNs),
    'Content-Length': body.byteLength,
    ...(encoding !== undefined && { 'Content-Encoding': encoding }),
  })
  response.end(body)
}

/** Numbers travel as strings there, as they may exceed what JSON readers hold. */
function summaryText(result: StatementResult, elapsedNs: number): string {
  const counts = { ...result.summary, elapsed_ns: elapsedNs }
  return JSON.stringify(
    Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)])),
  )
}

function contentTypeOf(format: string): string {
  const name = format.toLowerCase()
  if (/^json.*eachrow|^ndjson|^jsonlines/.test(name)) return 'application/x-ndjson; charset=UTF-8'
  if (name.startsWith('json')) return 'application/json; charset=UTF-8'
  if (/^(tsv|tabseparated)/.test(name)) return 'text/tab-separated-values; charset=UTF-8'
  if (name.startsWith('csv')) {
    return `text/csv; charset=UTF-8; header=${name.includes('names') ? 'present' : 'absent'}`
  }
  return /^(rowbinary|native|parquet|arrow|orc|avro)/.test(name)
    ? 'application/octet-stream'
    : 'text/plain; charset=UTF-8'
}

type Compress = (bytes: Uint8Array) => Promise<Buffer>
// The order is the server's preference (ClickHouse `src/IO/CompressionMethod.cpp`).
const COMPRESSIONS: [encoding: string, compress: Compress][] = [
  ['zstd', promisify<Uint8Array, Buffer>(zstdCompress)],
  ['br', promisify<Uint8Array, Buffer>(brotliCompress)],
  ['gzip', promisify<Uint8Array, Buffer>(gzip)],
  ['deflate', promisify<Uint8Array, Buffer>(deflate)],
]

function chooseCompression(request: IncomingMessage): [string, Compress] | undefined {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  return COMPRESSIONS.find(([encoding]) => new RegExp(`\\b${encoding}\\b`).test(accepted))
}
