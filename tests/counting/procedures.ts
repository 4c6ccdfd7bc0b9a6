import { readData } from './data-files.ts'

/** What the second counting asks of a procedure. */
export type Procedure = {
  code: string
  fieldCode: string
  /** How far it can be done online: `full`, `partial` or `none`. */
  online: string
  /** Whether its result is a paper. */
  paperResult: boolean
  /** The longest it may take by law. */
  legalWorkingDays: number
  validFrom: string
  validTo: string | null
}

const byCode = Map.groupBy(
  readData<{ procedures: Procedure[] }>('procedures.json').procedures,
  ({ code }) => code,
)

/** The national code: the first eight characters of all three forms a dossier may carry. */
export const nationalCode = (code: string): string => code.slice(0, 8)

/** The procedure a code named on a day. */
export const procedureOn = (code: string, day: string): Procedure | undefined =>
  byCode
    .get(nationalCode(code))
    ?.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo))
