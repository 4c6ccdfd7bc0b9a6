import type { ClickHouse } from '@ioc/clickhouse'
import type { Kafka } from '@ioc/kafka'
import { SNAPSHOT_TOPIC } from '@ioc/schemas'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import { type Artefact, artefact as artefactSchema } from '@ioc/schemas/snapshot/snapshot.ts'
import { artefactBytes } from '@ioc/snapshot'

/** A snapshot as it stands in the outbox: the artefact, and the very bytes that are stored, served and sent. */
export type Posted = { key: string; artefact: Artefact; bytes: Buffer; appendedAtMs: number }

/** The outbox, `snapshot.v1`: signed once, kept for ever, delivered in order. The first record of a key counts. */
export type Outbox = {
  all(): Posted[]
  get(key: string): Posted | undefined
  refresh(): Promise<void>
  post(key: string, artefact: Artefact): Promise<Posted>
}

export const openOutbox = (kafka: Kafka, clickhouse: ClickHouse): Outbox => {
  const posted = new Map<string, Posted>()
  let next = 0

  /** Only what the table lacks: on a Kafka that was restored the records are appended anew, and the day they were published is not. */
  const project = async (appended: Posted[]) => {
    const there = await clickhouse.query<{ key: string }>(
      "SELECT concat(`group`, '/', toString(`date`), '/', toString(revision)) AS key FROM snapshot FINAL",
    )
    const fresh = appended.filter(({ key }) => !there.some((row) => row.key === key))
    const line = ({ artefact: { body, digest }, bytes, appendedAtMs }: Posted) =>
      `${JSON.stringify([body.group, body.date, body.revision, digest, bytes.toString('utf8'), toLocalText(appendedAtMs)])}\n`
    await clickhouse.insertRows(
      'snapshot',
      ['group', 'date', 'revision', 'digest', 'artefact', 'published_at'],
      fresh.map(line).join(''),
      fresh.length,
    )
  }

  const refresh = async () => {
    const [partition] = await kafka.admin.offsets(SNAPSHOT_TOPIC)
    const high = partition?.high ?? 0
    if (high <= next) return
    const fresh: Posted[] = []
    await kafka.readFrom(SNAPSHOT_TOPIC, 0, next, high, (records) => {
      for (const record of records) {
        const key = record.key?.toString('utf8') ?? ''
        if (posted.has(key) || fresh.some((p) => p.key === key) || !record.value) continue
        const artefact = artefactSchema.parse(JSON.parse(record.value.toString('utf8')))
        fresh.push({ key, artefact, bytes: record.value, appendedAtMs: record.appendedAtMs })
      }
    })
    await project(fresh) // keyed rows: doing it again after a crash changes nothing
    for (const each of fresh) posted.set(each.key, each)
    next = high
  }

  return {
    all: () => [...posted.values()],
    get: (key) => posted.get(key),
    refresh,
    post: async (key, artefact) => {
      await kafka.publish(SNAPSHOT_TOPIC, [
        {
          key,
          value: Buffer.from(artefactBytes(artefact)),
          headers: { 'content-type': 'application/json' },
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
