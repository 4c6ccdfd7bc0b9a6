/** A piece of SQL with the values of its `{name:Type}` parameters. */
export type Query = { sql: string; params: Record<string, unknown> }

/** A text as a ClickHouse literal. */
export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** The first millisecond of a calendar day, Asia/Ho_Chi_Minh. */
export const dayBegins = (day: string): string => `toDateTime64('${day} 00:00:00', 3, 'Asia/Ho_Chi_Minh')`

/** The first millisecond after a calendar day. */
export const dayEnds = (day: string): string =>
  `toDateTime64('${nextDay(day)} 00:00:00', 3, 'Asia/Ho_Chi_Minh')`

/** The calendar day after one. */
export const nextDay = (day: string): string => {
  const read = Date.parse(`${day}T00:00:00Z`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(read))
    throw new RangeError(`a day must read yyyy-mm-dd, got ${JSON.stringify(day)}`)
  return new Date(read + 86_400_000).toISOString().slice(0, 10)
}

/**
 * The same query as text alone, so that it can be pasted into any client: each `{name:Type}` becomes its value.
 * @throws Error for a parameter without a value: a query with a hole must not leave as whole.
 */
export const pasteable = ({ sql, params }: Query): string =>
  sql.replaceAll(/\{(\w+):([A-Za-z0-9(), ]+)\}/g, (_, name: string, type: string) => {
    if (!(name in params)) throw new Error(`the query has no value for its parameter ${name}`)
    return `CAST(${literal(params[name])}, ${quoted(type)})`
  })

const literal = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'string') return quoted(value)
  throw new TypeError(`a parameter of a query is ${typeof value}`)
}
