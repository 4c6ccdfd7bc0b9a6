import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { type DatePeriod, type Indicator, type ScopeMap, scopesOf, type Tree } from '@ioc/indicators'
import { dayOf, readInstant } from '@ioc/schemas/events/instant.ts'
import type { Fault } from '../routes/problem-codes.ts'
import { type NamedCut, readCut } from './cut.ts'
import { readPeriods, readScopes, refuseIfWrong } from './words.ts'

/** What both questions about indicators have in common, as asked. */
export type Asked = {
  scope: string
  date?: string | undefined
  period?: string | undefined
  tree: string
  cut?: string | undefined
}

/** The same, understood: which tree, scopes and periods, as of what. */
export type Understood = {
  /** The last day of all periods. */
  date: string
  periods: DatePeriod[]
  /** How the asker named the period; undefined: the five to date. */
  periodWord: string | undefined
  tree: Tree
  treeWord: string
  map: ScopeMap
  /** Null: all of the tree. */
  scopes: string[] | null
  cut: NamedCut | null
}

export type AskingDoors = {
  clickhouse: ClickHouse
  catalogues: Catalogues
  indicators: readonly Indicator[]
  /** The business clock, epoch ms. */
  businessNow: () => number
}

/** True for a day of the calendar: 2024-02-30 is none. */
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && typeof readInstant(text) === 'number'

/**
 * Understands what is asked. Without a date it is the business day, or the day of the cut.
 * @param faults what is already known to be wrong; all of it is told at once
 * @throws Refused naming every word that is wrong and what is allowed
 */
export const understand = async (
  { clickhouse, catalogues, businessNow }: AskingDoors,
  asked: Asked,
  faults: Fault[],
): Promise<Understood> => {
  const today = dayOf(businessNow())
  const cut = asked.cut === undefined ? null : await readCut(clickhouse, asked.cut)
  const given = asked.date !== undefined && isDay(asked.date)
  if (asked.date !== undefined && !given)
    faults.push({
      parameter: 'date',
      message: `is ${JSON.stringify(asked.date)}, no day of the calendar; write 2024-06-30`,
      code: 'no-such-day',
      about: { given: asked.date },
    })
  const day = given ? asked.date! : (cut?.date ?? today)
  const periods = readPeriods(asked.period, { text: day, given: given || cut !== null }, faults)
  const tree = treeOf(asked.tree, today, faults)
  const map = scopesOf(catalogues, tree, periods[0]?.to ?? day)
  const scopes = readScopes(asked.scope, map, catalogues, faults)
  refuseIfWrong(faults)
  const date = periods[0]!.to
  return { date, periods, periodWord: asked.period, tree, treeWord: asked.tree, map, scopes, cut }
}

const treeOf = (word: string, today: string, faults: Fault[]): Tree => {
  if (word === 'then') return { kind: 'then' }
  if (word === 'today') return { kind: 'of', day: today }
  if (isDay(word)) return { kind: 'of', day: word }
  faults.push({
    parameter: 'tree',
    message: `is ${JSON.stringify(word)}; allowed are then (the day each subject belongs to), today, or the tree of a day, e.g. 2024-12-01`,
    code: 'unknown-tree',
    about: { given: word },
  })
  return { kind: 'then' }
}
