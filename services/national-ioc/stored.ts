import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompressSync } from 'node:zlib'

const compress = promisify(zstdCompress)

/** Bytes as the archive keeps them. A day's snapshot of 9 MB is mostly repeated names: about a fiftieth remains. */
export type Stored = { bytes: Uint8Array; encoding: string; bytesDigest: string }

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Compresses beside the event loop, so that other requests go on. */
export const toStored = async (bytes: Uint8Array, bytesDigest: string): Promise<Stored> => ({
  bytes: await compress(bytes),
  encoding: 'zstd',
  bytesDigest,
})

/** The bytes as they were received. Throws where the file no longer holds them: a promise was given for exactly these. */
export const fromStored = (stored: {
  bytes: Uint8Array
  encoding: string
  bytesDigest: string | null
}): Uint8Array => {
  const bytes = stored.encoding === 'zstd' ? zstdDecompressSync(stored.bytes) : stored.bytes
  if (stored.bytesDigest !== null && sha256(bytes) !== stored.bytesDigest)
    throw new Error(
      'the archive no longer holds the bytes that were received: restore received.sqlite from a copy',
    )
  return bytes
}
