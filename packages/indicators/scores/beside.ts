import type { Halves } from '../cells.ts'
import { type Indicator, isScore } from '../define.ts'
import { openTold, type Told } from './facts.ts'
import type { Days, Score, Scorer } from './score.ts'

/** Where a printed number stands. */
export type Place = { indicator: string; unit_code: string; period_from: string; period_to: string }

/** What rules make of what is told, beside what documents print of the same unit and period. */
export type Beside = {
  scoreOf(place: Place): Score | undefined
  /** The kind of difference the arithmetic of a rule shows there. */
  differenceOf(place: Place): string | undefined
}

type Judged = { scores: ReadonlyMap<string, Score>; differences: ReadonlyMap<string, string> }

/** Runs the rules of the indicators where something is printed; `countedOf` knows the halves that are counted here. */
export const scoresBeside = (
  indicators: readonly Indicator[],
  told: Told,
  countedOf: (place: Place) => Halves | undefined,
): Beside => {
  const open = openTold(told)
  const scorers = [...new Set(indicators.filter(isScore).map(({ by }) => by))]
  const known = new Map<string, Judged>()
  const judge = ({ unit_code, period_from: from, period_to: to }: Place): Judged => {
    const key = `${unit_code} ${from} ${to}`
    const before = known.get(key)
    if (before) return before
    const period = { from, to }
    const facts = open.factsOf(unit_code, period)
    const both = {
      ...facts,
      halvesOf: (indicator: string, days: Days = period) =>
        countedOf({ indicator, unit_code, period_from: days.from, period_to: days.to }) ??
        facts.halvesOf(indicator, days),
    }
    const mine = scorers.filter(({ when }) => suits(when, period))
    const judged = {
      scores: new Map(mine.flatMap((by) => [...by.score(both)])),
      differences: new Map(mine.flatMap((by) => [...(by.differences?.(both) ?? [])])),
    }
    known.set(key, judged)
    return judged
  }
  return {
    scoreOf: (place) => judge(place).scores.get(place.indicator),
    differenceOf: (place) => judge(place).differences.get(place.indicator),
  }
}

const suits = (when: Scorer['when'], period: Days) => typeof when === 'string' || when.told(period)
