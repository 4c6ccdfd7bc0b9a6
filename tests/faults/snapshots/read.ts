import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { zstdDecompressSync } from 'node:zlib'
import type { IncomingRecord, Kafka } from '@ioc/kafka'
import type { Setting } from './days.ts'
import type { World } from './world.ts'

export type Mark = { topic: string; partition: number; offset: number }
type Named = { key: string; group: string; date: string; revision: number }
export type Cut = Named & { appendedAtMs: number; reason: string; watermark: readonly Mark[] }
export type Value = {
  indicator: string
  unit: string
  level: string
  period: { kind: string; from: string; to: string }
  numerator: string | number | null
}
/** A record of `snapshot.v1`. `valuesHash` names its values and who has spoken for the day. */
export type Post = Named & {
  digest: string
  supersedes: { revision: number; digest: string } | null
  bytesHash: string
  valuesHash: string
  watermark: readonly Mark[]
  received: readonly Value[]
}
/** A version of a dossier as it stands in the log. */
export type Told = Mark & {
  id: string
  appendedAtMs: number
  code: string
  unit: string
  receivedOn: string
  sequence: number
  voided: boolean
}
export type Attempt = { key: string; outcome: string; receipt: string }
export type Accepted = { key: string; digest: string; bytesHash: string; receipt: string }

/** Everything there is to see when it is quiet; logs in log order. */
export type Facts = {
  cuts: readonly Cut[]
  posts: readonly Post[]
  told: readonly Told[]
  acknowledged: readonly string[]
  attempts: readonly Attempt[]
  accepted: readonly Accepted[]
  /** What the receiver refused, as `key code`. */
  refused: readonly string[]
  settings: readonly Setting[]
}

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** Reads the whole of a topic, each record once however often it is asked. */
const openLog = <Read>(kafka: Kafka, topic: string, read: (record: IncomingRecord) => Read) => {
  const known: Read[] = []
  const next = new Map<number, number>()
  return async (): Promise<readonly Read[]> => {
    for (const { partition, high } of await kafka.admin.offsets(topic)) {
      const from = next.get(partition) ?? 0
      if (high > from)
        await kafka.readFrom(topic, partition, from, high, (records) => {
          for (const record of records) known.push(read(record))
        })
      next.set(partition, high)
    }
    return known
  }
}

const textOf = ({ value }: IncomingRecord) => value!.toString('utf8')

const cutIn = (record: IncomingRecord): Cut => {
  const { group, date, revision, reason, cut } = JSON.parse(textOf(record))
  const key = `${group}/${date}/${revision}`
  const { appendedAtMs } = record
  return { key, group, date, revision, appendedAtMs, reason: reason.code, watermark: cut.watermark }
}

const postIn = (record: IncomingRecord): Post => {
  const { body, digest } = JSON.parse(textOf(record))
  const { group, date, revision, supersedes, values, cut } = body
  return {
    key: `${group}/${date}/${revision}`,
    ...{ group, date, revision, digest, supersedes, watermark: cut.watermark },
    bytesHash: sha256(record.value!),
    valuesHash: sha256(JSON.stringify(values)),
    received: (values as Value[]).filter(({ indicator }) => indicator === 'dossier.received'),
  }
}

const toldIn = (record: IncomingRecord): Told => {
  const { dossierCode, unitCode, receivedAt, sequence, voided } = JSON.parse(textOf(record))
  const { topic, partition, offset, appendedAtMs } = record
  const id = record.headers.ce_id!.toString('utf8')
  return {
    ...{ topic, partition, offset, appendedAtMs, id, sequence, voided },
    ...{ code: dossierCode, unit: unitCode, receivedOn: receivedAt.slice(0, 10) },
  }
}

const archiveIn = (file: string): Pick<Facts, 'accepted' | 'refused'> => {
  if (!existsSync(file)) return { accepted: [], refused: [] } // nothing came yet
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const accepted = db
      .prepare(
        `SELECT "group" || '/' || date || '/' || revision AS key, digest, bytes, receipt FROM accepted`,
      )
      .all() as { key: string; digest: string; bytes: Uint8Array; receipt: string }[]
    const refused = db
      .prepare(`SELECT "group" || '/' || date || '/' || revision || ' ' || code AS what FROM refused`)
      .all() as { what: string }[]
    return {
      accepted: accepted.map(({ bytes, ...row }) => ({
        ...row,
        bytesHash: sha256(zstdDecompressSync(bytes)),
      })),
      refused: refused.map(({ what }) => what),
    }
  } finally {
    db.close()
  }
}

/** Reads a world with means of its own: Kafka's logs, the receiver's file, and SQL. */
export const openFacts = ({ kafka, questions, archiveFile, days, telling }: World) => {
  const cuts = openLog(kafka, 'snapshot-cut.v1', cutIn)
  const posts = openLog(kafka, 'snapshot.v1', postIn)
  const told = openLog(kafka, 'dossier.v1', toldIn)
  return async (): Promise<Facts> => ({
    cuts: await cuts(),
    posts: await posts(),
    told: await told(),
    acknowledged: telling.acknowledged,
    attempts: await questions.ask<Attempt>(
      `SELECT concat(\`group\`, '/', toString(\`date\`), '/', toString(revision)) AS key, outcome, receipt FROM delivery FINAL`,
    ),
    ...archiveIn(archiveFile),
    settings: days.settings,
  })
}
