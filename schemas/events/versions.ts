import type { Contract, Versioned } from './contract.ts'

/** A table of versions: the contract that writes it, and every contract whose events lie there. */
export type VersionsTable = {
  table: string
  /** The newest of those that share the table. */
  contract: Contract
  topics: readonly string[]
}

/** Tables of versions, in the order of the contracts. A contract and the versions before it share one. */
export const tablesOf = (contracts: Iterable<Contract>): VersionsTable[] =>
  [...Map.groupBy(contracts, ({ table }) => table)].map(([table, sharing]) => ({
    table,
    contract:
      sharing.find(({ id }) => !sharing.some(({ before }) => before?.contract.id === id)) ?? sharing[0]!,
    topics: sharing.map(({ id }) => id),
  }))

/** The newest version of each contract by the id of any of its versions, for one list of contracts. */
const newest = new WeakMap<ReadonlyMap<string, Contract>, ReadonlyMap<string, Contract>>()

const newestIn = (contracts: ReadonlyMap<string, Contract>): ReadonlyMap<string, Contract> => {
  const known = newest.get(contracts)
  if (known) return known
  const made = new Map(
    tablesOf(contracts.values()).flatMap(({ contract, topics }) =>
      topics.map((topic): [string, Contract] => [topic, contract]),
    ),
  )
  newest.set(contracts, made)
  return made
}

/** Data of a contract as the newest version of it says them, and that version: the one whose columns are written. */
export const asNewest = (
  contract: Contract,
  data: Versioned,
  contracts: ReadonlyMap<string, Contract>,
): { contract: Contract; data: Versioned } => {
  const last = newestIn(contracts).get(contract.id) ?? contract
  return last === contract ? { contract, data } : { contract: last, data: raise(last, contract, data) }
}

/** From version to version: each knows the one before it alone. */
const raise = (to: Contract, from: Contract, data: Versioned): Versioned => {
  if (to.id === from.id) return data
  if (!to.before)
    throw new Error(`${to.id} and ${from.id} share a table, but no version leads from one to the other`)
  return to.before.upcast(raise(to.before.contract, from, data))
}
