import type { ClickHouse } from '@ioc/clickhouse'
import { z } from 'zod'

/** A rejected record: where it stands and why. Its bytes stay sealed, and so do its id and subject: they may name a person. */
export type DeadLetter = {
  topic: string
  partition: number
  offset: number
  appendedMs: number
  source: string
  contract: string
  reasons: { path: string; code: string; message: string }[]
}

/** Where a page ends: the next one begins just before. */
const cursor = z.tuple([z.number().int(), z.string(), z.number().int(), z.number().int()])
export type Cursor = z.output<typeof cursor>

export const writeCursor = ({ appendedMs, topic, partition, offset }: DeadLetter): string =>
  Buffer.from(JSON.stringify([appendedMs, topic, partition, offset] satisfies Cursor)).toString('base64url')

/** Reads a cursor of ours; null if it is none. */
export function readCursor(text: string): Cursor | null {
  try {
    return cursor.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data ?? null
  } catch {
    return null // not JSON: no cursor of ours
  }
}

/** The newest dead letters, or those before a cursor. */
export function readDeadLetters(
  clickhouse: ClickHouse,
  limit: number,
  before: Cursor | null,
): Promise<DeadLetter[]> {
  const [beforeMs, topic, partition, offset] = before ?? [null, '', 0, 0]
  return clickhouse.query<DeadLetter>(
    `SELECT topic, \`partition\`, \`offset\`, toUnixTimestamp64Milli(appended_at) AS appendedMs,
            event_source AS source, contract,
            arrayMap(r -> map('path', r.1, 'code', toString(r.2), 'message', r.3), reasons) AS reasons
     FROM ledger
     WHERE verdict = 'reject'
       ${before ? 'AND (appendedMs, topic, `partition`, `offset`) < ({beforeMs:Int64}, {topic:String}, {partition:Int32}, {offset:UInt64})' : ''}
     ORDER BY appendedMs DESC, topic DESC, \`partition\` DESC, \`offset\` DESC
     LIMIT 1 BY topic, \`partition\`, \`offset\`
     LIMIT {limit:UInt32}`,
    { beforeMs, topic, partition, offset, limit },
  )
}

export type ReasonCount = { code: string; records: number; newestMs: number }

/** Rejected records by reason; one with several reasons counts under each. */
export const readReasonCounts = (clickhouse: ClickHouse): Promise<ReasonCount[]> =>
  clickhouse.query<ReasonCount>(
    `SELECT code, uniqExact(topic, \`partition\`, \`offset\`) AS records,
            toUnixTimestamp64Milli(max(appended_at)) AS newestMs
     FROM ledger ARRAY JOIN arrayDistinct(reasons.code) AS code
     WHERE verdict = 'reject'
     GROUP BY code
     ORDER BY records DESC, code`,
  )
