import { type IndicatorValue, madeOf, type Question, type ScoreIndicator, valuesFor } from '@ioc/indicators'
import type { AskingDoors, Understood } from './question.ts'
import { shownHalves, shownIndicator, shownPeriod, traceOf } from './shown.ts'

const NOBODY_TOLD = { state: 'missing', numerator: null, denominator: null, value: null, flags: [] } as const

/** What a score is made of, in the scope and period of the score: each with its halves and its own trace; null where nobody told. */
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
  const values = await valuesFor(clickhouse, catalogues, { ...question, indicators: parts, date })
  return parts.map((part) => {
    const value = values.find(
      (each) =>
        each.indicator.id === part.id &&
        each.period.from === period.from &&
        each.period.to === period.to &&
        !each.flags.includes('estimate'),
    )
    const shown = value ?? { ...NOBODY_TOLD, indicator: part, scope, period, flags: [] }
    return {
      indicator: shownIndicator(part),
      period: value ? shownPeriod(value.period) : null,
      ...shownHalves(shown),
      trace: value ? traceOf({ ...understood, date }, value) : null,
    }
  })
}
