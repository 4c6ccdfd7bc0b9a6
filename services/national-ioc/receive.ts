import type { BusinessClock } from '@ioc/clock'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { Artefact } from '@ioc/schemas/snapshot/index.ts'
import { canonicalBytes, digestOf, readJson, type SigningKey, signReceipt } from '@ioc/snapshot'
import { type Accepted, type Address, type Archive, ArchiveFull } from './archive.ts'
import { type Finding, judge, namedKey, place } from './judge.ts'
import { type Stored, sha256, toStored } from './stored.ts'
import type { TrustedKeys } from './trusted-keys.ts'

/** What became of one PUT. `receipt` is the text to answer with. */
export type Received =
  | { kind: 'accepted' | 'again'; receipt: string }
  | { kind: 'refused'; receipt: string; finding: Finding }
  | { kind: 'unreadable'; reason: string }
  | { kind: 'keys-away' }
  | { kind: 'disk-full' }

/**
 * Takes one snapshot. Read from top to bottom: seen already? readable? keys at hand? sound by itself? fits what was taken before? —
 * and only what is on disk gets its receipt.
 */
export const receiveWith = (doors: {
  archive: Archive
  trustedKeys: TrustedKeys
  /** Asked at each signing: a key may be rotated while we run. */
  key: () => SigningKey
  clock: BusinessClock
}) => {
  const { archive, trustedKeys, key, clock } = doors
  const oneAtATime = queue()

  return async (at: Address, bytes: Uint8Array): Promise<Received> => {
    try {
      return await taken(at, bytes)
    } catch (error) {
      if (error instanceof ArchiveFull) return { kind: 'disk-full' }
      throw error
    }
  }

  async function taken(at: Address, bytes: Uint8Array): Promise<Received> {
    const bytesDigest = sha256(bytes)
    const there = archive.accepted(at)
    if (there?.bytesDigest === bytesDigest) return { kind: 'again', receipt: there.receipt }

    const read = readJson(bytes)
    if (read.kind === 'unreadable') return read
    const kid = namedKey(read.json)
    const jwks = kid === null ? { keys: [] } : await trustedKeys.knowing(kid)
    if (jwks === null) return { kind: 'keys-away' }

    const judged = await judge(read.json, at, jwks)
    if (judged.kind === 'unreadable') return judged
    if (judged.kind === 'refused')
      return refuse(
        at,
        bytesDigest,
        read.json,
        judged.finding,
        judged.signed ? await toStored(bytes, bytesDigest) : null,
      )
    const stored = await toStored(bytes, bytesDigest)
    // Two that come together must not both find the place free.
    return oneAtATime(() => settle(at, stored, judged.artefact))
  }

  async function settle(at: Address, stored: Stored, artefact: Artefact): Promise<Received> {
    const here = archive.accepted(at)
    const before = beforeOf(at, artefact)
    const finding = place(artefact, here, before)
    if (finding === 'again') return { kind: 'again', receipt: here!.receipt }
    if (finding !== null) return refuse(at, stored.bytesDigest, artefact, finding, stored)
    const receivedAt = toIso(clock.now())
    const { digest, body } = artefact
    const counts = { received: body.values.length, accepted: body.values.length, refused: 0 }
    const receipt = await signReceipt(
      { status: 'accepted', ...at, digest, counts, refused: [], receivedAt },
      key(),
    )
    const text = textOf(receipt)
    archive.accept({ ...at, digest, receivedAt, stored, receipt: text })
    return { kind: 'accepted', receipt: text }
  }

  /**
   * The revision before: as it was accepted; or, where its key had been revoked when it came, by the digest the next one names. It can never be
   * accepted, and its chain must not end with it. Who names it is a key that is trusted.
   */
  function beforeOf(at: Address, { body: { supersedes } }: Artefact): Accepted | undefined {
    const before = { ...at, revision: at.revision - 1 }
    const there = archive.accepted(before)
    if (there || supersedes === null || !archive.cameRevoked(before, supersedes.digest)) return there
    return { ...before, digest: supersedes.digest, receivedAt: '' }
  }

  async function refuse(
    at: Address,
    bytesDigest: string,
    json: unknown,
    finding: Finding,
    stored: Stored | null,
  ): Promise<Received> {
    const name = { ...at, bytesDigest, code: finding.code }
    // The same again: its receipt is there, and only the attempt is counted.
    const known = archive.refusal(name)
    const receivedAt = toIso(clock.now())
    const body = (json as { body?: { values?: unknown } } | null)?.body
    const received = Array.isArray(body?.values) ? body.values.length : 0
    const receipt =
      known?.receipt ??
      textOf(
        await signReceipt(
          {
            status: 'refused',
            ...at,
            digest: body === undefined ? null : digestOf(canonicalBytes(body)),
            counts: { received, accepted: 0, refused: received },
            refused: [{ index: finding.index, code: finding.code, reason: finding.reason }],
            receivedAt,
          },
          key(),
        ),
      )
    archive.refuse({ ...name, receivedAt, stored, receipt })
    return { kind: 'refused', finding, receipt: archive.refusal(name)!.receipt }
  }
}

const textOf = (receipt: unknown): string => new TextDecoder().decode(canonicalBytes(receipt))

/** Runs tasks one after another; one that fails does not stop those behind it. */
const queue = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(task: () => Promise<T>): Promise<T> => {
    const next = last.then(task, task)
    last = next.catch(() => {}) // its caller has the failure; the queue only waits
    return next
  }
}
