import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import type { Completeness, SnapshotValue } from '@ioc/schemas/snapshot/snapshot.ts'
import type { AsOf } from './as-of.ts'
import { completenessOf, progressAsOf, spokenOf } from './completeness.ts'
import { type Indicator, isReported } from './define.ts'
import type { Group } from './groups.ts'
import { periodsTo } from './periods.ts'
import { relationsOf } from './relations.ts'
import { type ScopeMap, scopesOf } from './scopes.ts'
import { snapshotValues } from './snapshot-values.ts'
import type { IndicatorValue, Question } from './value.ts'
import { valuesFor } from './values.ts'

/** Everything of a snapshot that is counted: its values, and who had spoken. */
export type CutNumbers = { values: SnapshotValue[]; completeness: Completeness }

/** The part of a cut that its numbers are a function of. */
export type NumbersCut = {
  date: string
  cut: Pick<CutRecord['cut'], 'watermark' | 'levels' | 'withheldUpTo'>
}

/** Counts a group for a cut: a function of the cut and the tables up to its watermark, today or in a year. `asOf` is of the same watermark. */
export const numbersOf = async (
  { date, cut }: NumbersCut,
  group: Pick<Group, 'indicators' | 'communes'>,
  indicators: readonly Indicator[],
  catalogues: Catalogues,
  clickhouse: ClickHouse,
  asOf?: AsOf,
): Promise<CutNumbers> => {
  const mine = indicators.filter((indicator) => group.indicators(indicator.id))
  const progress = await (asOf?.progress() ?? progressAsOf(clickhouse, cut.watermark))
  const spoken = spokenOf(progress)
  // The tree of the day each subject belongs to.
  const tree = { kind: 'then' } as const
  const map = asOf?.map(date) ?? scopesOf(catalogues, tree, date)
  const question: Question = {
    indicators: mine,
    date,
    periods: periodsTo(date),
    tree,
    scopes: cut.levels ? scopesOfLevels(map, cut.levels, date) : ['68'],
    isAsked: ({ id }, { unit }) => unit.level !== 'commune' || group.communes.includes(id),
    watermark: cut.watermark,
    nowMs: null,
    spoken,
  }
  const values = await valuesFor(clickhouse, catalogues, question, asOf)
  const relations = cut.levels ? relationsOf(catalogues, map, date) : []
  return {
    values: snapshotValues(withoutOldEstimates(values).filter(isOfItsLevel), relations, cut.withheldUpTo),
    completeness: completenessOf(catalogues, mine, date, map, progress),
  }
}

/** Scopes of units of some levels that lived in the year of a date. */
const scopesOfLevels = (map: ScopeMap, levels: readonly string[], date: string): string[] =>
  [...map.scopes.values()]
    .filter(({ unit, level }) => levels.includes(unit.level) && (level === null || levels.includes(level)))
    .filter(({ unit: { validTo } }) => validTo === null || validTo > `${date.slice(0, 4)}-01-01`)
    .map(({ key }) => key)

/** What an indicator of one level can never say of a unit of another is not said at all. */
const isOfItsLevel = ({ state, indicator: { level } }: IndicatorValue) =>
  level === undefined || state !== 'not-applicable'

/** An estimate gives way to the figure it estimated: a snapshot has one number for an indicator, unit and period. Only what is reported is ever estimated. */
const withoutOldEstimates = (values: readonly IndicatorValue[]): IndicatorValue[] => {
  const cellOf = ({ indicator, scope, period }: IndicatorValue) =>
    [indicator.id, scope.key, period.kind, period.from, period.to].join(' ')
  const figures = new Set(
    values.filter((value) => isReported(value.indicator) && !isEstimate(value)).map(cellOf),
  )
  return values.filter(
    (value) => !(isEstimate(value) && isReported(value.indicator) && figures.has(cellOf(value))),
  )
}

const isEstimate = ({ flags }: IndicatorValue) => flags.includes('estimate')
