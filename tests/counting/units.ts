import { readData } from './data-files.ts'

/** One unit during one stretch of its life, as the data file has it. */
export type UnitRow = {
  code: string
  level: 'province' | 'department' | 'district' | 'commune'
  parent: string | null
  name: { vi: string }
  validFrom: string
  validTo: string | null
  predecessors: { code: string; validFrom: string }[]
}

/** Which tree a unit is looked up in: the one of the day it was spoken of, or the one of a given day. */
export type Tree = { kind: 'then' } | { kind: 'of'; day: string }

export const unitRows = readData<{ units: UnitRow[] }>('units.json').units

const livesOn = (row: UnitRow, day: string) =>
  row.validFrom <= day && (row.validTo === null || day < row.validTo)

/** The unit a code named on a day. */
export const unitOn = (code: string, day: string): UnitRow | undefined =>
  unitRows.find((row) => row.code === code && livesOn(row, day))

export const unitsOn = (day: string): UnitRow[] => unitRows.filter((row) => livesOn(row, day))

/** Days on which the tree is another than the day before, the first of all included. */
export const changeDays = [
  ...new Set(unitRows.flatMap(({ validFrom, validTo }) => [validFrom, validTo ?? validFrom])),
].sort()

/** What a unit became by a day: itself while it lives, else whoever names it as a predecessor. */
const heirOn = (row: UnitRow, day: string): UnitRow | undefined => {
  if (livesOn(row, day)) return row
  const heirs = unitRows.filter(({ predecessors }) =>
    predecessors.some(({ code, validFrom }) => code === row.code && validFrom === row.validFrom),
  )
  return heirs.map((heir) => heirOn(heir, day)).find((heir) => heir !== undefined)
}

/** Where a unit of a day stands in a tree: the unit, and the day its parents are looked up on. What an earlier tree cannot hold stays. */
const placeIn = (tree: Tree, row: UnitRow, day: string): { row: UnitRow; day: string } => {
  const heir = tree.kind === 'of' && tree.day >= row.validFrom ? heirOn(row, tree.day) : undefined
  return tree.kind === 'of' && heir ? { row: heir, day: tree.day } : { row, day }
}

/**
 * What a unit is called on a day: by its code, if that is its own then or was its own last; else with the day it began, since the
 * code names another unit meanwhile. With the same name it is the same unit, whatever became of its borders.
 */
export const nameOn = (row: UnitRow, namedOn: string): string => {
  const lives = unitRows.filter(({ code }) => code === row.code)
  const begun = lives.filter(({ validFrom }) => validFrom <= namedOn)
  const bearer = begun.at(-1) ?? lives[0]!
  return bearer.name.vi === row.name.vi ? row.code : `${row.code}@${row.validFrom}`
}

/**
 * The scopes that count what a unit handled on a day, as they are called on another: the unit itself, its district and the province with all below them
 * (`682`, `68`), and those of the unit's own level (`682/commune`, `68/commune`).
 */
export const scopesOfUnit = (tree: Tree, code: string, day: string, namedOn: string): string[] => {
  const unit = unitOn(code, day)
  if (!unit) return []
  const place = placeIn(tree, unit, day)
  const scopes: string[] = []
  for (
    let above: UnitRow | undefined = place.row;
    above;
    above = above.parent === null ? undefined : unitOn(above.parent, place.day)
  ) {
    const name = nameOn(above, namedOn)
    scopes.push(name)
    if (above.level === 'province' || above.level === 'district') scopes.push(`${name}/${place.row.level}`)
  }
  return scopes
}

/** Every scope of a tree that a unit begun by a day can have, also those that handled nothing. */
export const allScopes = (tree: Tree, namedOn: string, begunBy = namedOn): Set<string> =>
  new Set(scopesThrough(tree, namedOn, (day) => day <= begunBy).map(({ scope }) => scope))

/** The day each scope's first unit began. */
export const begunOf = (tree: Tree, namedOn: string): Map<string, string> => {
  const begun = new Map<string, string>()
  for (const { scope, day } of scopesThrough(tree, namedOn, () => true))
    if (!begun.has(scope)) begun.set(scope, day)
  return begun
}

/** The levels of the units that a scope holds at any time. */
export const levelsOf = (tree: Tree, namedOn: string): Map<string, Set<string>> => {
  const levels = new Map<string, Set<string>>()
  for (const { scope, level } of scopesThrough(tree, namedOn, () => true))
    levels.set(scope, (levels.get(scope) ?? new Set()).add(level))
  return levels
}

const scopesThrough = (tree: Tree, namedOn: string, isMeant: (day: string) => boolean) =>
  changeDays
    .filter(isMeant)
    .flatMap((day) =>
      unitsOn(day).flatMap(({ code, level }) =>
        scopesOfUnit(tree, code, day, namedOn).map((scope) => ({ scope, level, day })),
      ),
    )
