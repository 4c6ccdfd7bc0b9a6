import type { IndicatorValue } from '@ioc/indicators'
import { keyOf, type Numbers } from './compare.ts'
import { divided, exactly, type Halves, timesOf, writtenTo } from './exact.ts'
import { COMPONENTS_766, FULL_WITHOUT, GROUPS_766, score766Twice } from './scores-766.ts'

/** Indices that are told in points, and how many there are; every other ratio here is a percent. */
const POINTS: Readonly<Record<string, number>> = {
  'satisfaction.leaders': 22,
  'satisfaction.leaders-unflagged': 22,
}

export const halvesOf = (text: string | undefined): Halves | undefined => {
  if (text === undefined) return undefined
  const [numerator, denominator] = text.split('/').map((half) => (half === '–' ? null : Number(half)))
  return { numerator: numerator ?? null, denominator: denominator ?? null }
}

/** A ratio as a person reads it: percent with two decimals, or the points it is; null of no cases. */
export const percentTwice = (indicator: string, text: string): string | null => {
  const { numerator, denominator } = halvesOf(text)!
  if (numerator === null || !denominator) return null
  const whole = POINTS[indicator] ?? 100
  return writtenTo(2, timesOf(divided(exactly(numerator), exactly(denominator)), exactly(whole)))
}

const idOf = (component: string) => `dossier.quality.${component.toLowerCase().replaceAll('_', '-')}`

/** Points of Decision 766 of a scope in a period as text by indicator; null where nothing is judged. */
export const quality = (
  second: Numbers,
  told: ReadonlyMap<string, Halves>,
  scope: string,
  period: { from: string; to: string },
): ReadonlyMap<string, string | null> => {
  const counts: Record<string, Halves> = {}
  for (const code of COMPONENTS_766) {
    const key = keyOf(idOf(code), scope, period)
    const halves = halvesOf(second.get(key)) ?? told.get(key)
    // More than all there were cannot be, but of what is synchronised.
    const cannotBe =
      code !== 'DOSSIER_SYNC' &&
      halves &&
      (halves.numerator ?? 0) > (halves.denominator ?? Number.POSITIVE_INFINITY)
    if (halves && !cannotBe) counts[code] = halves
  }
  const untold = FULL_WITHOUT.filter((code) => !counts[code])
  const scored = score766Twice({
    ...counts,
    ...Object.fromEntries(untold.map((code) => [code, { numerator: 0, denominator: 1 }])),
  })
  const all = [...GROUPS_766.values()].flatMap(({ codes }) => codes)
  const isJudged = all.some((code) => counts[code] && scored.components[code]!.ratio !== null)
  return new Map([
    ['dossier.quality.total', isJudged ? scored.total : null],
    ...[...GROUPS_766].map(([group, { codes }]): [string, string | null] => [
      idOf(group),
      isJudged && codes.some((code) => counts[code]) ? scored.groups[group]!.score : null,
    ]),
  ])
}

/** Judged text of the product by indicator, scope and period. */
export const judgedOf = (values: readonly IndicatorValue[]): ReadonlyMap<string, string | null> =>
  new Map(
    values.map(({ indicator, scope, period, value }) => [keyOf(indicator.id, scope.key, period), value]),
  )
