import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Sealer } from './index.ts'

/** A record as it came, with everything needed to see, mend and replay it. */
export type Original = { key: Buffer | null; headers: Record<string, Buffer>; value: Buffer | null }

const base64 = (bytes: Buffer | null) => bytes?.toString('base64') ?? null

/** Seals a whole original: key and headers may hold personal data as well as the value. */
export const sealOriginal = (sealer: Sealer, original: Original): Buffer =>
  // Deflated: base64 makes a value a third larger, and a rejected one must still fit the topic it came to.
  sealer.seal(
    deflateRawSync(
      JSON.stringify({
        key: base64(original.key),
        headers: Object.fromEntries(
          Object.entries(original.headers).map(([name, value]) => [name, base64(value)]),
        ),
        value: base64(original.value),
      }),
    ),
  )

/** Opens what `sealOriginal` sealed; throws if it was changed or sealed with another key. */
export const openOriginal = (sealer: Sealer, sealed: Buffer): Original => {
  const read = JSON.parse(
    inflateRawSync(sealer.open(sealed), { maxOutputLength: 64 * 1024 * 1024 }).toString('utf8'),
  ) as {
    key: string | null
    headers: Record<string, string>
    value: string | null
  }
  const bytes = (text: string | null) => (text === null ? null : Buffer.from(text, 'base64'))
  return {
    key: bytes(read.key),
    headers: Object.fromEntries(
      Object.entries(read.headers).map(([name, text]) => [name, Buffer.from(text, 'base64')]),
    ),
    value: bytes(read.value),
  }
}
