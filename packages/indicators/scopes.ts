import type { Catalogues, Day, Unit, UnitLevel } from '@ioc/catalogues'
import { dayBegins, quoted } from './sql.ts'

/**
 * Whose subjects a number counts. `68` is the province with all below it, `676` a district with its communes, `24769` a
 * commune; `68/commune` and `676/district` are those of one level among them. Each subject is handled by one unit, so a
 * scope adds counts of different subjects and never a parent's figure to its children's.
 *
 * A code may name different units in turn: `682` is the one of the day the scopes are named on, and the unit that bore the code
 * before is `682@2020-01-01`, with the day it began. A unit that only got other borders or another parent stays one scope.
 */
export type Scope = {
  key: string
  /** The unit on the day the tree is of. */
  unit: Unit
  /** Null: all levels. */
  level: UnitLevel | null
  /** Of its dossiers only those of one procedure or field. */
  among?: Among
}

/** One procedure, by its national code, or one field of procedures. */
export type Among = { by: 'procedure' | 'field'; code: string }

/** Columns of the set of dossiers that hold them. */
export const AMONG = { procedure: 'procedure', field: 'field_code' } as const

/** Which tree a subject's unit is looked up in: the one of the day it belongs to, or the one of a given day. */
export type Tree = { kind: 'then' } | { kind: 'of'; day: Day }

/** How the units of subjects fall into scopes. A stretch is the time between two changes of the tree, counted from 0. */
export type ScopeMap = {
  scopes: ReadonlyMap<string, Scope>
  /** Scope keys by `<unit code>/<stretch>`. */
  of: ReadonlyMap<string, readonly string[]>
}

/** SQL of the stretch an instant lies in. */
export const stretchOf = (catalogues: Catalogues, instant: string): string => {
  const [, ...changes] = catalogues.changeDays
  return changes.length === 0
    ? 'toUInt8(0)'
    : `toUInt8(${changes.map((day) => `(${instant} >= ${dayBegins(day)})`).join(' + ')})`
}

/**
 * Every scope of a tree, with the units that fall into it. In the tree of a day, a unit that was merged counts where it
 * went, so the total is the same on every tree; what a tree of an earlier day cannot hold stays where it was, in a scope of its own
 * (`682@2024-12-01`). Scopes are named as on the tree's own day, those of then as on the date asked, by default the newest day:
 * units that began after both are none.
 */
export const scopesOf = (catalogues: Catalogues, tree: Tree, date?: Day): ScopeMap => {
  const asked = date ?? catalogues.changeDays.at(-1)!
  const day = tree.kind === 'of' ? tree.day : asked
  const hasBegun = ({ validFrom }: Unit) => validFrom <= day || validFrom <= asked
  const scopes = new Map<string, Scope>()
  const of = new Map<string, readonly string[]>()
  catalogues.changeDays.forEach((since, stretch) => {
    for (const unit of catalogues.unitsOn(since)) {
      const place = placeOn(catalogues, tree, unit, since)
      const mine = [place.unit, ...ancestors(catalogues, place)].flatMap((above) =>
        scopesOfUnit(catalogues, above, place.unit.level, day),
      )
      for (const scope of mine) if (hasBegun(scope.unit)) scopes.set(scope.key, scope)
      of.set(`${unit.code}/${stretch}`, [...new Set(mine.map((scope) => scope.key))])
    }
  })
  return { scopes, of }
}

type Place = { unit: Unit; day: Day }

const placeOn = (catalogues: Catalogues, tree: Tree, unit: Unit, since: Day): Place => {
  if (tree.kind === 'then') return { unit, day: since }
  // What stood on an earlier day already has its place in that day's tree; what began later stays where it is.
  if (tree.day < since) return { unit, day: unit.validFrom <= tree.day ? tree.day : since }
  const [heir, ...others] = catalogues.successors(unit.code, since, tree.day)
  // A unit that was divided has no one place; nothing in the province was.
  return heir && others.length === 0 ? { unit: heir, day: tree.day } : { unit, day: since }
}

const ancestors = (catalogues: Catalogues, { unit, day }: Place): Unit[] => {
  const parent = unit.parent === null ? undefined : catalogues.unit(unit.parent, day)
  return parent ? [parent, ...ancestors(catalogues, { unit: parent, day })] : []
}

