import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import { ClickHouseException } from './exception.ts'

/** The largest request body, before and after decompression. Rows are handed to the engine as one piece of memory. */
export const BODY_BYTES_MAX = 256 * 1024 * 1024

/** Called for every piece that arrives; throws when there is no room for it. */
export type TakeBytes = (bytes: number) => void

/**
 * The whole body of a request, decompressed, as one Buffer.
 * One piece on purpose: a character cut between two chunks can then not be damaged, and a block stays one block.
 * @throws ClickHouseException 307 when larger than {@link BODY_BYTES_MAX}, 48 for an encoding we do not know
 */
export async function readBody(request: IncomingMessage, take: TakeBytes): Promise<Buffer> {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  const decompress = DECOMPRESS[encoding]
  if (decompress === undefined) {
    throw new ClickHouseException(48, 'NOT_IMPLEMENTED', `Unknown Content-Encoding ${encoding}`)
  }
  return decompress(await collect(request, take))
}

async function collect(request: IncomingMessage, take: TakeBytes): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) throw tooLarge()
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    take(chunk.length)
    bytes += chunk.length
    if (bytes > BODY_BYTES_MAX) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes)
}

type Decompress = (bytes: Buffer) => Promise<Buffer>
const limit = { maxOutputLength: BODY_BYTES_MAX }
const DECOMPRESS: Partial<Record<string, Decompress>> = {
  identity: async (bytes) => bytes,
  gzip: bounded((bytes) => promisify<Buffer, object, Buffer>(gunzip)(bytes, limit)),
  deflate: bounded((bytes) => promisify<Buffer, object, Buffer>(inflate)(bytes, limit)),
  br: bounded((bytes) => promisify<Buffer, object, Buffer>(brotliDecompress)(bytes, limit)),
  zstd: bounded((bytes) => promisify<Buffer, object, Buffer>(zstdDecompress)(bytes, limit)),
}

function bounded(decompress: Decompress): Decompress {
  return async (bytes) => {
    try {
      return await decompress(bytes)
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
      throw new ClickHouseException(354, 'ZLIB_INFLATE_FAILED', 'Cannot decompress the request body.')
    }
  }
}

function tooLarge(): ClickHouseException {
  const text = `Request body is larger than ${BODY_BYTES_MAX} bytes; send smaller blocks.`
  return new ClickHouseException(307, 'TOO_MANY_BYTES', text)
}
