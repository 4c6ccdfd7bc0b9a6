import type { ClickHouse } from '@ioc/clickhouse'
import { z } from 'zod'
import type { AuditOutcome } from './audit.ts'

/** One act as the audit tells it; instants in epoch ms. */
export type AuditRow = {
  id: string
  askedMs: number
  service: string
  operator: string
  saidName: string
  action: string
  subject: string
  why: string
  /** JSON text of ours. */
  content: string
  /** Empty: what came of it is not known. */
  outcome: AuditOutcome | ''
  /** When it was known. */
  outcomeMs: number | null
  /** Of a refusal, what it is called. */
  code: string
}

export type AuditFilter = {
  operator?: string | undefined
  action?: string | undefined
  fromMs?: number | undefined
  toMs?: number | undefined
  /** Where the page before ended. */
  after?: AuditCursor | undefined
  limit: number
}

const cursor = z.tuple([z.int().min(0), z.string().max(64)])
/** `[askedMs, id]` of the last act of a page. */
export type AuditCursor = z.output<typeof cursor>

export const writeAuditCursor = ({ askedMs, id }: Pick<AuditRow, 'askedMs' | 'id'>): string =>
  Buffer.from(JSON.stringify([askedMs, id])).toString('base64url')

/** Reads a cursor of ours; null if it is none. */
export const readAuditCursor = (text: string): AuditCursor | null => {
  try {
    return cursor.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data ?? null
  } catch {
    return null // not JSON: no cursor of ours
  }
}

const ASKED_MS = 'toUnixTimestamp64Milli(asked_at)'

/** Acts, newest first. A later page never holds what an earlier one held: acts only come before. */
export const listAudit = (
  clickhouse: Pick<ClickHouse, 'query'>,
  { after, ...filter }: AuditFilter,
): Promise<AuditRow[]> => {
  const conditions = [
    filter.operator === undefined ? '' : 'operator = {operator:String}',
    filter.action === undefined ? '' : 'action = {action:String}',
    filter.fromMs === undefined ? '' : `asked_at >= fromUnixTimestamp64Milli({fromMs:Int64})`,
    filter.toMs === undefined ? '' : `asked_at < fromUnixTimestamp64Milli({toMs:Int64})`,
    after === undefined ? '' : `(${ASKED_MS}, audit_id) < ({afterMs:Int64}, {afterId:String})`,
  ].filter((condition) => condition !== '')
  return clickhouse.query<AuditRow>(
    `SELECT audit_id AS id, ${ASKED_MS} AS askedMs, any(service) AS service, any(operator) AS operator,
            any(said_name) AS saidName, any(action) AS action, any(subject) AS subject, any(why) AS why,
            any(content) AS content, anyIf(step, step != 'asked') AS outcome, anyIf(code, step != 'asked') AS code,
            if(outcome = '', NULL, toUnixTimestamp64Milli(maxIf(at, step != 'asked'))) AS outcomeMs
     FROM (SELECT * FROM audit FINAL ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''})
     GROUP BY asked_at, audit_id
     ORDER BY askedMs DESC, id DESC
     LIMIT {limit:UInt32}`,
    { ...filter, ...(after && { afterMs: after[0], afterId: after[1] }) },
  )
}

/** The names and actions that stand in the audit, for who chooses among them. */
export const auditChoices = async (
  clickhouse: Pick<ClickHouse, 'query'>,
): Promise<{ operators: string[]; actions: string[] }> => {
  const [row] = await clickhouse.query<{ operators: string[]; actions: string[] }>(
    'SELECT arraySort(groupUniqArray(operator)) AS operators, arraySort(groupUniqArray(action)) AS actions FROM audit',
  )
  return row ?? { operators: [], actions: [] }
}
