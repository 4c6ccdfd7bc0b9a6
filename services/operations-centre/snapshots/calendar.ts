import type { SnapshotRow } from '@ioc/exchange'

/**
 * How a day of a group stands: a closed set.
 * - `published`: its first revision is accepted; `revised`: a later one is
 * - `waiting`: signed, and without a receipt yet
 * - `refused`: the receiver signed a no; `parked`: it answered what will not become better by itself
 * - `missing`: the day is over, others before it were published, and this one is not
 * - `not-owed`: nothing is due: the day is not over, or lies before the first that was published
 */
export const CELL_STATES = [
  'published',
  'revised',
  'waiting',
  'parked',
  'refused',
  'missing',
  'not-owed',
] as const
export type CellState = (typeof CELL_STATES)[number]

export type Cell = {
  group: string
  date: string
  state: CellState
  /** The newest revision; null: there is none. */
  revision: number | null
  attempts: number | null
}

export type CalendarDoors = {
  groups: readonly string[]
  /** Days of a month, rising. */
  days: readonly string[]
  /** Every revision of these days. */
  rows: readonly SnapshotRow[]
  /** Those that were refused by a signed receipt, as `group/date/revision`; what is refused otherwise is parked. */
  signedRefusals: ReadonlySet<string>
  /** The first date that was ever published; null: none was. */
  firstDate: string | null
  /** The business day. */
  today: string
}

/** Each day of each group with the state of its newest revision. */
export function cellsOf({ groups, days, rows, ...about }: CalendarDoors): Cell[] {
  const newest = new Map<string, SnapshotRow>()
  for (const row of rows) {
    const there = newest.get(`${row.group} ${row.date}`)
    if (!there || there.revision < row.revision) newest.set(`${row.group} ${row.date}`, row)
  }
  return groups.flatMap((group) =>
    days.map((date): Cell => {
      const row = newest.get(`${group} ${date}`)
      return {
        ...{ group, date },
        state: row ? stateOf(row, about.signedRefusals) : stateWithout(date, about),
        revision: row?.revision ?? null,
        attempts: row?.attempts ?? null,
      }
    }),
  )
}

export const stateOf = (
  { group, date, revision, receipt }: Pick<SnapshotRow, 'group' | 'date' | 'revision' | 'receipt'>,
  signedRefusals: ReadonlySet<string>,
): CellState => {
  if (receipt === 'accepted') return revision > 1 ? 'revised' : 'published'
  if (receipt === 'refused') return signedRefusals.has(`${group}/${date}/${revision}`) ? 'refused' : 'parked'
  return 'waiting'
}

const stateWithout = (
  date: string,
  { firstDate, today }: Pick<CalendarDoors, 'firstDate' | 'today'>,
): CellState => (firstDate !== null && date >= firstDate && date < today ? 'missing' : 'not-owed')

/** The days of a month `2024-06`, rising. */
export const daysOf = (month: string): string[] => {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const many = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return Array.from({ length: many }, (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`)
}
