import { day, digest, revision, word } from '@ioc/schemas/snapshot/fields.ts'
import { z } from 'zod'
import { canonicalBytes, digestOf } from './canonical.ts'

/** One revision of one date, by the digest of its body. */
const entry = z.strictObject({ date: day, revision, digest })
export type ReconciliationEntry = z.output<typeof entry>

export const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, { error: 'is no month, e.g. 2024-06' })

/** What one side has of a month: of each group one digest over all its revisions, and the list the digest is made of. */
export const reconciliation = z.object({
  month,
  groups: z.array(z.object({ group: word, digest, snapshots: z.array(entry) })),
})
export type Reconciliation = z.output<typeof reconciliation>

/** First and last calendar day of a month. */
export const daysOf = (month: string): { from: string; to: string } => {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const last = new Date(Date.UTC(2000, number, 0))
  // Years before 100 would be taken for the last century's.
  last.setUTCFullYear(year, number, 0)
  return { from: `${month}-01`, to: `${month}-${String(last.getUTCDate()).padStart(2, '0')}` }
}

const inOrder = (entries: readonly ReconciliationEntry[]) =>
  entries.toSorted((a, b) => (a.date === b.date ? a.revision - b.revision : a.date < b.date ? -1 : 1))

/**
 * The reconciliation digest of a group and month: `sha-256:<hex>` of the RFC 8785 (JCS) bytes of the array
 * `[["2024-06-01",1,"sha-256:…"], …]`, one element `[date, revision, digest]` for every revision of every date of the month, ordered by
 * date, then revision. `digest` is the snapshot's own, as its artefact says it. Of nothing it is the digest of `[]`.
 * Two sides with the same digest hold the same revisions of the same bodies.
 * @throws RangeError where one revision is named twice: a side that holds two bodies under one name has no digest
 */
export const reconciliationDigest = (entries: readonly ReconciliationEntry[]): string => {
  const ordered = inOrder(entries)
  const twice = ordered.find(
    (each, n) => n > 0 && each.date === ordered[n - 1]!.date && each.revision === ordered[n - 1]!.revision,
  )
  if (twice) throw new RangeError(`${twice.date} revision ${twice.revision} is named twice`)
  return digestOf(canonicalBytes(ordered.map(({ date, revision, digest }) => [date, revision, digest])))
}

/** What a side says of a month: the groups it has anything of and those that were asked for, by name. */
export const reconciliationOf = (
  month: string,
  rows: readonly (ReconciliationEntry & { group: string })[],
  asked: readonly string[] = [],
): Reconciliation => {
  const byGroup = Map.groupBy(rows, ({ group }) => group)
  return {
    month,
    groups: [...new Set([...byGroup.keys(), ...asked])].sort().map((group) => {
      const snapshots = inOrder(
        (byGroup.get(group) ?? []).map(({ date, revision, digest }) => ({ date, revision, digest })),
      )
      return { group, digest: reconciliationDigest(snapshots), snapshots }
    }),
  }
}

/**
 * The first entry of a month that one side has otherwise than the other; null: they have the same. `theirs` or `ours` null: that side
 * lacks it; both there: their digests differ.
 */
export const firstDifference = (
  ours: readonly ReconciliationEntry[],
  theirs: readonly ReconciliationEntry[],
): { date: string; revision: number; ours: string | null; theirs: string | null } | null => {
  const name = ({ date, revision }: ReconciliationEntry) => `${date} ${revision}`
  const mine = new Map(ours.map((each) => [name(each), each.digest]))
  const their = new Map(theirs.map((each) => [name(each), each.digest]))
  const differing = inOrder([...ours, ...theirs]).find(
    (each) => mine.get(name(each)) !== their.get(name(each)),
  )
  if (!differing) return null
  const { date, revision } = differing
  return {
    date,
    revision,
    ours: mine.get(name(differing)) ?? null,
    theirs: their.get(name(differing)) ?? null,
  }
}
