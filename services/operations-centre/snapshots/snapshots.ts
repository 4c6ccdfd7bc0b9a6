import type { ClickHouse } from '@ioc/clickhouse'

/** What the receiver has said of a snapshot. `unanswered`: sent, and no receipt; `waiting`: not sent yet. */
export const RECEIPT_STATES = ['accepted', 'refused', 'unanswered', 'waiting'] as const
export type ReceiptState = (typeof RECEIPT_STATES)[number]

export type SnapshotRow = {
  group: string
  date: string
  revision: number
  digest: string
  publishedMs: number
  receipt: ReceiptState
  attempts: number
}

export type SnapshotFilter = {
  group?: string | undefined
  from?: string | undefined
  to?: string | undefined
  updatedAfterMs?: number | undefined
  limit: number
}

/** Published snapshots with the state of their receipt, the newest day and revision first. */
export function readSnapshots(clickhouse: ClickHouse, filter: SnapshotFilter): Promise<SnapshotRow[]> {
  const conditions = [
    filter.group === undefined ? '' : '`group` = {group:String}',
    filter.from === undefined ? '' : '`date` >= {from:Date}',
    filter.to === undefined ? '' : '`date` <= {to:Date}',
    filter.updatedAfterMs === undefined ? '' : 'publishedMs > {updatedAfterMs:Int64}',
  ].filter((condition) => condition !== '')
  return clickhouse.query<SnapshotRow>(
    `WITH attempt AS (
       SELECT \`group\`, \`date\`, revision, uniqExact(attempt_id) AS attempts,
              argMaxIf(JSONExtractString(receipt, 'status'), (attempted_at, attempt_id), receipt != '') AS status
       FROM delivery GROUP BY \`group\`, \`date\`, revision)
     SELECT s.\`group\` AS \`group\`, toString(s.\`date\`) AS \`date\`, s.revision AS revision, digest,
            toUnixTimestamp64Milli(published_at) AS publishedMs, attempts,
            multiIf(status IN ('accepted', 'refused'), status, attempts > 0, 'unanswered', 'waiting') AS receipt
     FROM (SELECT * EXCEPT artefact FROM snapshot FINAL) AS s
     LEFT JOIN attempt AS a ON a.\`group\` = s.\`group\` AND a.\`date\` = s.\`date\` AND a.revision = s.revision
     ${conditions.length > 0 ? `WHERE ${conditions.map((c) => c.replace(/^`(group|date)`/, 's.`$1`')).join(' AND ')}` : ''}
     ORDER BY s.\`date\` DESC, s.\`group\`, s.revision DESC
     LIMIT {limit:UInt32}`,
    filter,
  )
}

/** The signed artefact byte for byte, of one revision or the newest; null where there is none. */
export async function readArtefact(
  clickhouse: ClickHouse,
  group: string,
  date: string,
  revision: number | undefined,
): Promise<{ artefact: string; digest: string; revision: number } | null> {
  const [row] = await clickhouse.query<{ artefact: string; digest: string; revision: number }>(
    `SELECT artefact, digest, revision FROM snapshot FINAL
     WHERE \`group\` = {group:String} AND \`date\` = {date:Date}${revision === undefined ? '' : ' AND revision = {revision:UInt32}'}
     ORDER BY revision DESC LIMIT 1`,
    { group, date, revision },
  )
  return row ?? null
}

/** Totals over all snapshots, for the river. */
export type SnapshotTotals = {
  published: number
  accepted: number
  refused: number
  newestDate: string | null
}

export function totalsOf(rows: readonly SnapshotRow[]): SnapshotTotals {
  return {
    published: rows.length,
    accepted: rows.filter((row) => row.receipt === 'accepted').length,
    refused: rows.filter((row) => row.receipt === 'refused').length,
    newestDate: rows.reduce<string | null>(
      (newest, { date }) => (newest && newest > date ? newest : date),
      null,
    ),
  }
}
