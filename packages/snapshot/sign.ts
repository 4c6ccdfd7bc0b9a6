import { type Artefact, type SnapshotBody, snapshotBody } from '@ioc/schemas/snapshot/index.ts'
import { canonicalBytes, digestOf } from './canonical.ts'
import { controlTotalsFault } from './control-totals.ts'
import { kidOf, signDetached } from './jws.ts'
import type { SigningKey } from './keys.ts'
import { writeBody } from './write-body.ts'

/**
 * Signs a snapshot's body: digest and detached signature over its canonical bytes (design §4). Done once; what comes out is stored and sent.
 * Throws if the body breaks its schema or its control totals: that is a fault of ours, and must not leave the house.
 */
export const signBody = async (body: SnapshotBody, key: SigningKey): Promise<Artefact> =>
  (await signToBytes(body, key)).artefact

/** The same, with the bytes that are stored, served and sent: they are put together from the body's, which were needed for the digest. */
export const signToBytes = async (
  body: SnapshotBody,
  key: SigningKey,
): Promise<{ artefact: Artefact; bytes: Buffer }> => {
  const canonical = writeBody(body) ?? checkedBytes(body)
  const digest = digestOf(canonical)
  const signature = await signDetached(canonical, key)
  return { artefact: { body, digest, signature }, bytes: artefactBytesOf(canonical, digest, signature) }
}

/** The long way round, which says what is wrong, and takes whatever the short one finds unusual. */
const checkedBytes = (body: SnapshotBody): Uint8Array => {
  snapshotBody.parse(body)
  const fault = controlTotalsFault(body)
  if (fault !== null) throw new Error(`refuses to sign ${body.group}/${body.date}/${body.revision}: ${fault}`)
  return canonicalBytes(body)
}

/** The artefact as the bytes that are stored, served and sent: its own canonical form, so every copy is the same. */
export const artefactBytes = ({ body, digest, signature }: Artefact): Uint8Array =>
  artefactBytesOf(canonicalBytes(body), digest, signature)

/** The name of the key that signed an artefact as `artefactBytes` writes it, without reading its megabytes; null where it is none of those. */
export const kidOfBytes = (bytes: Buffer): string | null => {
  const end = bytes.subarray(-SIGNATURE_BYTES_MAX).toString('latin1')
  const signature = /"signature":"([^"]+)"\}$/.exec(end)?.[1]
  return signature === undefined ? null : kidOf(signature)
}
const SIGNATURE_BYTES_MAX = 500

/** Names are in canonical order already: body, digest, signature. */
export const artefactBytesOf = (canonicalBody: Uint8Array, digest: string, signature: string): Buffer =>
  Buffer.concat([
    Buffer.from('{"body":'),
    canonicalBody,
    Buffer.from(`,"digest":${JSON.stringify(digest)},"signature":${JSON.stringify(signature)}}`),
  ])
