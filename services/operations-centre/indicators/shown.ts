import type { Catalogues } from '@ioc/catalogues'
import { type Indicator, type IndicatorValue, isClosed, type Scope, type ValuePeriod } from '@ioc/indicators'
import type { z } from 'zod'
import { cutName, type NamedCut } from './cut.ts'
import type {
  cutField,
  halvesFields,
  indicatorField,
  periodField,
  ruledIndicatorField,
  scopeField,
} from './fields.ts'
import type { Understood } from './question.ts'

/** How a value and what belongs to it is written in an answer. */

export const shownIndicator = (indicator: Indicator): z.input<typeof indicatorField> => {
  const { id, version, title, group, kind, unitOfMeasure, source, evidence } = indicator
  return { id, version, title, group, kind, unitOfMeasure, source, evidence }
}

/** The same with what its rule says in words. */
export const ruledIndicator = (indicator: Indicator): z.input<typeof ruledIndicatorField> => ({
  ...shownIndicator(indicator),
  remark: indicator.remark ?? null,
  halves: indicator.halves ?? null,
})

/** On the tree of the day each subject belongs to, a unit is shown as it was on the date: in June 2024 code 24955 was Pró. */
export const shownScope = (
  catalogues: Catalogues,
  { tree, date }: Understood,
  { key, unit, level, among }: Scope,
): z.input<typeof scopeField> => {
  const then = (tree.kind === 'then' ? catalogues.unit(unit.code, date) : undefined) ?? unit
  return {
    key,
    unit: { code: then.code, name: then.name, level: then.level, validFrom: then.validFrom },
    level,
    ...(among ? { [among.by]: among.code } : {}),
  }
}

export const shownPeriod = ({ kind, from, to }: ValuePeriod): z.input<typeof periodField> => ({
  kind,
  from,
  to,
  // A stated period is over when it is reported.
  closed: kind === 'stated' || isClosed({ kind, from, to }),
})

type Shown = z.input<z.ZodObject<typeof halvesFields>>

/** State, halves and value. What is known inside the province is not withheld here (decision 0012). */
export const shownHalves = (of: IndicatorValue): Shown => ({
  state: of.state,
  numerator: number(of.numerator),
  denominator: number(of.denominator),
  value: of.value,
  percent: of.indicator.kind === 'ratio' ? of.value : null,
  flags: of.flags,
  ...(of.profile === undefined ? {} : { profile: of.profile }),
  ...(of.band === undefined ? {} : { band: of.band }),
  ...(of.note === undefined ? {} : { note: of.note }),
  ...(of.missing === undefined ? {} : { missing: of.missing }),
})

const number = (text: string | null) => (text === null ? null : Number(text))

export const shownCut = (cut: NamedCut | null): z.input<typeof cutField> =>
  cut && {
    group: cut.group,
    date: cut.date,
    revision: cut.revision,
    catalogueVersion: cut.catalogueVersion,
    indicatorsVersion: cut.indicatorsVersion,
  }

/** Where a value is taken apart: the question that gives this value alone. */
export const traceOf = (
  { date, periods, periodWord, treeWord, cut }: Understood,
  { indicator, scope, period, flags }: Pick<IndicatorValue, 'indicator' | 'scope' | 'period' | 'flags'>,
): string => {
  const named = periodWord !== undefined && periods.some(({ kind }) => kind === period.kind)
  const words = new URLSearchParams({ scope: scope.key, date })
  if (period.kind !== 'stated') words.set('period', named ? periodWord : period.kind)
  if (treeWord !== 'then') words.set('tree', treeWord)
  if (cut) words.set('cut', cutName(cut))
  if (scope.among) words.set(scope.among.by, scope.among.code)
  if (flags.includes('estimate')) words.set('estimate', 'true')
  return `/v1/indicators/${indicator.id}/trace?${words}`
}

/** The same for one point of a series: asked on the last day of its own period. */
export const traceOfPoint = (understood: Understood, value: Parameters<typeof traceOf>[1]): string =>
  traceOf(
    {
      ...understood,
      date: value.period.kind === 'stated' ? understood.date : value.period.to,
      periods: [],
      periodWord: undefined,
    },
    value,
  )
