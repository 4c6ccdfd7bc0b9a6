import {
  type IndicatorValue,
  identityOf,
  isOfLevelOn,
  madeOf,
  type Question,
  type Scope,
  type ScoreIndicator,
  scopesOf,
  valuesFor,
} from '@ioc/indicators'
import type { AskingDoors, Understood } from './question.ts'
import { shownHalves, shownIndicator, shownPeriod, shownScope, traceOf } from './shown.ts'

const NOBODY_TOLD = { state: 'missing', numerator: null, denominator: null, value: null, flags: [] } as const

/**
 * What a score is made of, in the scope and period of the score, or, of a rank, in every unit of its level: each with its halves and
 * its own trace; null where nobody told.
 */
export const componentsOf = async (
  { clickhouse, catalogues, indicators }: AskingDoors,
  understood: Understood,
  { indicator, scope, period }: IndicatorValue & { indicator: ScoreIndicator },
  question: Question,
) => {
  const { components } = indicator
  const parts = components ? indicators.filter(({ id }) => components.includes(id)) : madeOf(indicator)
  // A stated period is over by the date asked for; what else was told for it is the newest by its own end.
  const date = period.kind === 'stated' ? period.to : question.date
  // On that day a scope may have had another name: 682 was not yet 682@2020-01-01.
  const isWanted = indicator.isAmongItsLevel
    ? isOfLevelOn(catalogues, scope.unit.level, period.to)
    : ({ unit, level }: Scope) => level === scope.level && identityOf(unit) === identityOf(scope.unit)
  const scopes = [...scopesOf(catalogues, question.tree, date).scopes.values()]
    .filter(isWanted)
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  const values = await valuesFor(clickhouse, catalogues, {
    ...question,
    indicators: parts,
    date,
    scopes: scopes.map(({ key }) => key),
  })
  return scopes.flatMap((of) =>
    parts.map((part) => {
      const value = values.find(
        (each) =>
          each.indicator.id === part.id &&
          each.scope.key === of.key &&
          each.period.from === period.from &&
          each.period.to === period.to &&
          !each.flags.includes('estimate'),
      )
      const shown = value ?? { ...NOBODY_TOLD, indicator: part, scope: of, period, flags: [] }
      return {
        indicator: shownIndicator(part),
        scope: shownScope(catalogues, { ...understood, date }, of),
        period: value ? shownPeriod(value.period) : null,
        ...shownHalves(shown),
        trace: value ? traceOf({ ...understood, date }, value) : null,
      }
    }),
  )
}
