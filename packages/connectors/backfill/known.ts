import type { ClickHouse } from '@ioc/clickhouse'
import type { VersionKey } from '@ioc/reader/row.ts'
import type { Contract } from '@ioc/schemas'

/** What an event would do to what is there: nothing, a first version, a newer one, or one that is older than the newest. */
export type Effect = 'there' | 'new' | 'newer' | 'older'

type Row = { subject: string; recorded_at: string; sequence: number; content_hash: string }

/** Subjects asked about in one query. */
const SUBJECTS_MAX = 2_000

const orderOf = ({ recorded_at, sequence, content_hash }: Omit<Row, 'subject'>) =>
  [recorded_at, String(sequence).padStart(20, '0'), content_hash.padStart(20, '0')].join(' ')

/** The effect each version would have, by the versions ClickHouse holds of the same subjects. Of versions in one call the later ones see the earlier. */
export const effectsOf = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  contract: Contract,
  versions: readonly VersionKey[],
): Promise<Effect[]> => {
  const subjects = [...new Set(versions.map(({ subject }) => subject))]
  const known = new Map<string, Set<string>>()
  const add = (subject: string, order: string) => {
    const mine = known.get(subject) ?? new Set()
    known.set(subject, mine.add(order))
  }
  for (let at = 0; at < subjects.length; at += SUBJECTS_MAX) {
    const rows = await clickhouse.query<Row>(
      `SELECT DISTINCT subject, toString(recorded_at) AS recorded_at, sequence, toString(content_hash) AS content_hash
       FROM ${contract.table} WHERE subject IN {subjects:Array(String)}`,
      { subjects: subjects.slice(at, at + SUBJECTS_MAX) },
    )
    for (const row of rows) add(row.subject, orderOf(row))
  }
  return versions.map(({ subject, recordedAt, sequence, contentHash }) => {
    const order = orderOf({ recorded_at: recordedAt, sequence, content_hash: contentHash })
    const mine = known.get(subject)
    const effect: Effect = !mine
      ? 'new'
      : mine.has(order)
        ? 'there'
        : order > newestOf(mine)
          ? 'newer'
          : 'older'
    add(subject, order)
    return effect
  })
}

const newestOf = (orders: ReadonlySet<string>): string => [...orders].sort().at(-1)!

/** Of these event ids those the ledger holds as rejected already: their sealed originals need not be kept twice. */
export const rejectedAlready = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  topic: string,
  source: string,
  ids: readonly string[],
): Promise<Set<string>> => {
  if (ids.length === 0) return new Set()
  const rows = await clickhouse.query<{ event_id: string }>(
    `SELECT DISTINCT event_id FROM ledger
     WHERE topic = {topic:String} AND event_source = {source:String} AND verdict = 'reject' AND event_id IN {ids:Array(String)}`,
    { topic, source, ids },
  )
  return new Set(rows.map(({ event_id }) => event_id))
}
