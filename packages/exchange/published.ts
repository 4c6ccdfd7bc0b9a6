import type { ClickHouse } from '@ioc/clickhouse'
import type { Cursor } from './cursor.ts'
import type { Place } from './place.ts'

/**
 * What the receiver has said of a snapshot. `parked`: it said no for good, or nothing that could be understood, and a person must
 * look; `unanswered`: sent, and no receipt yet; `waiting`: not sent yet.
 */
export const RECEIPT_STATES = ['accepted', 'refused', 'parked', 'unanswered', 'waiting'] as const
export type ReceiptState = (typeof RECEIPT_STATES)[number]

export const LIST_ORDERS = ['oldest', 'newest'] as const

/** A published snapshot without its numbers. */
export type SnapshotRow = Place & {
  digest: string
  /** When it was appended to the log, by the system clock, epoch ms. */
  publishedMs: number
  receipt: ReceiptState
  attempts: number
}

export type SnapshotFilter = {
  group?: string | undefined
  /** First and last date, both inside. */
  from?: string | undefined
  to?: string | undefined
  /** Published after this instant (system clock, epoch ms). */
  updatedAfterMs?: number | undefined
  /** As things stood at this instant: what was published or answered later is not there. */
  asOfMs?: number | undefined
  /** By instant of publication. */
  order?: (typeof LIST_ORDERS)[number] | undefined
  /** Where the page before ended. */
  after?: Cursor | undefined
  limit: number
}

const PUBLISHED_MS = 'toUnixTimestamp64Milli(published_at)'

/**
 * Published snapshots, every revision, with the state of their receipts, in the order they were published: later ones only ever come
 * behind, so a page that was read stays the same.
 */
export const listPublished = (
  clickhouse: Pick<ClickHouse, 'query'>,
  { after, order = 'oldest', ...filter }: SnapshotFilter,
): Promise<SnapshotRow[]> => {
  const [sign, direction] = order === 'oldest' ? ['>', 'ASC'] : ['<', 'DESC']
  const conditions = [
    filter.group === undefined ? '' : '`group` = {group:String}',
    filter.from === undefined ? '' : '`date` >= {from:Date}',
    filter.to === undefined ? '' : '`date` <= {to:Date}',
    filter.updatedAfterMs === undefined ? '' : `${PUBLISHED_MS} > {updatedAfterMs:Int64}`,
    filter.asOfMs === undefined ? '' : `${PUBLISHED_MS} <= {asOfMs:Int64}`,
    after === undefined
      ? ''
      : `(${PUBLISHED_MS}, \`group\`, \`date\`, revision) ${sign} ({afterMs:Int64}, {afterGroup:String}, {afterDate:Date}, {afterRevision:UInt32})`,
  ].filter((condition) => condition !== '')
  const page = ['publishedMs', '`group`', '`date`', 'revision'].map((key) => `s.${key} ${direction}`)
  return clickhouse.query<SnapshotRow>(
    `WITH verdict AS (
       SELECT *, multiIf(JSONExtractString(receipt, 'status') IN ('accepted', 'refused'), JSONExtractString(receipt, 'status'),
                         outcome = 'parked', 'parked', '') AS said
       FROM delivery ${filter.asOfMs === undefined ? '' : 'WHERE toUnixTimestamp64Milli(attempted_at) <= {asOfMs:Int64}'}),
     attempt AS (
       SELECT \`group\`, \`date\`, revision, uniqExact(attempt_id) AS attempts,
              argMaxIf(said, (attempted_at, attempt_id), said != '') AS said
       FROM verdict GROUP BY \`group\`, \`date\`, revision)
     SELECT s.\`group\` AS \`group\`, toString(s.\`date\`) AS \`date\`, s.revision AS revision, digest, publishedMs, attempts,
            multiIf(said != '', said, attempts > 0, 'unanswered', 'waiting') AS receipt
     FROM (SELECT \`group\`, \`date\`, revision, digest, ${PUBLISHED_MS} AS publishedMs FROM snapshot FINAL
           ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}) AS s
     LEFT JOIN attempt AS a ON a.\`group\` = s.\`group\` AND a.\`date\` = s.\`date\` AND a.revision = s.revision
     ORDER BY ${page.join(', ')}
     LIMIT {limit:UInt32}`,
    {
      ...filter,
      ...(after && { afterMs: after[0], afterGroup: after[1], afterDate: after[2], afterRevision: after[3] }),
    },
  )
}

/** The groups of which anything was ever published, by name. */
export const publishedGroups = async (clickhouse: Pick<ClickHouse, 'query'>): Promise<string[]> =>
  (
    await clickhouse.query<{ group: string }>(
      'SELECT DISTINCT `group` AS `group` FROM snapshot ORDER BY `group`',
    )
  ).map(({ group }) => group)

/** Which revision of a group and date: the one named, or the newest; as things stood at an instant, or now. */
export type Wanted = {
  group: string
  date: string
  revision?: number | undefined
  asOfMs?: number | undefined
}

const wantedRows = ({ revision, asOfMs }: Wanted): string =>
  `FROM snapshot FINAL WHERE \`group\` = {group:String} AND \`date\` = {date:Date}${
    revision === undefined ? '' : ' AND revision = {revision:UInt32}'
  }${asOfMs === undefined ? '' : ` AND ${PUBLISHED_MS} <= {asOfMs:Int64}`} ORDER BY revision DESC LIMIT 1`

/** The name of one snapshot, without reading its numbers; null where there is none. */
export const findPublished = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  wanted: Wanted,
): Promise<{ revision: number; digest: string; publishedMs: number } | null> => {
  const [row] = await clickhouse.query<{ revision: number; digest: string; publishedMs: number }>(
    `SELECT revision, digest, ${PUBLISHED_MS} AS publishedMs ${wantedRows(wanted)}`,
    wanted,
  )
  return row ?? null
}

/** The signed artefact byte for byte; null where there is none. */
export const readArtefact = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  wanted: Wanted,
): Promise<{ artefact: string; digest: string; revision: number } | null> => {
  const [row] = await clickhouse.query<{ artefact: string; digest: string; revision: number }>(
    `SELECT artefact, digest, revision ${wantedRows(wanted)}`,
    wanted,
  )
  return row ?? null
}

/** The cut of a snapshot as JSON text, without its numbers; null where there is none. */
export const readCutText = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  wanted: Wanted,
): Promise<string | null> => {
  const [row] = await clickhouse.query<{ cut: string }>(
    `SELECT JSONExtractRaw(artefact, 'body', 'cut') AS cut ${wantedRows(wanted)}`,
    wanted,
  )
  return row?.cut ?? null
}