/** The unit with all below it, and those of one level below it; where there is one level only, both are the same. */
const scopesOfUnit = (catalogues: Catalogues, life: Unit, level: UnitLevel, namedOn: Day): Scope[] => {
  const { name, unit } = namedLife(catalogues, life, namedOn)
  const all = { key: name, unit, level: null }
  return unit.level === 'province' || unit.level === 'district'
    ? [all, { key: `${name}/${level}`, unit, level }]
    : [all]
}

/** A stretch of a unit's life under the name it has on a day. */
const namedLife = (catalogues: Catalogues, life: Unit, namedOn: Day): { name: string; unit: Unit } => {
  const lives = catalogues.unitHistory(life.code)
  const bearer = lives.findLast((other) => other.validFrom <= namedOn) ?? lives[0]!
  return isSameUnit(bearer, life)
    ? { name: life.code, unit: bearer }
    : { name: `${life.code}@${life.validFrom}`, unit: life }
}

/** Borders and parents change, and a unit stays itself; with another name it is another unit. */
export const isSameUnit = (a: Unit, b: Unit): boolean => a.level === b.level && a.name.vi === b.name.vi

/** The levels of the units each scope holds, by its key. */
export const levelsOf = (
  catalogues: Catalogues,
  { of }: ScopeMap,
): ReadonlyMap<string, ReadonlySet<UnitLevel>> => {
  const levels = new Map<string, Set<UnitLevel>>()
  catalogues.changeDays.forEach((since, stretch) => {
    for (const { code, level } of catalogues.unitsOn(since))
      for (const scope of of.get(`${code}/${stretch}`) ?? [])
        levels.set(scope, (levels.get(scope) ?? new Set()).add(level))
  })
  return levels
}

/** A word for a unit that it shares with no other that bore its code. */
export const identityOf = ({ code, level, name }: Unit): string => `${code} ${level} ${name.vi}`

/** The identity of the unit a code named on a day; before the first of them began, of that one. */
export const bearerOf = (catalogues: Catalogues, code: string, day: Day): string => {
  const lives = catalogues.unitHistory(code)
  const bearer = lives.findLast(({ validFrom }) => validFrom <= day) ?? lives[0]
  return bearer ? identityOf(bearer) : code
}

/** Scopes of whole units of a level that lived on a day, among those of a map. */
export const isOfLevelOn = (catalogues: Catalogues, level: UnitLevel, day: Day) => {
  const living = new Set(
    catalogues
      .unitsOn(day)
      .filter((unit) => unit.level === level)
      .map(identityOf),
  )
  return ({ unit, level: below }: Scope): boolean => below === null && living.has(identityOf(unit))
}

/** Narrows a scope map to some scopes, so that only they are counted. */
export const only = (map: ScopeMap, keys: readonly string[]): ScopeMap => {
  const asked = new Set(keys)
  return {
    scopes: new Map([...map.scopes].filter(([key]) => asked.has(key))),
    of: new Map([...map.of].map(([unit, scopes]) => [unit, scopes.filter((scope) => asked.has(scope))])),
  }
}

/** SQL that is true for the subjects of one scope; needs the columns `stretch` and, of one procedure or field, that of `AMONG`. */
export const inScope = (map: ScopeMap, key: string, among?: Among): string => {
  const units = ofUnits(map, key)
  return among ? `(${units}) AND ${AMONG[among.by]} = ${quoted(among.code)}` : units
}

const ofUnits = (map: ScopeMap, key: string): string => {
  const mine = [...map.of].filter(([, scopes]) => scopes.includes(key)).map(([unit]) => unit.split('/'))
  if (mine.length === map.of.size) return 'true'
  const byStretch = Map.groupBy(mine, ([, stretch]) => stretch!)
  // Stretches with the same units are said once; where that is all of them, the stretch does not matter.
  const byUnits = Map.groupBy(byStretch, ([, units]) => units.map(([code]) => quoted(code!)).join(', '))
  const stretches = new Set([...map.of.keys()].map((unit) => unit.split('/')[1]))
  const conditions = [...byUnits].map(([units, mine]) =>
    mine.length === stretches.size
      ? `unit_code IN (${units})`
      : `(stretch IN (${mine.map(([stretch]) => stretch).join(', ')}) AND unit_code IN (${units}))`,
  )
  return conditions.length === 0 ? 'false' : conditions.join(' OR ')
}
