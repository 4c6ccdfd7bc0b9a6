import type { Checkpoint, SourceContext } from '@ioc/source/source.ts'
import { vietnameseInstant } from '../texts/instants.ts'
import { CannotRead, type DayRange, type OpenWay, type Read, type Reading, type Way } from '../way.ts'
import { connect } from './connect.ts'
import { type DatabaseSettings, databaseSettings } from './settings.ts'

/** Which rows, and in which order they come into being. */
export type Table = {
  /** Table or view, with its schema: `one_stop.dossiers`. */
  table: string
  /** Rises with every change of a row: a time of change, or a number. */
  increasing: string
  /** Tells rows of one such value apart. */
  key: string
  /** Whether the increasing column is a time (`timestamptz`); not said: a time. */
  isTime?: boolean
}

/** A name of SQL as it stands, quoted: names come from code, but a view may be called anything. */
const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')

type Position = { at: string | null; key: string | null; high: string | null }

const positionOf = (since: Checkpoint | null): Position => ({
  at: typeof since?.at === 'string' ? since.at : null,
  key: typeof since?.key === 'string' ? since.key : null,
  high: typeof since?.high === 'string' ? since.high : null,
})

/**
 * Reads a table or view in the order of a column that rises with every change. Rows are asked for behind the last one read, by that column and a
 * key together, so none of one instant is left out; at the end of a walk the next begins a little before the newest row, for transactions
 * that end later than they began.
 */
export const database = (table: Table): Way<DatabaseSettings> => ({
  kind: 'database',
  settings: databaseSettings as unknown as Way<DatabaseSettings>['settings'],
  open: (settings): OpenWay => {
    const walk = (days: DayRange | null) => (since: Checkpoint | null, context: SourceContext) =>
      walkRows(table, settings, days, since, context)
    return {
      read: walk(null),
      ...(table.isTime === false ? {} : { readDays: (days, since, context) => walk(days)(since, context) }),
      close: async () => {},
    }
  },
})

async function* walkRows(
  table: Table,
  settings: DatabaseSettings,
  days: DayRange | null,
  since: Checkpoint | null,
  { clock, signal }: SourceContext,
): AsyncIterable<Reading> {
  const connection = await connect(settings, signal)
  try {
    const isTime = table.isTime !== false
    // A row without a key is one too: of several at one instant none may be passed over.
    const [column, key] = [quoted(table.increasing), `coalesce(${quoted(table.key)}::text, '')`]
    const type = isTime ? 'timestamptz' : 'numeric'
    let position = positionOf(since)
    for (;;) {
      const askedAtMs = clock.now()
      const conditions: string[] = [`${column} IS NOT NULL`]
      const values: unknown[] = []
      const given = (value: unknown) => `$${values.push(value)}`
      if (position.at !== null)
        conditions.push(
          position.key === null
            ? `${column} > ${given(position.at)}::${type}`
            : `(${column}, ${key}) > (${given(position.at)}::${type}, ${given(position.key)})`,
        )
      if (days && isTime)
        conditions.push(
          `${column} >= ${given(`${days.from}T00:00:00+07:00`)}::timestamptz`,
          `${column} < ${given(`${days.to}T00:00:00+07:00`)}::timestamptz + interval '1 day'`,
        )
      const rows = await connection.query(
        `SELECT *, ${column}::text AS "ioc at", ${key} AS "ioc key" FROM ${quoted(table.table)}
         WHERE ${conditions.join(' AND ')} ORDER BY ${column}, ${key} LIMIT ${settings.pageSize}`,
        values,
      )
      const last = rows.at(-1) as
        | (Record<string, unknown> & { 'ioc at': string; 'ioc key': string })
        | undefined
      const isLast = rows.length < settings.pageSize
      const high = last ? last['ioc at'] : position.high
      position = isLast
        ? { at: await behind(connection, type, high, settings.overlap), key: null, high }
        : { at: last!['ioc at'], key: last!['ioc key'], high }
      yield {
        reads: rows.map(
          ({ 'ioc at': at, 'ioc key': rowKey, ...record }): Read => ({
            where: `${table.table} ${rowKey} of ${at}`,
            record,
          }),
        ),
        checkpoint: position,
        completeUpToMs: isLast ? askedAtMs : completeTo(isTime, last!['ioc at']),
      }
      if (isLast || signal.aborted) return
    }
  } finally {
    await connection.close()
  }
}

/** Where the next walk begins: so much before the newest row. The database counts: its times are its own. */
const behind = async (
  { query }: Awaited<ReturnType<typeof connect>>,
  type: 'timestamptz' | 'numeric',
  high: string | null,
  overlap: number,
): Promise<string | null> => {
  if (high === null) return null
  const step = type === 'timestamptz' ? `make_interval(secs => $2::float8)` : '$2::numeric'
  const [row] = await query(`SELECT ($1::${type} - ${step})::text AS at`, [high, overlap])
  if (typeof row?.at !== 'string') throw new CannotRead(`the database gives no place before ${high}`)
  return row.at
}

/** In the middle of a walk everything up to its place was read; a number says nothing of time. */
const completeTo = (isTime: boolean, at: string): number => {
  const told = isTime ? vietnameseInstant(at) : null
  const ms = typeof told === 'string' ? Date.parse(told) : Number.NaN
  return Number.isNaN(ms) ? 0 : ms
}
