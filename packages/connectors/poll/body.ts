import { CannotRead } from '../way.ts'

/**
 * An answer's text, read while it stays below a bound: one that never ends fills no memory.
 * @param shown the address as people may see it: without its query
 * @throws CannotRead
 */
export const bodyOf = async (answer: Response, bytesMax: number, shown: string): Promise<string> => {
  if (!answer.body) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > bytesMax)
      throw new CannotRead(
        `${shown} answers with more than ${bytesMax} bytes: ask for smaller pages (pageSize)`,
      )
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new CannotRead(`${shown} answers with ${bytes} bytes that are not UTF-8`)
  }
}
