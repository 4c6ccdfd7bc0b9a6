import { type Artefact, artefact as artefactSchema } from '@ioc/schemas/snapshot/index.ts'
import { canonicalBytes, digestOf, NotCanonical } from './canonical.ts'
import { controlTotalsFault } from './control-totals.ts'
import { findKey, type Jwks } from './jwks.ts'
import { isSignedBy, kidOf } from './jws.ts'
import { readJson } from './read.ts'
import type { PlainArtefact } from './read-plain.ts'
import { sound, type Verdict, wrong } from './verdict.ts'

/** Checks an artefact as it came (parsed JSON, not yet trusted) against the keys of its publisher. Gives the first thing that is wrong. */
export const verifyArtefact = async (artefact: unknown, jwks: Jwks): Promise<Verdict> => {
  const canonical = canonicalOrFault((artefact as { body?: unknown } | null)?.body ?? null)
  if (!(canonical instanceof Uint8Array)) return canonical

  const shape = artefactSchema.safeParse(artefact)
  if (!shape.success) {
    const [issue] = shape.error.issues
    return wrong('schema', issue!.message, issue!.path.join('.'))
  }
  const { body, digest, signature } = shape.data
  if (digestOf(canonical) !== digest)
    return wrong('digest', `the digest of the body is ${digestOf(canonical)}`, 'digest')
  const trusted = await verifySignature(canonical, signature, jwks)
  if (trusted.kind === 'wrong') return trusted
  const totals = controlTotalsFault(body)
  return totals === null ? sound : wrong('control-totals', totals, 'body.controlTotals')
}

/** The same from bytes; also gives the artefact if it is sound. */
export const verifyBytes = async (
  bytes: Uint8Array,
  jwks: Jwks,
): Promise<{ verdict: Verdict; artefact: Artefact | null }> => {
  const read = readJson(bytes)
  if (read.kind === 'unreadable') return { verdict: wrong('bytes', read.reason), artefact: null }
  const verdict = await verifyArtefact(read.json, jwks)
  return { verdict, artefact: verdict.kind === 'sound' ? (read.json as Artefact) : null }
}

/** Are digest and signature of a plainly written artefact right? Where they are not, `verifyArtefact` says what is wrong. */
export const isSoundPlain = async (plain: PlainArtefact, jwks: Jwks): Promise<boolean> =>
  digestOf(plain.canonical) === plain.digest &&
  (await verifySignature(plain.canonical, plain.signature, jwks)).kind === 'sound'

/** Checks a detached signature over canonical bytes: unknown key, revoked key, then the signature itself. */
export const verifySignature = async (bytes: Uint8Array, signature: string, jwks: Jwks): Promise<Verdict> => {
  const kid = kidOf(signature)
  if (kid === null) return wrong('signature', 'the protected header is not the one agreed', 'signature')
  const key = findKey(jwks, kid)
  if (key === 'unknown-key') return wrong(key, `no trusted key has the name ${kid}`, 'signature')
  if (key === 'revoked-key') return wrong(key, `the key ${kid} has been revoked`, 'signature')
  return (await isSignedBy(bytes, signature, key))
    ? sound
    : wrong('signature', `the key ${kid} did not sign this body`, 'signature')
}

const canonicalOrFault = (body: unknown): Uint8Array | Verdict => {
  try {
    return canonicalBytes(body)
  } catch (error) {
    if (error instanceof NotCanonical) return wrong('bytes', error.message, error.path)
    throw error
  }
}
