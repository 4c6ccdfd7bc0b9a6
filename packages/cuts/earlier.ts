import type { ClickHouse } from '@ioc/clickhouse'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import type { Artefact, SnapshotBody } from '@ioc/schemas/snapshot/snapshot.ts'

/** Name of a cut and of its snapshot. */
export const cutKey = (cut: { group: string; date: string; revision: number }): string =>
  `${cut.group}/${cut.date}/${cut.revision}`

/** What was published before a cut: a revision is told beside the one it supersedes, an adjustment beside what was told last. */
export type Earlier = {
  /** Cuts that count, in the order of their log. */
  cuts(): readonly CutRecord[]
  /** @throws Error if that snapshot is not published */
  body(key: string): Promise<SnapshotBody>
}

/** Bodies as the table of snapshots has them. */
export const bodiesPublished =
  (clickhouse: ClickHouse) =>
  async (key: string): Promise<SnapshotBody> => {
    const [group, date, revision] = key.split('/')
    const [row] = await clickhouse.query<{ artefact: string }>(
      'SELECT artefact FROM snapshot FINAL WHERE `group` = {group:String} AND `date` = {date:Date} AND revision = {revision:UInt32}',
      { group, date, revision: Number(revision) },
    )
    if (!row) throw new Error(`the snapshot ${key} is not published, so nothing can be told beside it`)
    // Signed by us and stored as it was signed.
    return (JSON.parse(row.artefact) as Artefact).body
  }
