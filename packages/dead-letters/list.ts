import type { ClickHouse } from '@ioc/clickhouse'
import type { Reason } from '@ioc/schemas'
import { type Cursor, cursorOf } from './cursor.ts'
import { POSITION_SQL, type Position, positionText } from './position.ts'
import { DeadLetterRefusal } from './refusal.ts'
import { FOLDED, TOUCHED } from './state-sql.ts'

/** What became of a dead letter: nothing yet, sent and not folded yet, kept at last, rejected once more, or set aside. */
export const STATES = ['open', 'sent', 'replayed', 'rejected-again', 'dropped'] as const
export type State = (typeof STATES)[number]

/** Those a replay of many takes: not kept yet, and not set aside. */
export const WAITING: readonly State[] = ['open', 'sent', 'rejected-again']

/** Which dead letters; what is left out is not asked. Instants are epoch ms of arrival in the log, `toMs` excluded. */
export type Filter = {
  source?: string | undefined
  /** The id its sender gave the event: what he knows of it. */
  id?: string | undefined
  reason?: string | undefined
  contract?: string | undefined
  states?: readonly State[] | undefined
  fromMs?: number | undefined
  toMs?: number | undefined
}

/** A rejected record: where it stands, why, and what became of it. Its bytes stay sealed, and so do its id and subject: they may name a person. */
export type DeadLetter = Position & {
  appendedMs: number
  source: string
  contract: string
  reasons: Reason[]
  valueBytes: number
  sealedWith: string
  state: State
  /** Records in the ledger that replay it, kept or rejected again. */
  replays: number
  /** Log position of the replay that was kept; empty if none was. */
  replayedAt: string
}

export type Page = { deadLetters: DeadLetter[]; next: Cursor | null }

const statesCondition = (states: readonly State[]): string =>
  // What nothing was done with is open, and stands in no other place.
  states.includes('open')
    ? `${POSITION_SQL} NOT IN (SELECT root FROM ${TOUCHED} WHERE state NOT IN {states:Array(String)})`
    : `${POSITION_SQL} IN (SELECT root FROM ${TOUCHED} WHERE state IN {states:Array(String)})`

const conditions = (filter: Filter, before: Cursor | null): string =>
  [
    FOLDED,
    filter.source !== undefined && 'event_source = {source:String}',
    filter.id !== undefined && 'event_id = {id:String}',
    filter.reason !== undefined && 'has(ledger.reasons.code, {reason:String})',
    filter.contract !== undefined && 'contract = {contract:String}',
    filter.fromMs !== undefined && 'appended_at >= fromUnixTimestamp64Milli({fromMs:Int64})',
    filter.toMs !== undefined && 'appended_at < fromUnixTimestamp64Milli({toMs:Int64})',
    filter.states !== undefined && statesCondition(filter.states),
    before !== null &&
      '(toUnixTimestamp64Milli(appended_at), topic, `partition`, `offset`) < ({beforeMs:Int64}, {beforeTopic:String}, {beforePartition:Int32}, {beforeOffset:UInt64})',
  ]
    .filter(Boolean)
    .join(' AND ')

const parametersOf = (filter: Filter, before: Cursor | null): Record<string, unknown> => {
  const [beforeMs, beforeTopic, beforePartition, beforeOffset] = before ?? [0, '', 0, 0]
  const { states, ...plain } = filter
  return { ...plain, states: states ? [...states] : [], beforeMs, beforeTopic, beforePartition, beforeOffset }
}

const NEWEST_FIRST = 'ORDER BY appendedMs DESC, topic DESC, `partition` DESC, `offset` DESC'

/** Rows by a condition with what became of each; only of those that are given is that looked up. */
const rowsWhere = (condition: string): string =>
  `SELECT rows.*, if(touched.state = '', 'open', touched.state) AS state, touched.replays AS replays, touched.replayedAt AS replayedAt
   FROM (
     SELECT topic, \`partition\`, \`offset\`, toUnixTimestamp64Milli(appended_at) AS appendedMs,
            event_source AS source, contract, value_bytes AS valueBytes, sealed_with AS sealedWith,
            arrayMap(r -> map('path', r.1, 'code', toString(r.2), 'message', r.3), ledger.reasons) AS reasons,
            ${POSITION_SQL} AS position
     FROM ledger PREWHERE verdict = 'reject' WHERE ${condition}
     ${NEWEST_FIRST} LIMIT 1 BY topic, \`partition\`, \`offset\` LIMIT {limit:UInt32}
   ) AS rows LEFT JOIN ${TOUCHED} AS touched ON touched.root = rows.position
   ${NEWEST_FIRST}`

