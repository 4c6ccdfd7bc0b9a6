import type { BusinessClock } from '@ioc/clock'
import { toIso } from '@ioc/schemas/events/instant.ts'
import {
  canonicalBytes,
  digestOf,
  kidOf,
  readJson,
  readPlain,
  type SigningKey,
  signReceipt,
} from '@ioc/snapshot'
import { type Accepted, type Address, type Archive, ArchiveFull } from './archive.ts'
import { type Finding, isSound, judge, namedKey, place, type Sound } from './judge.ts'
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

    const plain = readPlain(bytes)
    const read = plain ? null : readJson(bytes)
    if (read?.kind === 'unreadable') return read
    const kid = plain ? kidOf(plain.signature) : namedKey(read!.json)
    const jwks = kid === null ? { keys: [] } : await trustedKeys.knowing(kid)
    if (jwks === null) return { kind: 'keys-away' }

    if (plain && (await isSound(plain, at, jwks))) return keep(at, bytes, bytesDigest, plain)
    const json = read ?? readJson(bytes)
    if (json.kind === 'unreadable') return json
    const judged = await judge(json.json, at, jwks)
    if (judged.kind === 'unreadable') return judged
    if (judged.kind === 'sound') return keep(at, bytes, bytesDigest, judged.sound)
    const stored = judged.signed ? await toStored(bytes, bytesDigest) : null
    return refuse(at, bytesDigest, toldBy(json.json), judged.finding, stored)
  }

  async function keep(at: Address, bytes: Uint8Array, bytesDigest: string, sound: Sound): Promise<Received> {
    const stored = await toStored(bytes, bytesDigest)
    // Two that come together must not both find the place free.
    return oneAtATime(() => settle(at, stored, sound))
  }

  async function settle(at: Address, stored: Stored, sound: Sound): Promise<Received> {
    const here = archive.accepted(at)
    const finding = place(sound, here, beforeOf(at, sound))
    if (finding === 'again') return { kind: 'again', receipt: here!.receipt }
    const { digest, values } = sound
    if (finding !== null) return refuse(at, stored.bytesDigest, { digest, values }, finding, stored)
    const receivedAt = toIso(clock.now())
    const counts = { received: values, accepted: values, refused: 0 }
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
  function beforeOf(at: Address, { body: { supersedes } }: Sound): Accepted | undefined {
    const before = { ...at, revision: at.revision - 1 }
    const there = archive.accepted(before)
    if (there || supersedes === null || !archive.cameRevoked(before, supersedes.digest)) return there
    return { ...before, digest: supersedes.digest, receivedAt: '' }
  }

  async function refuse(
    at: Address,
    bytesDigest: string,
    { digest, values }: { digest: string | null; values: number },
    finding: Finding,
    stored: Stored | null,
  ): Promise<Received> {
    const name = { ...at, bytesDigest, code: finding.code }
    // The same again: its receipt is there, and only the attempt is counted.
    const known = archive.refusal(name)
    const receivedAt = toIso(clock.now())
    const receipt =
      known?.receipt ??
      textOf(
        await signReceipt(
          {
            status: 'refused',
            ...at,
            digest,
            counts: { received: values, accepted: 0, refused: values },
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

/** What an artefact says of itself that is not sound: its body's digest, and how many values it holds. */
const toldBy = (json: unknown): { digest: string | null; values: number } => {
  const body = (json as { body?: { values?: unknown } } | null)?.body
  return {
    digest: body === undefined ? null : digestOf(canonicalBytes(body)),
    values: Array.isArray(body?.values) ? body.values.length : 0,
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
