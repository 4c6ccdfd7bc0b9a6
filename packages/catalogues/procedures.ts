import type { Procedure } from '@ioc/schemas/catalogues/index.ts'
import { assertDay, byCode, type Day, livesOn, startOfDayMs } from './validity.ts'

/** `N.NNNNNN`, `N.NNNNNN.Hxx` or `N.NNNNNN.000.00.00.Hxx`: the forms a dossier may carry (domain: identifiers). */
const PROCEDURE_CODE = /^(\d\.\d{6})(?:\.\d{3}\.\d{2}\.\d{2})?(?:\.[A-Z]\d{2})?$/

export type ProcedureCatalogue = {
  /** All procedures, ordered by code. */
  procedures: readonly Procedure[]
  /** The procedure a code named on a day, in any of the three forms of the code, or undefined. Throws RangeError if
   * `onDay` is no day. */
  procedure(code: string, onDay: Day): Procedure | undefined
  /** The procedure a code named at an instant in epoch milliseconds; days begin in Asia/Ho_Chi_Minh. */
  procedureAt(code: string, epochMs: number): Procedure | undefined
}

export function indexProcedures(rows: readonly Procedure[]): ProcedureCatalogue {
  const history = byCode(rows)
  // Asked once per dossier event, so the days are turned into instants beforehand.
  const lives = new Map(
    [...history].map(([code, procedures]) => [
      code,
      procedures.map((procedure) => ({
        procedure,
        fromMs: startOfDayMs(procedure.validFrom),
        toMs: procedure.validTo === null ? Number.POSITIVE_INFINITY : startOfDayMs(procedure.validTo),
      })),
    ]),
  )
  return {
    procedures: rows,
    procedure(code, onDay) {
      assertDay(onDay)
      const national = PROCEDURE_CODE.exec(code)?.[1]
      return national === undefined ? undefined : history.get(national)?.find((row) => livesOn(row, onDay))
    },
    procedureAt(code, epochMs) {
      const national = PROCEDURE_CODE.exec(code)?.[1]
      if (national === undefined) return undefined
      return lives.get(national)?.find((life) => life.fromMs <= epochMs && epochMs < life.toMs)?.procedure
    },
  }
}
