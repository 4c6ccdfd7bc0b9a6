import { CUT_TOPIC, SNAPSHOT_TOPIC } from '@ioc/schemas'
import { type CutRecord, cutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { artefact, type SnapshotBody } from '@ioc/schemas/snapshot/snapshot.ts'
import { canonicalBytes, digestOf } from '@ioc/snapshot'
import type { Manifest } from './manifest.ts'
import { BackupRefusal } from './refusal.ts'
import { storedRecords } from './topics.ts'
import type { Watermark } from './watermark.ts'

/** A past cut computed once more. `other-rules`: it pins catalogues or indicators this software does not have. */
export type Recomputed = {
  cut: string
  digest: string
  verdict: 'same' | 'differs' | 'other-rules'
}

/**
 * The body of a cut, one of all the cuts in the order of their log, from the tables as they are now; null where this software has
 * other rules than the cut pins.
 */
export type BodyOf = (cut: CutRecord, cuts: readonly CutRecord[]) => Promise<SnapshotBody | null>

/** Computes every published cut of a backup again and compares its digest with the stored snapshot's. */
export const recomputeCuts = async (
  backup: string,
  manifest: Manifest,
  bodyOf: BodyOf,
  say: (line: string) => void,
): Promise<Recomputed[]> => {
  const digests = new Map<string, string>()
  for await (const { value } of valuesOf(backup, manifest, SNAPSHOT_TOPIC)) {
    const { body, digest } = artefact.parse(JSON.parse(value))
    // The first record of a key counts, as in the outbox.
    if (!digests.has(keyOf(body))) digests.set(keyOf(body), digest)
  }
  const done: Recomputed[] = []
  const cuts = await cutsOf(backup, manifest)
  for (const cut of cuts) {
    const digest = digests.get(keyOf(cut))
    if (digest === undefined) continue // proposed, but not yet published when the backup was made
    const body = await bodyOf(cut, cuts)
    const verdict =
      body === null ? 'other-rules' : digestOf(canonicalBytes(body)) === digest ? 'same' : 'differs'
    done.push({ cut: keyOf(cut), digest, verdict })
    say(`${keyOf(cut)}: ${verdict}`)
  }
  return done
}

/** The cuts of a backup that count, in the order of their log. */
export const cutsOf = async (backup: string, manifest: Pick<Manifest, 'topics'>): Promise<CutRecord[]> => {
  const cuts = new Map<string, CutRecord>()
  for await (const { value } of valuesOf(backup, manifest, CUT_TOPIC)) {
    const cut = cutRecord.parse(JSON.parse(value))
    if (!cuts.has(keyOf(cut))) cuts.set(keyOf(cut), cut)
  }
  return [...cuts.values()]
}

/** @throws BackupRefusal if a cut reaches beyond what the backup holds: it could not be computed again */
export const assertWithin = (cuts: readonly CutRecord[], watermark: Watermark): void => {
  for (const cut of cuts)
    for (const { topic, partition, offset } of cut.cut.watermark)
      if (offset > (watermark.find((w) => w.topic === topic && w.partition === partition)?.offset ?? -1))
        throw new BackupRefusal(
          `the cut ${keyOf(cut)} reaches to ${topic}/${partition}/${offset}, beyond the ledger's end: run npm run audit`,
        )
}

const keyOf = (cut: { group: string; date: string; revision: number }) =>
  `${cut.group}/${cut.date}/${cut.revision}`

async function* valuesOf(backup: string, { topics }: Pick<Manifest, 'topics'>, name: string) {
  const topic = topics.find((t) => t.name === name)
  if (!topic) return
  for await (const records of storedRecords(backup, topic))
    for (const { value } of records)
      if (value !== null) yield { value: Buffer.from(value, 'base64').toString('utf8') }
}
