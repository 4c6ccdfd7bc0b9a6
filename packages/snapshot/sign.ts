import { type Artefact, type SnapshotBody, snapshotBody } from '@ioc/schemas/snapshot/index.ts'
import { canonicalBytes, digestOf } from './canonical.ts'
import { controlTotalsFault } from './control-totals.ts'
import { signDetached } from './jws.ts'
import type { SigningKey } from './keys.ts'

/**
 * Signs a snapshot's body: digest and detached signature over its canonical bytes (design §4). Done once; what comes out is stored and sent.
 * Throws if the body breaks its schema or its control totals: that is a fault of ours, and must not leave the house.
 */
export const signBody = async (body: SnapshotBody, key: SigningKey): Promise<Artefact> => {
  snapshotBody.parse(body)
  const fault = controlTotalsFault(body)
  if (fault !== null) throw new Error(`refuses to sign ${body.group}/${body.date}/${body.revision}: ${fault}`)
  const bytes = canonicalBytes(body)
  return { body, digest: digestOf(bytes), signature: await signDetached(bytes, key) }
}

/** The artefact as the bytes that are stored, served and sent: its own canonical form, so every copy is the same. */
export const artefactBytes = (artefact: Artefact): Uint8Array => canonicalBytes(artefact)
