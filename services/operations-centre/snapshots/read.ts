import type { ClickHouse } from '@ioc/clickhouse'
import type { Place } from '@ioc/exchange'

type Asked = Pick<ClickHouse, 'query'>

/** Snapshots of some days that were refused by a signed receipt, as `group/date/revision`; parked ones have none. */
export const readSignedRefusals = async (
  clickhouse: Asked,
  days: { from: string; to: string },
): Promise<Set<string>> =>
  new Set(
    (
      await clickhouse.query<{ key: string }>(
        `SELECT concat(\`group\`, '/', toString(\`date\`), '/', toString(revision)) AS key FROM delivery
         WHERE \`date\` >= {from:Date} AND \`date\` <= {to:Date} AND outcome = 'refused'
         GROUP BY \`group\`, \`date\`, revision HAVING argMax(receipt, attempted_at) != ''`,
        days,
      )
    ).map(({ key }) => key),
  )

/** The first date that was ever published; null: none was. */
export const readFirstDate = async (clickhouse: Asked): Promise<string | null> => {
  const [row] = await clickhouse.query<{ first: string; many: number }>(
    'SELECT toString(min(`date`)) AS first, count() AS many FROM snapshot',
  )
  return row && row.many > 0 ? row.first : null
}

/** What a snapshot says of itself, without its numbers. */
export type Outline = {
  digest: string
  publishedMs: number
  bytes: number
  values: number
  /** JSON text. */
  reason: string
  supersedes: string
  cut: string
}

/** Null: there is no such snapshot. */
export const readOutline = async (clickhouse: Asked, place: Place): Promise<Outline | null> => {
  const [row] = await clickhouse.query<Outline>(
    `SELECT digest, toUnixTimestamp64Milli(published_at) AS publishedMs, length(artefact) AS bytes,
            JSONLength(artefact, 'body', 'values') AS values,
            JSONExtractRaw(artefact, 'body', 'reason') AS reason,
            JSONExtractRaw(artefact, 'body', 'supersedes') AS supersedes,
            JSONExtractRaw(artefact, 'body', 'cut') AS cut
     FROM snapshot FINAL
     WHERE \`group\` = {group:String} AND \`date\` = {date:Date} AND revision = {revision:UInt32}`,
    place,
  )
  return row ?? null
}

/** One attempt to deliver it, or (`resend`) a person's word that it be tried again. */
export type Attempt = {
  attemptedMs: number
  durationMs: number
  receiver: string
  httpStatus: number
  outcome: string
  code: string
  detail: string
  bytesSent: number
  nextAttemptMs: number | null
  receipt: string
  askedBy: string
  askedWhy: string
}

export const ATTEMPTS_MAX = 100

/** The newest attempts, newest first. */
export const readAttempts = (clickhouse: Asked, place: Place): Promise<Attempt[]> =>
  clickhouse.query<Attempt>(
    `SELECT toUnixTimestamp64Milli(attempted_at) AS attemptedMs, duration_ms AS durationMs, receiver,
            http_status AS httpStatus, outcome, code, detail, bytes_sent AS bytesSent,
            toUnixTimestamp64Milli(next_attempt_at) AS nextAttemptMs, receipt, asked_by AS askedBy, asked_why AS askedWhy
     FROM delivery FINAL
     WHERE \`group\` = {group:String} AND \`date\` = {date:Date} AND revision = {revision:UInt32}
     ORDER BY attempted_at DESC, attempt_id DESC LIMIT ${ATTEMPTS_MAX}`,
    place,
  )
