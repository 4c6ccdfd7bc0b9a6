import { createHash } from 'node:crypto'
import { type ClickHouse, ClickHouseError } from '@ioc/clickhouse'
import { type AlertRule, alertRule } from '@ioc/schemas/alerts/index.ts'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import type { Seen } from './judge.ts'
import { type AlertName, type AlertState, type Change, ENDS, type OpenAlert } from './look.ts'
import type { KeptRule } from './rules.ts'

type Writing = Pick<ClickHouse, 'insertRows'>
type Reading = Pick<ClickHouse, 'query'>

const ATTEMPTS = 3

/** Rows are keyed by what they say, so one whose answer was lost is written again and is the same. */
export const writeKeyed = async (
  clickhouse: Writing,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Promise<void> => {
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  for (let attempt = 1; ; attempt++) {
    try {
      return await clickhouse.insertRows(table, columns, lines, rows.length)
    } catch (error) {
      const unknown = error instanceof ClickHouseError && error.kind === 'unknown'
      if (!unknown || attempt === ATTEMPTS) throw error
    }
  }
}

/** The id of an alert: the same for whoever names it. */
export const alertIdOf = ({ ruleId, subject, beganMs }: AlertName): string =>
  createHash('sha256')
    .update(JSON.stringify([ruleId, subject, beganMs]))
    .digest('hex')
    .slice(0, 32)

const CHANGE_COLUMNS = [
  ...[
    'rule_id',
    'subject',
    'began_at',
    'state',
    'alert_id',
    'changed_at',
    'seen',
    'ended',
    'operator',
    'word',
  ],
]

/** Writes what alerts did; a state an alert is in already keeps its first word. */
export const writeChanges = (
  clickhouse: Writing,
  changes: readonly (Change & { operator?: string; word?: string })[],
  atMs: number,
): Promise<void> =>
  writeKeyed(
    clickhouse,
    'alert_change',
    CHANGE_COLUMNS,
    changes.map((change) => [
      change.ruleId,
      change.subject,
      toLocalText(change.beganMs),
      change.state,
      alertIdOf(change),
      toLocalText(atMs),
      change.seen === null ? '' : JSON.stringify(change.seen),
      change.end ?? '',
      change.operator ?? '',
      change.word ?? '',
    ]),
  )

/** One alert with all it did; instants in epoch ms, null: not entered. */
export type AlertRow = AlertName & {
  id: string
  state: AlertState
  pendingMs: number | null
  firingMs: number | null
  acknowledgedMs: number | null
  resolvedMs: number | null
  /** What was seen when it fired (while it is pending: when it began), and when it ended. */
  seen: Seen | null
  seenLast: Seen | null
  end: Change['end']
  operator: string | null
  word: string | null
}

export type AlertFilter = {
  /** `open`: what is not over, pending too; `resolved`: what fired and is over. */
  state?: 'open' | 'resolved' | undefined
  ruleId?: string | undefined
  id?: string | undefined
  /** `[beganMs, id]` where the page before ended. */
  after?: readonly [number, string] | undefined
  limit: number
}

type Raw = {
  id: string
  ruleId: string
  subject: string
  beganMs: number
  states: AlertState[]
  times: number[]
  seen: string[]
  ends: string[]
  operators: string[]
  words: string[]
}

const BEGAN_MS = 'toUnixTimestamp64Milli(began_at)'

/** Alerts, the newest beginning first. One that ended before it fired told nobody anything, and is not listed. */
export const listAlerts = async (
  clickhouse: Reading,
  { after, ...filter }: AlertFilter,
): Promise<AlertRow[]> => {
  const where = [
    filter.ruleId === undefined ? '' : 'rule_id = {ruleId:String}',
    filter.id === undefined ? '' : 'alert_id = {id:String}',
    after === undefined ? '' : `(${BEGAN_MS}, alert_id) < ({afterMs:Int64}, {afterId:String})`,
  ].filter((condition) => condition !== '')
  const having = {
    open: "NOT has(states, 'resolved')",
    resolved: "has(states, 'resolved') AND has(states, 'firing')",
    all: "NOT has(states, 'resolved') OR has(states, 'firing')",
  }[filter.state ?? 'all']
  const rows = await clickhouse.query<Raw>(
    `SELECT alert_id AS id, rule_id AS ruleId, subject AS subject, ${BEGAN_MS} AS beganMs,
            groupArray(state) AS states, groupArray(toUnixTimestamp64Milli(changed_at)) AS times,
            groupArray(seen) AS seen, groupArray(ended) AS ends, groupArray(operator) AS operators, groupArray(word) AS words
     FROM (SELECT * FROM alert_change FINAL ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''})
     GROUP BY alert_id, rule_id, subject, began_at
     HAVING ${having}
     ORDER BY beganMs DESC, id DESC
     LIMIT {limit:UInt32}`,
    { ...filter, ...(after && { afterMs: after[0], afterId: after[1] }) },
  )
  return rows.map(alertOf)
}

const ORDER = ['resolved', 'acknowledged', 'firing', 'pending'] as const

const alertOf = ({ id, ruleId, subject, beganMs, ...raw }: Raw): AlertRow => {
  const at = (state: AlertState) => raw.states.indexOf(state)
  const timeOf = (state: AlertState) => raw.times[at(state)] ?? null
  const seenOf = (state: AlertState) => {
    const text = raw.seen[at(state)]
    return text ? (JSON.parse(text) as Seen) : null
  }
  const end = raw.ends[at('resolved')]
  return {
    ...{ id, ruleId, subject, beganMs },
    state: ORDER.find((state) => raw.states.includes(state))!,
    pendingMs: timeOf('pending'),
    firingMs: timeOf('firing'),
    acknowledgedMs: timeOf('acknowledged'),
    resolvedMs: timeOf('resolved'),
    seen: seenOf('firing') ?? seenOf('pending'),
    seenLast: seenOf('resolved'),
    end: ENDS.find((each) => each === end) ?? null,
    operator: raw.operators[at('acknowledged')] || null,
    word: raw.words[at('acknowledged')] || null,
  }
}

/** More than can be meant; what is beyond is not lost, only looked at later. */
const OPEN_MAX = 10_000

/** Every alert that is not over. */
export const readOpen = async (clickhouse: Reading): Promise<OpenAlert[]> =>
  (await listAlerts(clickhouse, { state: 'open', limit: OPEN_MAX })).map(
    ({ ruleId, subject, beganMs, state }) => ({ ruleId, subject, beganMs, state }) as OpenAlert,
  )

/** Writes one version of a rule. */
export const writeRule = (
  clickhouse: Writing,
  {
    rule,
    version,
    by,
    atMs,
    editId,
  }: Required<Omit<KeptRule, 'by' | 'atMs'>> & {
    by: string
    atMs: number
    editId: string
  },
): Promise<void> =>
  writeKeyed(
    clickhouse,
    'alert_rule',
    ['rule_id', 'version', 'edit_id', 'edited_at', 'operator', 'rule'],
    [[rule.id, version, editId, toLocalText(atMs), by, JSON.stringify(rule)]],
  )

/** The newest version of every rule persons made or changed; one this software cannot read is named in `unreadable`. */
export const readRules = async (clickhouse: Reading): Promise<{ kept: KeptRule[]; unreadable: string[] }> => {
  const rows = await clickhouse.query<{
    ruleId: string
    version: number
    text: string
    by: string
    atMs: number
  }>(
    `SELECT rule_id AS ruleId, version, rule AS text, operator AS by, toUnixTimestamp64Milli(edited_at) AS atMs
     FROM alert_rule FINAL ORDER BY rule_id, alert_rule.version DESC, edit_id DESC LIMIT 1 BY rule_id`,
  )
  const kept: KeptRule[] = []
  const unreadable: string[] = []
  for (const { ruleId, version, text, by, atMs } of rows) {
    const read = alertRule.safeParse(jsonOf(text))
    if (read.success) kept.push({ rule: read.data, version, by, atMs })
    else unreadable.push(ruleId)
  }
  return { kept, unreadable }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null // told as unreadable
  }
}

export type { AlertRule }
