import { readData } from './data-files.ts'

type Procedure = { code: string; online: string; validFrom: string; validTo: string | null }

const byCode = Map.groupBy(
  readData<{ procedures: Procedure[] }>('procedures.json').procedures,
  ({ code }) => code,
)

/** How far a procedure was online on a day. Of its three forms of code the first eight characters are the national one. */
export const procedureOnline = (code: string, day: string): string | null =>
  byCode
    .get(code.slice(0, 8))
    ?.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo))?.online ??
  null
