import {
  type Among,
  chainFor,
  type Indicator,
  type IndicatorValue,
  isScore,
  type Question,
  type Traced,
  tracedEvents,
  traceQuery,
  valuesBy,
  valuesFor,
  whatCounts,
} from '@ioc/indicators'
import { Refused } from '../routes/refused.ts'
import { questionOf } from './ask.ts'
import { componentsOf } from './components.ts'
import type { AskingDoors, Understood } from './question.ts'
import { refuseIfWrong } from './words.ts'

export const HALVES = ['numerator', 'denominator'] as const
export const COUNTS = ['subjects', 'sum', 'different', 'quantile', 'reports'] as const

/** The one value a trace is about, and the question it answers. */
export type FoundValue = { value: IndicatorValue; question: Question }

type Wanted = { indicator: Indicator; among: Among | undefined; estimate: boolean }

/**
 * The value that is to be taken apart, counted anew.
 * @throws Refused (404) where there is none: nobody reported it, or no dossier is of that procedure
 */
export const findValue = async (
  doors: AskingDoors,
  understood: Understood,
  { indicator, among, estimate }: Wanted,
): Promise<FoundValue> => {
  const { clickhouse, catalogues } = doors
  const question = await questionOf(doors, understood, [indicator])
  const [scope] = understood.scopes as [string]
  const values = among
    ? await valuesBy(clickhouse, catalogues, { ...question, scopes: [scope] }, among.by)
    : await valuesFor(clickhouse, catalogues, question)
  const value = values.find(
    ({ indicator: { of }, scope: mine, flags }) =>
      mine.among?.code === among?.code && (of !== 'reports' || flags.includes('estimate') === estimate),
  )
  if (value) return { value, question }
  const why = among
    ? `no dossier of ${among.by} ${among.code} is known there`
    : `nobody has told ${estimate ? 'an estimate of it' : 'it'} for a period that ended by then`
  throw new Refused({
    status: 404,
    code: 'no-such-value',
    detail: `${indicator.id} of ${scope} has no value on ${understood.date}: ${why}.`,
    about: { indicator: indicator.id, scope, day: understood.date },
  })
}

/** SQL and events of a value; of a score its components instead. */
export const takeApart = async (
  doors: AskingDoors,
  understood: Understood,
  { value, question }: FoundValue,
  page: { half: (typeof HALVES)[number]; after: string | null; limit: number },
) => {
  const { indicator, scope, period } = value
  const { clickhouse, catalogues } = doors
  if (isScore(indicator)) {
    const components = await componentsOf(doors, understood, { ...value, indicator }, question)
    return { components, sql: null, query: null, parameters: {}, counts: null, events: [], next: null }
  }
  const counts = whatCounts(indicator, page.half)
  if (counts === null)
    refuseIfWrong([
      {
        parameter: 'half',
        message: `${indicator.id} has no ${page.half}; ask for the numerator`,
        code: 'no-such-half',
      },
    ])
  const traced: Traced = {
    indicator,
    map: understood.map,
    scope: scope.key,
    among: scope.among,
    chain: chainFor(question, [period]),
    watermark: question.watermark,
    estimate: value.flags.includes('estimate'),
    database: clickhouse.database,
  }
  const { sql, params, text } = traceQuery(catalogues, traced)
  // One more than asked for tells whether there is a next page.
  const rows = await tracedEvents(clickhouse, catalogues, traced, page.half, {
    after: page.after,
    limit: page.limit + 1,
  })
  const events = rows.slice(0, page.limit)
  return {
    sql: text,
    query: sql,
    parameters: params,
    counts,
    events,
    next: rows.length > page.limit ? events.at(-1)!.subject : null,
  }
}
