import type { SnapshotValue } from '@ioc/schemas/snapshot/snapshot.ts'
import { type CountedIndicator, type Indicator, isCounted, isScore } from './define.ts'
import type { Relation } from './relations.ts'
import type { Scope } from './scopes.ts'
import type { IndicatorValue } from './value.ts'
import { SMALL_COUNT_MAX, withheldAmong } from './withhold.ts'

const NOTHING = { numerator: null, denominator: null, value: null }
const number = (text: string | null) => (text === null ? null : Number(text))

/** How a scope is named in a snapshot. */
export const snapshotPlace = ({
  key,
  unit,
  level,
}: Scope): Pick<SnapshotValue, 'unit' | 'since' | 'level'> => ({
  unit: unit.code,
  ...(key.includes('@') ? { since: unit.validFrom } : {}),
  level: level === null ? unit.level : level === unit.level ? 'own' : level,
})

/** A value as a snapshot holds it, withheld or not. */
const shown = (of: IndicatorValue, isWithheld: boolean): SnapshotValue => {
  const { indicator, scope, period, flags } = of
  const head = {
    indicator: indicator.id,
    ...snapshotPlace(scope),
    period,
    kind: indicator.kind,
    unitOfMeasure: indicator.unitOfMeasure,
    flags,
  }
  // Of no cases there is no quantile: nothing is reported, and 0 cases alone are no number.
  if (of.state === 'reported' && of.numerator === null && of.value === null)
    return { ...head, state: 'not-applicable', ...NOTHING }
  if (isWithheld) return { ...head, state: 'withheld', ...NOTHING }
  return {
    ...head,
    state: of.state,
    numerator: number(of.numerator),
    denominator: number(of.denominator),
    value: of.value,
  }
}

/** Counts of different values and quantiles do not add up, so nothing can be worked out from a whole. */
const adds = ({ numerator, denominator }: CountedIndicator) =>
  [numerator, denominator].every(
    (half) => half === null || half.counts === 'subjects' || half.counts === 'sum',
  )

const periodOf = ({ period }: IndicatorValue) => `${period.kind} ${period.from} ${period.to}`

/**
 * Values as they leave the province: what could single out a person is withheld, with what it could be worked out from by adding and
 * subtracting, and scores that are made of it.
 */
export const snapshotValues = (
  values: readonly IndicatorValue[],
  relations: readonly Relation[],
  upTo: number = SMALL_COUNT_MAX,
): SnapshotValue[] => {
  const aboutPersons = values.filter((value) => value.state === 'reported' && value.indicator.aboutPersons)
  /** By period, then by indicator, the scopes that are withheld. */
  const withheld = new Map(
    [...Map.groupBy(aboutPersons, periodOf)].map(([period, ofPeriod]) => [
      period,
      new Map(
        [...Map.groupBy(ofPeriod, ({ indicator }) => indicator.id)].flatMap(([id, mine]) => {
          const hidden = withheldOf(mine, relations, upTo)
          return hidden.size > 0 ? [[id, hidden] as const] : []
        }),
      ),
    ]),
  )
  const leaves = new Map<Indicator, readonly string[]>()
  /** An indicator, and of a score what it comes down to. */
  const madeFrom = (indicator: Indicator): readonly string[] => {
    const known = leaves.get(indicator) ?? [
      indicator.id,
      ...(isScore(indicator) ? (indicator.leaves ?? indicator.by.inputs.map(({ id }) => id)) : []),
    ]
    leaves.set(indicator, known)
    return known
  }
  return values.map((value) => {
    if (value.state !== 'reported') return shown(value, false)
    const hidden = withheld.get(periodOf(value))
    const isWithheld =
      hidden !== undefined &&
      hidden.size > 0 &&
      madeFrom(value.indicator).some((id) => hidden.get(id)?.has(value.scope.key))
    return shown(value, isWithheld)
  })
}

/** The scopes withheld among the values of one indicator and period. */
const withheldOf = (mine: readonly IndicatorValue[], relations: readonly Relation[], upTo: number) => {
  const [{ indicator }] = mine as [IndicatorValue]
  const halves = new Map(
    mine.map(({ scope, numerator, denominator }) => [
      scope.key,
      { numerator: number(numerator), denominator: number(denominator) },
    ]),
  )
  return withheldAmong(halves, isCounted(indicator) && adds(indicator) ? relations : [], upTo)
}
