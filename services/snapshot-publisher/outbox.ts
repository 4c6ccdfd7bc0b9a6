import type { ClickHouse } from '@ioc/clickhouse'
import { cutKey } from '@ioc/cuts'
import type { IncomingRecord, Kafka } from '@ioc/kafka'
import { SNAPSHOT_TOPIC } from '@ioc/schemas'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import type { Artefact } from '@ioc/schemas/snapshot/snapshot.ts'
import { artefactBytes } from '@ioc/snapshot'

/** A snapshot in the outbox, by what names it. Its bytes stay in the log: those of a year are gigabytes. */
export type Posted = {
  key: string
  group: string
  date: string
  revision: number
  digest: string
  appendedAtMs: number
}

/** The outbox, `snapshot.v1`: signed once, kept for ever, delivered in order. The first record of a key counts. */
export type Outbox = {
  all(): readonly Posted[]
  get(key: string): Posted | undefined
  /** The very bytes that are stored, served and sent. */
  bytesOf(key: string): Promise<Buffer>
  refresh(): Promise<void>
  post(artefact: Artefact): Promise<Posted>
}

/** Says what a record is without its megabytes being parsed. */
const DIGEST_HEADER = 'snapshot-digest'

export const openOutbox = (kafka: Kafka, clickhouse: ClickHouse): Outbox => {
  const posted = new Map<string, Posted & { offset: number }>()
  /** What the table of snapshots holds; on a Kafka that was restored the records are appended anew, and the day they were published is not. */
  let projected: Set<string> | null = null
  let next = 0

  const keysInTable = async () =>
    new Set(
      (
        await clickhouse.query<{ key: string }>(
          "SELECT concat(`group`, '/', toString(`date`), '/', toString(revision)) AS key FROM snapshot FINAL",
        )
      ).map(({ key }) => key),
    )

  /** One row an insert: each is megabytes. Keyed rows, so doing it again after a crash changes nothing. */
  const project = async ({ group, date, revision, digest, appendedAtMs }: Posted, bytes: Buffer) =>
    clickhouse.insertRows(
      'snapshot',
      ['group', 'date', 'revision', 'digest', 'artefact', 'published_at'],
      `${JSON.stringify([group, date, revision, digest, bytes.toString('utf8'), toLocalText(appendedAtMs)])}\n`,
      1,
    )

  const take = async (record: IncomingRecord) => {
    const key = record.key?.toString('utf8') ?? ''
    if (posted.has(key) || !record.value) return
    const [group, date, revision] = key.split('/')
    const digest = record.headers[DIGEST_HEADER]?.toString('utf8') ?? digestIn(record.value)
    const each = { key, group: group!, date: date!, revision: Number(revision), digest }
    const { offset, appendedAtMs } = record
    projected ??= await keysInTable()
    if (!projected.has(key)) await project({ ...each, appendedAtMs }, record.value)
    projected.add(key)
    posted.set(key, { ...each, appendedAtMs, offset })
  }

  const refresh = async () => {
    const [partition] = await kafka.admin.offsets(SNAPSHOT_TOPIC)
    const high = partition?.high ?? 0
    if (high <= next) return
    await kafka.readFrom(SNAPSHOT_TOPIC, 0, next, high, async (records) => {
      for (const record of records) await take(record)
    })
    next = high
  }

  return {
    all: () => [...posted.values()],
    get: (key) => posted.get(key),
    bytesOf: async (key) => {
      const there = posted.get(key)
      if (!there) throw new Error(`there is no snapshot ${key} in the outbox`)
      let bytes: Buffer | null = null
      await kafka.readFrom(SNAPSHOT_TOPIC, 0, there.offset, there.offset + 1, ([record]) => {
        bytes = record?.value ?? null
      })
      if (!bytes) throw new Error(`the log of snapshots no longer holds ${key} at offset ${there.offset}`)
      return bytes
    },
    refresh,
    post: async (artefact) => {
      const key = cutKey(artefact.body)
      await kafka.publish(SNAPSHOT_TOPIC, [
        {
          key,
          value: Buffer.from(artefactBytes(artefact)),
          headers: { 'content-type': 'application/json', [DIGEST_HEADER]: artefact.digest },
          partition: 0,
        },
      ])
      await refresh()
      const counts = posted.get(key)
      if (!counts) throw new Error(`the snapshot ${key} was acknowledged, but the log does not show it`)
      return counts
    },
  }
}

/** Records of before they had the header. */
const digestIn = (value: Buffer): string => (JSON.parse(value.toString('utf8')) as Artefact).digest
