import type { z } from 'zod'
import type { ContractFieldType } from '../catalogues/contract-fields.ts'
import type { Reason } from '../outcome.ts'
import { checkBy, type Rule } from './rule.ts'

/** Prefix of every CloudEvents `type`; the contract's id follows. */
export const TYPE_PREFIX = 'vn.lamdong.ioc.'

/** What a contract may ask of the catalogues in force; `packages/catalogues` answers it. */
export type CatalogueView = {
  version: string
  unitAt(code: string, epochMs: number): { level: string } | undefined
  nearestUnits(code: string): readonly string[]
  procedureAt(code: string, epochMs: number): { online: string; fieldCode: string } | undefined
  /** Optional fields the contract was given as data; absent: none. */
  contractFields?(contract: string): readonly { name: string; type: ContractFieldType }[]
  questionnaire(
    code: string,
  ): { questions: readonly { code: string; min: number; max: number }[] } | undefined
}

/** Fields every contract's data carries: whose system, when known, which repeat, and whether it still counts. */
export type Versioned = {
  issuingSystem: string
  /** Epoch milliseconds, after parsing. */
  recordedAt: number
  sequence: number
  voided: boolean
}

/** A value of one ClickHouse column as JSON. */
export type Cell = string | number | boolean | null | readonly Cell[]

/**
 * One kind of event: what it means, how it is checked, and which columns it becomes.
 * Never edited once sent in a way that refuses an example ever shipped; `v2` is a new file beside it.
 */
export type Contract<Data extends Versioned = Versioned> = {
  /** Topic, contract id and last part of the CloudEvents type: `dossier.v1`. */
  id: string
  title: { vi: string; en: string }
  /** Table of all versions; `table` without `_version` is its current-state twin. */
  table: string
  /** Strict: an unknown field is an issue, which a producer refuses and the aggregator moves to `extra`. */
  data: z.ZodType<Data>
  /** The code of the subject inside its issuing system. */
  code(data: Data): string
  /** What the shape alone cannot say, rule by rule: order of dates, codes known to the catalogues. */
  rules: readonly Rule<Data>[]
  /** Every broken one. */
  check(data: Data, catalogues: CatalogueView): Reason[]
  /** Epoch ms at which `data.unitCode` is looked up; the first at which some unit has the code decides whose the subject is. Absent: no unit. */
  unitDays?(data: Data): readonly number[]
  /** Own columns in order; `row` gives the same number of cells. */
  columns: readonly string[]
  row(data: Data): readonly Cell[]
  /** Columns looked up in the catalogues at reading; not part of the content hash. */
  lookedUpColumns: readonly string[]
  lookUp(data: Data, catalogues: CatalogueView): readonly Cell[]
  /** The version before, whose events go on and are read as this one's; made by `upcast`. Absent of a first version. */
  before?: Before<Data>
}

/** A version before, and what its data say in this one's words. */
export type Before<Data extends Versioned> = { contract: Contract; upcast(data: Versioned): Data }

/**
 * Says how data of the version before are read as this version's. What the older form did not say is said as such, never guessed: it
 * stands beside what new producers do say.
 */
export const upcast = <Old extends Versioned, Data extends Versioned>(
  contract: Contract<Old>,
  read: (data: Old) => Data,
): Before<Data> => ({ contract: contract as unknown as Contract, upcast: (data) => read(data as Old) })

/** Declares a contract. */
export const defineContract = <Data extends Versioned>(
  contract: Omit<Contract<Data>, 'check'>,
): Contract<Data> => ({ ...contract, check: checkBy(contract.rules) })

/** CloudEvents type of a contract. */
export const typeOf = (contract: { id: string }) => `${TYPE_PREFIX}${contract.id}`
