import type { Artefact } from '@ioc/schemas/snapshot/index.ts'
import {
  follows,
  isSoundPlain,
  type Jwks,
  kidOf,
  type Link,
  type PlainArtefact,
  type Verdict,
  verifyArtefact,
} from '@ioc/snapshot'
import type { Accepted, Address } from './archive.ts'

/** What the receiver finds wrong; `index` is the place in `body.values`, where it is one value. */
export type Finding = { code: string; reason: string; index: number | null }

/** What can be said of an artefact by itself: sound, unreadable (its bytes mean nothing), or refused. */
export type Judged =
  | { kind: 'sound'; sound: Sound }
  | { kind: 'unreadable'; reason: string }
  | { kind: 'refused'; finding: Finding; signed: boolean }

/** A sound artefact, as far as it matters once it is known to be one; `values`: how many it holds. */
export type Sound = Link & { values: number }

/** The name of the key that signed, as far as an unchecked document tells. */
export const namedKey = (json: unknown): string | null => {
  const signature = (json as { signature?: unknown } | null)?.signature
  return typeof signature === 'string' ? kidOf(signature) : null
}

/** Checks what was received by itself: schema, digest, key, signature, control totals, and that it belongs at this address. */
export const judge = async (json: unknown, at: Address, jwks: Jwks): Promise<Judged> => {
  const verdict = await verifyArtefact(json, jwks)
  if (verdict.kind === 'wrong') {
    if (verdict.fault === 'bytes') return { kind: 'unreadable', reason: verdict.reason }
    // Control totals are looked at after the signature: what fails there was signed by a trusted key.
    return { kind: 'refused', finding: findingOf(verdict), signed: verdict.fault === 'control-totals' }
  }
  const { body, digest } = json as Artefact
  if (isAt(body, at)) return { kind: 'sound', sound: { body, digest, values: body.values.length } }
  const reason = 'the body names another group, day or revision than the address'
  return { kind: 'refused', finding: { code: 'path-differs', reason, index: null }, signed: true }
}

/** Whether an artefact that is plainly written is sound and belongs here, in a tenth of the time; where not, `judge` says why. */
export const isSound = async (plain: PlainArtefact, at: Address, jwks: Jwks): Promise<boolean> =>
  isAt(plain.body, at) && isSoundPlain(plain, jwks)

const isAt = (body: Address, at: Address): boolean =>
  body.group === at.group && body.date === at.date && body.revision === at.revision

/** Does a sound artefact fit what was taken before? `again` where it is the one taken already, null where it is next. */
export const place = (
  artefact: Link,
  here: Accepted | undefined,
  before: Accepted | undefined,
): 'again' | Finding | null => {
  if (here?.digest === artefact.digest) return 'again'
  const { revision } = artefact.body
  if (here) return whole('different-body', `revision ${revision} was accepted with another body`)
  if (revision === 1) return null
  if (!before) return whole('missing-revision', `revision ${revision - 1} has not been accepted here`)
  const verdict = follows(linkOf(before), artefact)
  return verdict.kind === 'wrong' ? findingOf(verdict) : null
}

const whole = (code: string, reason: string): Finding => ({ code, reason, index: null })

const findingOf = (verdict: Verdict & { kind: 'wrong' }): Finding => {
  const index = /^body\.values\.(\d+)/.exec(verdict.path)?.[1]
  const at = verdict.path === '' ? '' : `${verdict.path}: `
  return {
    code: verdict.fault,
    reason: `${at}${verdict.reason}`.slice(0, 500),
    index: index === undefined ? null : Number(index),
  }
}

const linkOf = ({ group, date, revision, digest }: Accepted): Link => ({
  body: { group, date, revision, supersedes: null },
  digest,
})
