import type { About, Fault } from '../../routes/problem-codes.ts'

/**
 * What the server said no with: an RFC 9457 problem document. The codes are this service's own (`ProblemCode`, `FaultCode`), or
 * those of another version of it.
 */
export type SaidNo = {
  status: number
  /** In English, for whoever has no words for the code. */
  detail: string
  code?: string
  about?: About
  parameters?: readonly (Omit<Fault, 'code'> & { code?: string })[]
}

/** Reads it; where there is nothing to read, the status stands for it. */
export const readSaidNo = async (answer: Response): Promise<SaidNo> => {
  const said = (await answer.json().catch(() => null)) as Partial<SaidNo> | null
  return {
    ...said,
    status: answer.status,
    detail: said?.detail ?? `${answer.status} ${answer.statusText}`,
  }
}