/** Dead letters, newest first; a replay that was rejected again is folded under its first one. */
export const listDeadLetters = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  filter: Filter,
  limit: number,
  before: Cursor | null = null,
): Promise<Page> => {
  const rows = await clickhouse.query<DeadLetter & { position: string }>(
    rowsWhere(conditions(filter, before)),
    {
      ...parametersOf(filter, before),
      limit,
    },
  )
  const deadLetters = rows.map(({ position: _, ...row }) => row)
  return { deadLetters, next: rows.length === limit ? cursorOf(rows.at(-1)!) : null }
}

/** One dead letter, also one that is folded under another. Throws DeadLetterRefusal `not-a-dead-letter`. */
export const readDeadLetter = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  position: Position,
): Promise<DeadLetter> => {
  const { topic, partition, offset } = position
  const [row] = await clickhouse.query<DeadLetter & { position: string }>(
    rowsWhere('topic = {topic:String} AND `partition` = {partition:Int32} AND `offset` = {offset:UInt64}'),
    { topic, partition, offset, limit: 1 },
  )
  if (!row)
    throw new DeadLetterRefusal(
      'not-a-dead-letter',
      `the ledger has no rejected record at ${positionText(position)}`,
    )
  const { position: _, ...deadLetter } = row
  return deadLetter
}

export type Counts = {
  records: number
  reasons: { code: string; records: number; newestMs: number }[]
  sources: { source: string; records: number; newestMs: number }[]
  contracts: { contract: string; records: number; newestMs: number }[]
  states: { state: State; records: number }[]
}

type Counted = { key: string; records: number; newestMs: number }

const STATE = "if(touched.state = '', 'open', touched.state)"
const WITH_STATE = `LEFT JOIN ${TOUCHED} AS touched ON touched.root = rows.position`

const countBy = (
  clickhouse: Pick<ClickHouse, 'query'>,
  filter: Filter,
  what: string,
  join = '',
): Promise<Counted[]> =>
  clickhouse.query<Counted>(
    `SELECT ${what} AS key, uniqExact(position) AS records, max(appendedMs) AS newestMs
     FROM (
       SELECT ${POSITION_SQL} AS position, toUnixTimestamp64Milli(appended_at) AS appendedMs, event_source AS source,
              contract, ledger.reasons.code AS codes
       FROM ledger PREWHERE verdict = 'reject' WHERE ${conditions(filter, null)}
     ) AS rows ${join} GROUP BY key ORDER BY records DESC, key`,
    parametersOf(filter, null),
  )

/** How many there are by reason, by source, by contract and by state; one with several reasons counts under each. */
export const countDeadLetters = (clickhouse: Pick<ClickHouse, 'query'>, filter: Filter): Promise<Counts> =>
  countWith(clickhouse, filter, () => filter)

/**
 * The same for who chooses: each list is narrowed by all of the filter but its own part, so that what could be chosen instead
 * stands there with the number one would see. `records` is narrowed by all of it.
 */
export const countChoices = (clickhouse: Pick<ClickHouse, 'query'>, filter: Filter): Promise<Counts> =>
  countWith(clickhouse, filter, (own) => ({ ...filter, [own]: undefined }))

const countWith = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  filter: Filter,
  narrowedBut: (own: keyof Filter) => Filter,
): Promise<Counts> => {
  const [all, reasons, sources, contracts, states] = await Promise.all([
    countBy(clickhouse, filter, "''"),
    countBy(clickhouse, narrowedBut('reason'), 'code', 'ARRAY JOIN arrayDistinct(codes) AS code'),
    countBy(clickhouse, narrowedBut('source'), 'source'),
    countBy(clickhouse, narrowedBut('contract'), 'contract'),
    countBy(clickhouse, narrowedBut('states'), STATE, WITH_STATE),
  ])
  return {
    records: all[0]?.records ?? 0,
    reasons: reasons.map(({ key, ...rest }) => ({ code: key, ...rest })),
    sources: sources.map(({ key, ...rest }) => ({ source: key, ...rest })),
    contracts: contracts.map(({ key, ...rest }) => ({ contract: key, ...rest })),
    states: states.map(({ key, records }) => ({ state: key as State, records })),
  }
}
