import type { Unit } from '@ioc/schemas/catalogues/index.ts'
import { nearestCodes } from './nearest.ts'
import { assertDay, byCode, type Day, livesOn, startOfDayMs } from './validity.ts'

/**
 * The province's units through time. A code is resolved on the day its subject was received: a defunct code is right
 * for what was received while it lived.
 */
export type UnitCatalogue = {
  /** The unit a code named on a calendar day, or undefined if it named none. Throws RangeError if `onDay` is no day. */
  unit(code: string, onDay: Day): Unit | undefined
  /** The unit a code named at an instant in epoch milliseconds; days begin in Asia/Ho_Chi_Minh. */
  unitAt(code: string, epochMs: number): Unit | undefined
  /** Every stretch of life of a code, the oldest first; empty if the code was never known. */
  unitHistory(code: string): readonly Unit[]
  /** The days on which the tree changed, rising; the first is the day the data begin. */
  changeDays: readonly Day[]
  /** All units in force on a day, ordered by code. */
  unitsOn(day: Day): readonly Unit[]
  /** The units directly under a code on a day, ordered by code. */
  children(code: string, day: Day): readonly Unit[]
  /** The unit and all below it on a day, itself first; empty if the code names nothing then. Never sum all of it: a
   * parent's figures may already hold its children's. */
  subtree(code: string, day: Day): readonly Unit[]
  /**
   * What stands on `targetDay` in the place of the unit that `code` named on `day`: itself, or those it was merged
   * into; empty if the code named nothing on `day`. Throws RangeError if `targetDay` is before `day`: a merged unit
   * cannot be divided again.
   */
  successors(code: string, day: Day, targetDay: Day): readonly Unit[]
  /** Up to three known codes that look most like an unknown one, for the message that rejects it. */
  nearestUnits(code: string): readonly string[]
}

export function indexUnits(rows: readonly Unit[]): UnitCatalogue {
  const history = byCode(rows)
  const lives = new Map(
    [...history].map(([code, units]) => [
      code,
      units.map((unit) => ({
        unit,
        fromMs: startOfDayMs(unit.validFrom),
        toMs: unit.validTo === null ? Number.POSITIVE_INFINITY : startOfDayMs(unit.validTo),
      })),
    ]),
  )
  const treeOn = indexTrees(rows)
  const heirs = indexHeirs(rows)

  function unit(code: string, onDay: Day): Unit | undefined {
    assertDay(onDay)
    return history.get(code)?.find((row) => livesOn(row, onDay))
  }

  function descend(parent: Unit, day: Day): Unit[] {
    return [
      parent,
      ...treeOn(day)
        .childrenOf(parent.code)
        .flatMap((child) => descend(child, day)),
    ]
  }

  function follow(from: Unit, targetDay: Day): Unit[] {
    if (livesOn(from, targetDay)) return [from]
    return heirs(from).flatMap((heir) => follow(heir, targetDay))
  }

  return {
    unit,
    unitAt: (code, epochMs) =>
      lives.get(code)?.find(({ fromMs, toMs }) => fromMs <= epochMs && epochMs < toMs)?.unit,
    unitHistory: (code) => history.get(code) ?? [],
    changeDays: changeDays(rows),
    unitsOn: (day) => treeOn(day).units,
    children: (code, day) => treeOn(day).childrenOf(code),
    subtree(code, day) {
      const root = unit(code, day)
      return root ? descend(root, day) : []
    },
    successors(code, day, targetDay) {
      assertDay(targetDay)
      if (targetDay < day)
        throw new RangeError(`successors are sought on or after ${day}, not on ${targetDay}`)
      const from = unit(code, day)
      return from ? [...new Set(follow(from, targetDay))] : []
    },
    nearestUnits: (code) => nearestCodes(code, history.keys()),
  }
}

type Tree = { units: readonly Unit[]; childrenOf: (code: string) => readonly Unit[] }

const changeDays = (rows: readonly Unit[]): Day[] =>
  [...new Set(rows.flatMap((row) => (row.validTo ? [row.validFrom, row.validTo] : [row.validFrom])))].sort()

/** One tree for each stretch without a change, built when first asked for. */
function indexTrees(rows: readonly Unit[]): (day: Day) => Tree {
  const changes = changeDays(rows)
  const trees = new Map<Day | undefined, Tree>()
  return (day) => {
    assertDay(day)
    const change = changes.findLast((start) => start <= day)
    const built = trees.get(change) ?? buildTree(rows.filter((row) => livesOn(row, day)))
    trees.set(change, built)
    return built
  }
}

function buildTree(living: readonly Unit[]): Tree {
  const units = living.toSorted((a, b) => (a.code < b.code ? -1 : 1))
  const byParent = Map.groupBy(units, (unit) => unit.parent)
  return { units, childrenOf: (code) => byParent.get(code) ?? [] }
}

/** Predecessor links turned round: from a row to the rows that took its place. */
function indexHeirs(rows: readonly Unit[]): (unit: Unit) => readonly Unit[] {
  const links = rows.flatMap((heir) =>
    heir.predecessors.map((was) => ({ key: `${was.code}@${was.validFrom}`, heir })),
  )
  const byPredecessor = Map.groupBy(links, (link) => link.key)
  return ({ code, validFrom }) => byPredecessor.get(`${code}@${validFrom}`)?.map((link) => link.heir) ?? []
}
