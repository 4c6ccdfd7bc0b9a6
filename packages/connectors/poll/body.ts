import { CannotRead } from '../way.ts'

/**
 * An answer's text, read while it stays below a bound: one that never ends fills no memory.
 * @throws CannotRead
 */
export const bodyOf = async (answer: Response, bytesMax: number): Promise<string> => {
  if (!answer.body) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > bytesMax)
      throw new CannotRead(
        `${answer.url} answers with more than ${bytesMax} bytes: ask for smaller pages (pageSize)`,
      )
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new CannotRead(`${answer.url} answers with ${bytes} bytes that are not UTF-8`)
  }
}
