import { readJson } from '@ioc/reader'
import type { Contract } from '@ioc/schemas'
import type { Incoming } from './edge.ts'
import type { Grant } from './push-key.ts'

/** The tree of units as a key's scope needs it; the catalogues have it. */
export type UnitTree = {
  unitAt(code: string, epochMs: number): { code: string; parent: string | null } | undefined
  /** Every stretch of life of a code, in calendar days; empty if it was never known. */
  unitHistory(code: string): readonly { validFrom: string }[]
}

/** An event of a unit its key may not speak of: where in the body, and which. */
export type OutOfScope = { index: number; unit: string; units: readonly string[] }

/**
 * The first event whose unit its key may not speak of; null where there is none. A unit named by the key stands for all below it, in the
 * tree of the day the event belongs to. Where the event is too broken to say which day, any day on which the unit was
 * below a named one will do: the edge refuses such an event, and its bytes are kept under the name of who may speak of that unit.
 * A code no catalogue knows is nobody's, and the edge's to refuse.
 */
export const firstOutOfScope = (
  events: readonly Incoming[],
  grant: Grant,
  { contract, tree }: { contract: Contract; tree: UnitTree },
): OutOfScope | null => {
  if ([...grant.values()].every((units) => units === null)) return null
  for (const [index, event] of events.entries()) {
    const units = grant.get(event.source) ?? null
    if (units === null) continue
    const data = dataOf(event)
    const code = data?.unitCode
    if (typeof code !== 'string') continue
    const named = new Set(units)
    const read = contract.data.safeParse(data)
    const days = read.success && contract.unitDays ? contract.unitDays(read.data) : bornDays(code, tree)
    const known = days.filter((atMs) => tree.unitAt(code, atMs) !== undefined)
    // The first day on which the code is known decides, as it does for the contract.
    const deciding = read.success ? known.slice(0, 1) : known
    if (deciding.length > 0 && !deciding.some((atMs) => isBelow(code, atMs, named, tree)))
      return { index, unit: code, units }
  }
  return null
}

/** Is a unit, on any day of its life, one of these or below one? A code nobody knows is not. */
export const liesWithin = (code: string, units: readonly string[], tree: UnitTree): boolean =>
  bornDays(code, tree).some((atMs) => isBelow(code, atMs, new Set(units), tree))

const isBelow = (code: string, atMs: number, named: ReadonlySet<string>, tree: UnitTree): boolean => {
  let unit = tree.unitAt(code, atMs)
  while (unit) {
    if (named.has(unit.code)) return true
    unit = unit.parent === null ? undefined : tree.unitAt(unit.parent, atMs)
  }
  return false
}

const bornDays = (code: string, tree: UnitTree): number[] =>
  tree.unitHistory(code).map(({ validFrom }) => Date.parse(`${validFrom}T00:00:00+07:00`))

const dataOf = ({ data }: Pick<Incoming, 'data'>): Record<string, unknown> | null => {
  if (!Buffer.isBuffer(data)) return data
  const read = readJson(data)
  if (read.kind !== 'keep') return null
  const { json } = read.value
  // Of an event whose attributes are wrong the whole is kept in place of its data.
  if (typeof json.data_base64 === 'string') return dataOf({ data: Buffer.from(json.data_base64, 'base64') })
  return typeof json.data === 'object' && json.data !== null ? (json.data as Record<string, unknown>) : json
}
