import type { Catalogues } from '@ioc/catalogues'
import { nearestCodes } from '@ioc/catalogues/nearest.ts'
import { type Scope, scopesOf, snapshotPlace } from '@ioc/indicators'
import type { SnapshotBody, SnapshotValue } from '@ioc/schemas/snapshot/index.ts'
import { valuesMatching } from './look.ts'
import { ExchangeRefusal } from './refusal.ts'

/** A value of a snapshot as a person names it. */
export type MeantValue = {
  indicator: string
  unit: string
  /** First day of the unit, where another one bears its code on the date; not said: the one that bears it then goes first. */
  since?: string | undefined
  /** Not said: the unit as a whole. */
  level?: string | undefined
  /** Kind of period; not said: the shortest there is. */
  period?: string | undefined
  /** Last day of the period; not said: the latest, where a report states several. */
  to?: string | undefined
}

/** The scope a place of a snapshot means. @throws ExchangeRefusal if the catalogue at hand has none */
export const scopesNamed = (
  catalogues: Catalogues,
  date: string,
  { unit, since, level }: SnapshotValue,
): Scope[] => {
  const { scopes } = scopesOf(catalogues, { kind: 'then' }, date)
  const named = [...scopes.values()].filter((scope) => {
    const place = snapshotPlace(scope)
    return place.unit === unit && place.level === level && place.since === since
  })
  if (named.length === 0)
    throw new ExchangeRefusal('not-in-snapshot', `${unit} (${level}) is no unit of the catalogue at hand`, {
      given: unit,
    })
  return named
}

const PERIOD_ORDER = ['day', 'month', 'quarter', 'half-year', 'year', 'stated']

const rankOf = ({ period }: SnapshotValue) => PERIOD_ORDER.indexOf(period.kind)

/** The one value that is meant. @throws ExchangeRefusal saying what there is */
export const meantValue = (catalogues: Catalogues, body: SnapshotBody, asked: MeantValue): SnapshotValue => {
  const { indicator, unit, since, level, period, to } = asked
  const name = `${body.group} ${body.date} revision ${body.revision}`
  const ids = [...new Set(body.values.map((value) => value.indicator))]
  if (!ids.includes(indicator)) {
    const near = nearestCodes(indicator, ids)
    throw new ExchangeRefusal(
      'no-such-indicator',
      `${name} has no ${indicator}${near.length > 0 ? `; did you mean ${near.join(', ')}?` : ''}`,
      { given: indicator, near: near.join(', ') },
    )
  }
  const ofUnit = body.values.filter((value) => value.indicator === indicator && value.unit === unit)
  const found = valuesMatching(ofUnit, { level, period })
    .filter((value) => since === undefined || value.since === since)
    .filter((value) => to === undefined || value.period.to === to)
    .toSorted(
      (a, b) =>
        rankOf(a) - rankOf(b) ||
        (a.period.to < b.period.to ? 1 : a.period.to > b.period.to ? -1 : 0) ||
        Number(a.since !== undefined) - Number(b.since !== undefined),
    )
  const [first] = found
  if (!first) {
    const units = [
      ...new Set(body.values.filter((value) => value.indicator === indicator).map((v) => v.unit)),
    ]
    const there = ofUnit.map(({ level, period }) => `${level}, ${period.kind} to ${period.to}`)
    throw new ExchangeRefusal(
      'not-in-snapshot',
      ofUnit.length === 0
        ? `${name} has no ${indicator} of unit ${unit}; it has it of ${units.slice(0, 8).join(', ')}${units.length > 8 ? ` and ${units.length - 8} more` : ''}`
        : `${name} has no such ${indicator} of ${unit}; it has: ${[...new Set(there)].join('; ')}`,
      ofUnit.length === 0 ? { given: unit, near: units.slice(0, 8).join(', ') } : { given: unit },
    )
  }
  const alike = found.filter(
    ({ period: { kind, to } }) => kind === first.period.kind && to === first.period.to,
  )
  const levels = [...new Set(alike.map((value) => value.level))]
  if (level === undefined && levels.length > 1) {
    // The unit as a whole goes before one level of it.
    const own = alike.find((value) => value.level === catalogues.unit(unit, body.date)?.level)
    if (own) return own
    throw new ExchangeRefusal('level-not-said', `say which level of ${unit}: ${levels.join(', ')}`, {
      given: unit,
      near: levels.join(', '),
    })
  }
  return first
}
