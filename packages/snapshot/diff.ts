import { isDeepStrictEqual } from 'node:util'
import {
  type Completeness,
  type Cut,
  cellKey,
  type Period,
  type SnapshotBody,
  type SnapshotValue,
} from '@ioc/schemas/snapshot/index.ts'

/** Where a value stands in a snapshot: no two values of one body have the same. */
export type Cell = {
  indicator: string
  unit: string
  since?: string | undefined
  level: string
  period: Period
}

/** A cell that is not the same in two bodies. Null: it is not there at all, which is neither zero nor missing. */
export type ChangedCell = Cell & { before: SnapshotValue | null; after: SnapshotValue | null }

/** The name of a cell. No part holds a space, so names sort as their parts do. */
export const nameOfCell = (cell: Cell): string => cellKey(cell)

/** The cells that differ between the values of two bodies, in the order of their names; the order of the values does not matter. */
export const changedCells = (
  before: readonly SnapshotValue[],
  after: readonly SnapshotValue[],
): ChangedCell[] => {
  const was = new Map(before.map((value) => [nameOfCell(value), value]))
  const changed: { name: string; before: SnapshotValue | null; after: SnapshotValue | null }[] = []
  for (const value of after) {
    const name = nameOfCell(value)
    const old = was.get(name) ?? null
    was.delete(name)
    if (old === null || !sameValue(old, value)) changed.push({ name, before: old, after: value })
  }
  for (const [name, value] of was) changed.push({ name, before: value, after: null })
  return changed
    .sort((a, b) => compareText(a.name, b.name))
    .map(({ before, after }) => ({ ...cellOf((after ?? before)!), before, after }))
}

/** The values one gets by applying changes to those they were found in, in the order of their names. */
export const withChanges = (
  before: readonly SnapshotValue[],
  changes: readonly ChangedCell[],
): SnapshotValue[] => {
  const values = new Map(before.map((value) => [nameOfCell(value), value]))
  for (const change of changes)
    if (change.after === null) values.delete(nameOfCell(change))
    else values.set(nameOfCell(change), change.after)
  return [...values].sort(([a], [b]) => compareText(a, b)).map(([, value]) => value)
}

/** The name of a value, without what it says. */
export const cellOf = ({ indicator, unit, since, level, period }: SnapshotValue): Cell => ({
  indicator,
  unit,
  ...(since === undefined ? {} : { since }),
  level,
  period,
})

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Everything but the cell itself: a flag that appears or a unit of measure that changes is a change too. */
const sameValue = (a: SnapshotValue, b: SnapshotValue): boolean =>
  a.state === b.state &&
  a.numerator === b.numerator &&
  a.denominator === b.denominator &&
  a.value === b.value &&
  a.kind === b.kind &&
  a.unitOfMeasure === b.unitOfMeasure &&
  a.flags.length === b.flags.length &&
  a.flags.every((flag, index) => flag === b.flags[index])

type Source = Completeness['sources'][number]
type Mark = Cut['watermark'][number]

/** What differs between two bodies besides their names. A null member of a pair was or is not there. */
export type SnapshotDiff = {
  cells: ChangedCell[]
  reason: Pair<SnapshotBody['reason']> | null
  completeness: {
    units: Pair<Completeness['units']> | null
    sources: { source: string; contract: string; before: Source | null; after: Source | null }[]
  }
  cut: {
    catalogueVersion: Pair<string> | null
    indicatorsVersion: Pair<string> | null
    cutNote: Pair<Cut['cutNote']> | null
    profiles: { profile: string; before: string | null; after: string | null }[]
    watermark: { topic: string; partition: number; before: number | null; after: number | null }[]
  }
}
type Pair<T> = { before: T; after: T }

/** Compares two bodies, usually revisions of one group and day: values cell by cell, who had spoken, the cut, and why. */
export const diffBodies = (before: SnapshotBody, after: SnapshotBody): SnapshotDiff => ({
  cells: changedCells(before.values, after.values),
  reason: pairOf(before.reason, after.reason),
  completeness: {
    units: pairOf(before.completeness.units, after.completeness.units),
    sources: differing(before.completeness.sources, after.completeness.sources, nameOfSource).map(
      ({ before, after }) => {
        const { source, contract } = (after ?? before)!
        return { source, contract, before, after }
      },
    ),
  },
  cut: {
    catalogueVersion: pairOf(before.cut.catalogueVersion, after.cut.catalogueVersion),
    indicatorsVersion: pairOf(before.cut.indicatorsVersion, after.cut.indicatorsVersion),
    cutNote: pairOf(before.cut.cutNote, after.cut.cutNote),
    profiles: differing(
      Object.entries(before.cut.profiles),
      Object.entries(after.cut.profiles),
      ([p]) => p,
    ).map(({ before, after }) => ({
      profile: (after ?? before)![0],
      before: before?.[1] ?? null,
      after: after?.[1] ?? null,
    })),
    watermark: differing(before.cut.watermark, after.cut.watermark, nameOfMark).map(({ before, after }) => {
      const { topic, partition } = (after ?? before)!
      return { topic, partition, before: before?.offset ?? null, after: after?.offset ?? null }
    }),
  },
})

/** True if nothing differs. */
export const isSame = ({ cells, reason, completeness, cut }: SnapshotDiff): boolean =>
  cells.length === 0 &&
  reason === null &&
  completeness.units === null &&
  completeness.sources.length === 0 &&
  Object.values(cut).every((part) => part === null || (Array.isArray(part) && part.length === 0))

const nameOfSource = ({ source, contract }: Source) => `${source} ${contract}`
const nameOfMark = ({ topic, partition }: Mark) => `${topic} ${String(partition).padStart(6, '0')}`

const pairOf = <T>(before: T, after: T): Pair<T> | null =>
  isDeepStrictEqual(before, after) ? null : { before, after }

/** Members of two lists that are not the same, by name and in its order. */
const differing = <T>(before: readonly T[], after: readonly T[], name: (member: T) => string) => {
  const was = new Map(before.map((member) => [name(member), member]))
  const is = new Map(after.map((member) => [name(member), member]))
  return [...new Set([...was.keys(), ...is.keys()])]
    .sort(compareText)
    .map((key) => ({ before: was.get(key) ?? null, after: is.get(key) ?? null }))
    .filter(({ before, after }) => !isDeepStrictEqual(before, after))
}
