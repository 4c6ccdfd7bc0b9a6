import type { Artefact, SnapshotValue } from '@ioc/schemas/snapshot/index.ts'
import {
  type Cell,
  canonicalBytes,
  diffBodies,
  digestOf,
  firstDifference,
  type Reconciliation,
  type ReconciliationEntry,
  reconciliationDigest,
} from '@ioc/snapshot'
import type { Side } from './side.ts'

/** The first value two sides have otherwise. Null: that side has no such value at all. */
export type DifferingValue = Cell & { ours: SnapshotValue | null; theirs: SnapshotValue | null }

/** Where two sides part, the earliest date and revision first. */
export type Difference = {
  date: string
  revision: number
  /** `other-body`: both have this revision, with different digests. `false-digest`: a side serves another body than its list says. */
  kind: 'theirs-lacks' | 'ours-lacks' | 'other-body' | 'false-digest'
  /** The revisions whose values were compared; null: that side has none for the date up to this one. */
  compared: { ours: number | null; theirs: number | null }
  value: DifferingValue | null
  /** What differs where no value does. */
  besides: string[]
}

export type GroupReport = {
  group: string
  equal: boolean
  ours: { digest: string; snapshots: number }
  theirs: { digest: string; snapshots: number }
  difference: Difference | null
}

export type Report = { month: string; equal: boolean; groups: GroupReport[] }

const NOTHING = { digest: reconciliationDigest([]), snapshots: [] as ReconciliationEntry[] }

/**
 * Compares what was published with what was accepted for the dates of a month. Equality is one digest for each group; only where it
 * differs is anything fetched, and then two artefacts: those of the first date that differs.
 * @throws SideAway, SideRefuses
 */
export const reconcile = async (
  { ours, theirs }: { ours: Side; theirs: Side },
  { month, group }: { month: string; group?: string | undefined },
  say: (line: string) => void = () => {},
): Promise<Report> => {
  say(`asking both sides for ${month} …`)
  const [mine, their] = await Promise.all([
    ours.reconciliation(month, group),
    theirs.reconciliation(month, group),
  ])
  const names = [...new Set([...mine.groups, ...their.groups].map(({ group }) => group))]
    .filter((name) => group === undefined || name === group)
    .sort()
  const groups: GroupReport[] = []
  for (const name of names) {
    const [here, there] = [listOf(mine, name), listOf(their, name)]
    const equal = here.digest === there.digest
    if (!equal) say(`${name} differs; looking where …`)
    groups.push({
      group: name,
      equal,
      ours: { digest: here.digest, snapshots: here.snapshots.length },
      theirs: { digest: there.digest, snapshots: there.snapshots.length },
      difference: equal
        ? null
        : await differenceOf(name, here.snapshots, there.snapshots, { ours, theirs }, say),
    })
  }
  return { month, equal: groups.every(({ equal }) => equal), groups }
}

const listOf = (side: Reconciliation, group: string) =>
  side.groups.find((each) => each.group === group) ?? NOTHING

const differenceOf = async (
  group: string,
  mine: readonly ReconciliationEntry[],
  their: readonly ReconciliationEntry[],
  sides: { ours: Side; theirs: Side },
  say: (line: string) => void,
): Promise<Difference> => {
  const { date, revision, ours, theirs } = firstDifference(mine, their)!
  // Who lacks a revision still holds the one before it: what differs is what they last knew of the date.
  const upTo = (entries: readonly ReconciliationEntry[]) =>
    entries.filter((each) => each.date === date && each.revision <= revision).at(-1)
  const [here, there] = [upTo(mine), upTo(their)]
  const head = {
    date,
    revision,
    kind: ours === null ? 'ours-lacks' : theirs === null ? 'theirs-lacks' : 'other-body',
    compared: { ours: here?.revision ?? null, theirs: there?.revision ?? null },
    value: null,
    besides: [],
  } satisfies Difference
  if (!here || !there) return head
  say(`fetching ${group} ${date} of both sides …`)
  // One after the other: an artefact with every unit is some eight megabytes.
  const own = await sides.ours.artefact({ group, ...here })
  const other = await sides.theirs.artefact({ group, ...there })
  const untrue = [
    { side: 'ours', listed: here, served: own },
    { side: 'theirs', listed: there, served: other },
  ].flatMap(({ side, listed, served }) => untruthOf(side, listed, served))
  if (untrue.length > 0) return { ...head, kind: 'false-digest', besides: untrue }
  return { ...head, ...whatDiffers(own!, other!) }
}

/** What a side lists is what it must serve. */
const untruthOf = (side: string, listed: ReconciliationEntry, served: Artefact | null): string[] => {
  if (served === null) return [`${side} lists revision ${listed.revision} and does not serve it`]
  const digest = digestOf(canonicalBytes(served.body))
  return digest === listed.digest
    ? []
    : [`${side} lists ${listed.digest} for revision ${listed.revision} and serves a body with ${digest}`]
}

const whatDiffers = (ours: Artefact, theirs: Artefact): Pick<Difference, 'value' | 'besides'> => {
  const { cells, reason, completeness, cut } = diffBodies(ours.body, theirs.body)
  const [first] = cells
  if (first) {
    const { before, after, ...cell } = first
    return { value: { ...cell, ours: before, theirs: after }, besides: [] }
  }
  const besides = [
    ...(reason === null ? [] : ['reason']),
    ...(completeness.units === null && completeness.sources.length === 0 ? [] : ['completeness']),
    ...Object.entries(cut).flatMap(([part, differs]) =>
      differs === null || (Array.isArray(differs) && differs.length === 0) ? [] : [`cut: ${part}`],
    ),
  ]
  return { value: null, besides: besides.length > 0 ? besides : ['another member of the body'] }
}
