import type { RemediationCriterion, RemediationDocument, Remedy } from '@ioc/schemas/catalogues/index.ts'
import { assertDay, type Day } from './validity.ts'

/** A remedy with the cause printed for its criterion; null for an order of the plan's body, or where none is printed. */
export type RemedyWithCause = Remedy & { cause: RemediationCriterion['cause'] }

/** Every remedy is one of three: `open` still in time or without a deadline, `done`, or `overdue`; `total` is their sum. */
export type RemediationCount = { open: number; done: number; overdue: number; total: number }

export type RemediationCounts = {
  /** All that the plan orders: the criteria and the orders of its body. */
  overall: RemediationCount
  byCriterion: ReadonlyMap<string, RemediationCount>
  /** The orders of the plan's body, which belong to no criterion. */
  general: RemediationCount
  /** Codes said to be done that the plan does not know: somebody reports a remedy that is not there. */
  unknown: readonly string[]
}

export type RemediationCatalogue = {
  /** Domains and criteria of the appendix, in its order. */
  remediationCriteria: readonly RemediationCriterion[]
  remediationCriterion(code: string): RemediationCriterion | undefined
  /** What is ordered for a criterion or domain, or (null) for none in particular; in the order of the plan. */
  remedies(criterion: string | null): readonly RemedyWithCause[]
  /** A remedy by its code, e.g. `1.3.2/1`, or undefined. */
  remedy(code: string): RemedyWithCause | undefined
  /**
   * What is open, done and overdue at the end of a day, given the day each remedy was done. Done late is done; done after
   * `date` is not yet done; a deadline is kept through its whole day. Before the plan was issued all counts are zero.
   * Throws RangeError if `date` is no day.
   */
  remediationOn(date: Day, done: ReadonlyMap<string, Day>): RemediationCounts
}

export function indexRemediation({
  issuedOn,
  criteria,
  remedies,
}: RemediationDocument): RemediationCatalogue {
  const criteriaByCode = new Map(criteria.map((each) => [each.code, each]))
  const causeOf = ({ criterion }: Remedy) =>
    criterion === null ? null : (criteriaByCode.get(criterion)?.cause ?? null)
  const byCode = new Map(remedies.map((each) => [each.code, { ...each, cause: causeOf(each) }]))
  const byCriterion = Map.groupBy(byCode.values(), (each) => each.criterion)

  return {
    remediationCriteria: criteria,
    remediationCriterion: (code) => criteriaByCode.get(code),
    remedies: (criterion) => byCriterion.get(criterion) ?? [],
    remedy: (code) => byCode.get(code),
    remediationOn(date, done) {
      assertDay(date)
      const inForce = date >= issuedOn
      const count = (rows: readonly Remedy[]) => countOn(date, inForce ? rows : [], done)
      return {
        overall: count(remedies),
        byCriterion: new Map(
          [...byCriterion].flatMap(([criterion, rows]) =>
            criterion === null ? [] : [[criterion, count(rows)]],
          ),
        ),
        general: count(byCriterion.get(null) ?? []),
        unknown: [...done.keys()].filter((code) => !byCode.has(code)),
      }
    },
  }
}

function countOn(date: Day, rows: readonly Remedy[], done: ReadonlyMap<string, Day>): RemediationCount {
  const counts = { open: 0, done: 0, overdue: 0, total: rows.length }
  for (const { code, deadline } of rows) {
    const doneOn = done.get(code)
    if (doneOn !== undefined && doneOn <= date) counts.done++
    else if (deadline !== null && deadline < date) counts.overdue++
    else counts.open++
  }
  return counts
}
