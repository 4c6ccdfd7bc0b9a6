import type { ClickHouse } from '@ioc/clickhouse'
import { cutKey } from '@ioc/cuts'
import type { Kafka, Written } from '@ioc/kafka'
import { SNAPSHOT_TOPIC } from '@ioc/schemas'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import type { Artefact } from '@ioc/schemas/snapshot/snapshot.ts'
import { openRecentBytes } from './recent-bytes.ts'
import { tabbedRow } from './tabbed-row.ts'

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
  post(signed: { artefact: Artefact; bytes: Buffer }): Promise<Posted>
}

/** Says what a record is without its megabytes being parsed. */
const DIGEST_HEADER = 'snapshot-digest'

export const openOutbox = (kafka: Kafka, clickhouse: ClickHouse): Outbox => {
  const posted = new Map<string, Posted & { offset: number }>()
  /** What the table of snapshots holds; on a Kafka that was restored the records are appended anew, and the day they were published is not. */
  let projected: Set<string> | null = null
  const recent = openRecentBytes(RECENT_BYTES_MAX)
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
      ['group', 'date', 'revision', 'digest', 'published_at', 'artefact'],
      tabbedRow([group, date, String(revision), digest, toLocalText(appendedAtMs), bytes]),
      1,
      undefined,
      'TabSeparated',
    )

  const take = async ({ key, value, digest, ...at }: Taken) => {
    if (posted.has(key)) return
    const [group, date, revision] = key.split('/')
    const each = { key, group: group!, date: date!, revision: Number(revision), digest }
    projected ??= await keysInTable()
    if (!projected.has(key)) await project({ ...each, ...at }, value)
    projected.add(key)
    posted.set(key, { ...each, ...at })
  }

  const refresh = async () => {
    const [partition] = await kafka.admin.offsets(SNAPSHOT_TOPIC)
    const high = partition?.high ?? 0
    if (high <= next) return
    await kafka.readFrom(SNAPSHOT_TOPIC, 0, next, high, async (records) => {
      for (const { key, value, headers, offset, appendedAtMs } of records)
        if (value)
          await take({
            ...{ key: key?.toString('utf8') ?? '', value, offset, appendedAtMs },
            digest: headers[DIGEST_HEADER]?.toString('utf8') ?? digestIn(value),
          })
    })
    next = high
  }

  return {
    all: () => [...posted.values()],
    get: (key) => posted.get(key),
    bytesOf: async (key) => {
      const there = posted.get(key)
      if (!there) throw new Error(`there is no snapshot ${key} in the outbox`)
      const kept = recent.get(key)
      if (kept) return kept
      let bytes: Buffer | null = null
      await kafka.readFrom(SNAPSHOT_TOPIC, 0, there.offset, there.offset + 1, ([record]) => {
        bytes = record?.value ?? null
      })
      if (!bytes) throw new Error(`the log of snapshots no longer holds ${key} at offset ${there.offset}`)
      return bytes
    },
    refresh,
    post: async ({ artefact, bytes }) => {
      const key = cutKey(artefact.body)
      const { digest } = artefact
      const at: Written[] = []
      await kafka.publish(
        SNAPSHOT_TOPIC,
        [
          {
            ...{ key, value: bytes, partition: 0 },
            headers: { 'content-type': 'application/json', [DIGEST_HEADER]: digest },
          },
        ],
        { onWritten: (written) => at.push(written) },
      )
      const [written] = at
      // What stands right behind all that was read is this record: reading megabytes back would say nothing new.
      if (written?.offset === next) {
        await take({ key, value: bytes, digest, offset: next, appendedAtMs: written.appendedAtMs })
        next = written.offset + 1
      } else await refresh()
      const counts = posted.get(key)
      if (!counts) throw new Error(`the snapshot ${key} was acknowledged, but the log does not show it`)
      // Only if it is our record that counts: another publisher's has the same body, and may have another signature.
      if (counts.offset === written?.offset) recent.keep(key, bytes)
      return counts
    },
  }
}

type Taken = { key: string; value: Buffer; digest: string; offset: number; appendedAtMs: number }

/** Of the snapshots posted last, so many bytes stay at hand until they are sent: more than the groups of a date have. */
const RECENT_BYTES_MAX = 16 * 1024 * 1024

/** Records of before they had the header. */
const digestIn = (value: Buffer): string => (JSON.parse(value.toString('utf8')) as Artefact).digest
