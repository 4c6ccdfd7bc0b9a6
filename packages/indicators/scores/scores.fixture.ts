import { openCatalogues } from '@ioc/catalogues'
import { openIndicators } from '../catalogue/index.ts'
import { isScore } from '../define.ts'
import { periodsTo } from '../periods.ts'
import type { Printed } from '../printed.ts'
import type { Report } from '../reports.ts'
import { only, scopesOf } from '../scopes.ts'
import type { IndicatorValue } from '../value.ts'
import { scoreValues } from './values.ts'

const catalogues = openCatalogues()
export const indicators = openIndicators(catalogues)
const scores = indicators.filter(isScore)
const SPOKEN = new Map([
  ['reported-figure.v1', [{ units: ['68'], completeUpToMs: Number.MAX_SAFE_INTEGER, simulated: false }]],
])

/** What is known when scores are made. */
export type Known = { reports?: Report[]; printed?: Printed[]; inputs?: IndicatorValue[] }

export const scopeMap = (scopes: readonly string[]) => only(scopesOf(catalogues, { kind: 'then' }), scopes)

/** Scores of scopes on a date, made without an engine. */
export const valuesOn = (
  date: string,
  { reports = [], printed = [], inputs = [] }: Known,
  scopes = ['68'],
  ids?: readonly string[],
) => {
  const asked = ids ? scores.filter(({ id }) => ids.includes(id)) : scores
  return scoreValues(
    catalogues,
    {
      indicators: asked,
      date,
      periods: periodsTo(date),
      tree: { kind: 'then' },
      scopes,
      watermark: null,
      nowMs: null,
      spoken: SPOKEN,
    },
    asked,
    inputs,
    { reports, printed },
    scopeMap(scopes),
  )
}

/** A figure some body reports. */
export const report = (
  indicator: string,
  numerator: number,
  denominator: number | null,
  from: string,
  to: string,
  unit = '68',
) => ({
  indicator,
  unit_code: unit,
  period_from: from,
  period_to: to,
  estimate: false,
  numerator: String(numerator),
  denominator: denominator === null ? null : String(denominator),
  document_code: 'test',
})
