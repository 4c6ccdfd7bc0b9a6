import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Catalogues } from '@ioc/catalogues'
import { type ClickHouse, provisionTables } from '@ioc/clickhouse'
import type { Checked } from '@ioc/connectors/check.ts'
import {
  chainOf,
  countCells,
  isCounted,
  openIndicators,
  openSets,
  type SetOfSubjects,
  scopesOf,
} from '@ioc/indicators'
import { columnsOf } from '@ioc/reader'
import type { Contract } from '@ioc/schemas'
import { dayOf } from '@ioc/schemas/events/instant.ts'

const TABLES = join(import.meta.dirname, '..', '..', 'schemas', 'tables')
const PROVINCE = '68'

/** What the records alone would bring to an indicator of the province, over the days they speak of. */
export type Moved = { indicator: string; title: string; numerator: string; denominator: string | null }

type Kept = Extract<Checked, { verdict: 'keep' }>

/**
 * Counts the rows alone, in a database of their own that is dropped again: what is there already is neither read nor changed. Of reported
 * figures the rows themselves name the indicator.
 */
export const movedBy = async (
  open: (database: string) => ClickHouse,
  catalogues: Catalogues,
  contract: Contract,
  kept: readonly Kept[],
): Promise<{ days: { from: string; to: string } | null; moved: Moved[] }> => {
  const set = Object.entries(openSets(catalogues)).find(([, { topic }]) => topic === contract.id)
  const indicators = openIndicators(catalogues)
  if (!set) {
    const named = new Set(kept.map(({ row }) => String(row.indicator ?? '')))
    return {
      days: null,
      moved: indicators
        .filter(({ id }) => named.has(id))
        .map(({ id, title }) => ({ indicator: id, title: title.vi, numerator: '', denominator: null })),
    }
  }
  const [of, subjects] = set as [keyof ReturnType<typeof openSets>, SetOfSubjects]
  const days = kept.flatMap(({ row }) => daysOf(row, subjects)).sort()
  const [from, to] = [days[0], days.at(-1)]
  if (from === undefined || to === undefined) return { days: null, moved: [] }
  const mine = indicators.filter(isCounted).filter((indicator) => indicator.of === of)
  const database = `ioc_check_${randomBytes(6).toString('hex')}`
  const clickhouse = open(database)
  try {
    await clickhouse.createDatabase()
    await provisionTables(clickhouse, TABLES)
    const lines = kept.map(({ line }) => line).join('')
    await clickhouse.insertRows(contract.table, columnsOf(contract), lines, kept.length)
    const cells = await countCells(clickhouse, openSets(catalogues), catalogues, {
      indicators: mine,
      chain: { ...chainOf([{ from, to }]), endsAt: null },
      grouping: { by: 'unit', map: scopesOf(catalogues, { kind: 'then' }, to) },
      watermark: null,
    })
    const counted = cells.get(PROVINCE)
    const moved = mine.flatMap((indicator): Moved[] => {
      const [halves] = counted?.get(indicator.id) ?? []
      if (!halves || (halves.numerator === '0' && (halves.denominator ?? '0') === '0')) return []
      return [{ indicator: indicator.id, title: indicator.title.vi, ...halves }]
    })
    return { days: { from, to }, moved }
  } finally {
    await clickhouse.command(`DROP DATABASE IF EXISTS ${database} SYNC`)
    await clickhouse.close()
  }
}

/** Days of a row’s instants that periods are asked about. */
const daysOf = (row: Record<string, unknown>, { times, belongsAt }: SetOfSubjects): string[] =>
  [...times, belongsAt, 'recorded_at'].flatMap((column) => {
    const told = row[column]
    const ms = typeof told === 'string' ? Date.parse(`${told.replace(' ', 'T')}+07:00`) : Number.NaN
    return Number.isNaN(ms) ? [] : [dayOf(ms)]
  })
