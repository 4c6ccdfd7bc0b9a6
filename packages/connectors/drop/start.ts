import { type OpenFile, readChunks } from './file.ts'

/** What encoding, delimiter and head are found by: the first megabyte. */
const START_BYTES = 1_048_576

export const startOf = async (file: OpenFile): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of readChunks(file, 0)) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= START_BYTES) break
  }
  return Buffer.concat(chunks)
}
