import type { Readable } from 'node:stream'

/** A body that was read, or why not; `release` gives its bytes back to the bound. */
export type Body =
  | { kind: 'read'; bytes: Buffer; release(): void }
  | { kind: 'too-large' }
  | { kind: 'too-much' }

/** More than this is not even read to its end; the connection is cut. */
class EndlessBody extends Error {
  readonly statusCode = 413
}

/**
 * Reads bodies while all of them together stay below a bound, from their first byte to their answer. One that does not fit is
 * read to its end and thrown away: a connection closed in the middle shows the sender a broken pipe, not the answer.
 */
export const openBodies = ({
  bytesMax,
  bytesInFlightMax,
}: {
  bytesMax: number
  bytesInFlightMax: number
}) => {
  let inFlight = 0

  /** @param announcedBytes the header Content-Length; null where the sender does not know */
  const read = async (stream: Readable, announcedBytes: number | null): Promise<Body> => {
    let reserved = 0
    const reserve = (bytes: number) => {
      if (inFlight + bytes > bytesInFlightMax) return false
      inFlight += bytes
      reserved += bytes
      return true
    }
    const release = () => {
      inFlight -= reserved
      reserved = 0
    }
    const refusal = (bytes: number): 'too-large' | 'too-much' | null =>
      bytes > bytesMax ? 'too-large' : bytes > reserved && !reserve(bytes - reserved) ? 'too-much' : null

    // What is announced is taken at once: bodies that grow side by side could otherwise all end up halfway.
    let refused = refusal(announcedBytes ?? 0)
    let chunks: Buffer[] = []
    let bytes = 0
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        bytes += chunk.length
        if (bytes > 2 * bytesMax) throw new EndlessBody('the body does not end')
        refused ??= refusal(bytes)
        if (refused) {
          chunks = []
          release()
        } else chunks.push(chunk)
      }
    } catch (error) {
      release() // the sender went away
      throw error
    }
    return refused ? { kind: refused } : { kind: 'read', bytes: Buffer.concat(chunks), release }
  }

  return { read, inFlight: () => inFlight }
}
