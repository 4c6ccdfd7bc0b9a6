import type { SnapshotValue } from '@ioc/schemas/snapshot/snapshot.ts'
import type { IndicatorValue } from './value.ts'
import { withhold } from './withhold.ts'

const number = (text: string | null) => (text === null ? null : Number(text))

/** A value as it leaves the province: what could single out a person is withheld (domain.md §9.3). */
export const snapshotValue = (of: IndicatorValue): SnapshotValue => {
  const { indicator, scope } = of
  const head = {
    indicator: indicator.id,
    unit: scope.unit.code,
    level: scope.level ?? scope.unit.level,
    period: of.period,
    kind: indicator.kind,
    unitOfMeasure: indicator.unitOfMeasure,
  }
  const halves = { numerator: number(of.numerator), denominator: number(of.denominator) }
  // Of no cases there is no quantile: nothing is reported, and 0 cases alone are no number.
  if (of.state === 'reported' && of.numerator === null && of.value === null)
    return {
      ...head,
      state: 'not-applicable',
      numerator: null,
      denominator: null,
      value: null,
      flags: of.flags,
    }
  if (of.state === 'reported' && indicator.aboutPersons && withhold(halves))
    return { ...head, state: 'withheld', numerator: null, denominator: null, value: null, flags: of.flags }
  return { ...head, state: of.state, ...halves, value: of.value, flags: of.flags }
}
