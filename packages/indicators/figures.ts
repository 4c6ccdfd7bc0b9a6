import type { Halves } from './cells.ts'
import { type Indicator, isScore } from './define.ts'
import type { Figure } from './figure.ts'
import { compare, judge, PLACES } from './judge.ts'
import type { Printed } from './printed.ts'
import type { Report } from './reports.ts'
import { type Beside, scoresBeside } from './scores/beside.ts'

/** Where a number stands: an indicator of a unit in a period. */
export type Cell = Pick<Printed, 'indicator' | 'unit_code' | 'period_from' | 'period_to' | 'estimate'>

export const cellKey = (cell: Cell) =>
  `${cell.indicator} ${cell.unit_code} ${cell.period_from} ${cell.period_to} ${cell.estimate}`

/**
 * Printed beside computed, in the order of the indicators: of what is counted here, of what others reported, and of scores made of
 * both. `counted` holds halves by `cellKey`; halves another body reported for the same cell go before them.
 */
export const figuresOf = (
  indicators: readonly Indicator[],
  printed: readonly Printed[],
  reports: readonly Report[],
  counted: ReadonlyMap<string, Halves>,
): Figure[] => {
  const reported = new Map(reports.map((report) => [cellKey(report), report]))
  const beside = scoresBeside(indicators, { reports, printed }, (place) =>
    counted.get(cellKey({ ...place, estimate: false })),
  )
  const order = new Map(indicators.map((indicator, index) => [indicator.id, { indicator, index }]))
  return printed
    .flatMap((row) => {
      const known = order.get(row.indicator)
      if (!known) return []
      const score = isScore(known.indicator) && !row.estimate ? beside.scoreOf(row) : undefined
      const halves = score ?? reported.get(cellKey(row)) ?? counted.get(cellKey(row))
      return [{ index: known.index, figure: figureOf(row, known.indicator, halves, score, beside) }]
    })
    .sort((a, b) => a.index - b.index)
    .map(({ figure }) => figure)
}

const figureOf = (
  row: Printed,
  indicator: Indicator,
  halves: { numerator: string | null; denominator: string | null } | undefined,
  score: ReturnType<Beside['scoreOf']>,
  beside: Beside,
): Figure => {
  const numerator = halves?.numerator ?? null
  const denominator = halves?.denominator ?? null
  const { kind, maximum, places = PLACES } = indicator
  const judgement = judge(kind, numerator, denominator, maximum, places)
  const declared = row.known_difference === '' ? null : row.known_difference
  return {
    // An estimate stands beside the figure it estimates, under a name of its own.
    id: row.estimate ? `${indicator.id}.estimate` : indicator.id,
    group: indicator.group,
    title: indicator.title,
    kind,
    unitCode: row.unit_code,
    numerator: numerator === null ? null : Number(numerator),
    denominator: denominator === null ? null : Number(denominator),
    value: judgement.value === null ? null : Number(judgement.value),
    places,
    percent: judgement.percent,
    printed: row.printed,
    period: { from: row.period_from, to: row.period_to, inferred: row.period_inferred },
    estimate: row.estimate,
    unitOfMeasure: row.unit_of_measure,
    documentCode: row.document_code,
    ...compare(judgement, row.printed, declared, beside.differenceOf(row)),
    ...(score && isScore(indicator) && indicator.by.profile !== null
      ? { profile: indicator.by.profile }
      : {}),
    ...(score?.note ? { note: score.note } : {}),
  }
}
