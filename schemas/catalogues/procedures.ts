import { z } from 'zod'
import { bilingual, evidence, expectation, sourceText, validity } from './evidence.ts'

/** The level of government that settles a procedure; departments settle the province's. */
export const PROCEDURE_LEVELS = ['province', 'district', 'commune'] as const

/** Decree 42/2022/NĐ-CP knows two levels of online service: full (toàn trình) and partial (một phần). */
export const ONLINE_LEVELS = ['full', 'partial', 'none'] as const

/** The national short form; `.Hxx` or `.000.00.00.Hxx` may follow it in a dossier. */
export const NATIONAL_PROCEDURE_CODE = /^\d\.\d{6}$/

/** A field of state management (lĩnh vực) that procedures are grouped by. */
export const procedureField = z.strictObject({ code: z.string().min(1), name: bilingual, evidence })

/**
 * One administrative procedure (thủ tục hành chính). Key: (code, validFrom).
 *
 * The published totals are real — 1,865 procedures: 1,410 provincial, 293 district, 162 commune; 451 fully and 761
 * partially online (the province's report on the first half of 2024) — the rows are not: no list was available, so
 * names say "mô phỏng" and codes begin with 9, a first digit met in no real code seen.
 */
export const procedure = z.strictObject({
  code: z.string().regex(NATIONAL_PROCEDURE_CODE),
  name: bilingual,
  level: z.enum(PROCEDURE_LEVELS),
  fieldCode: z.string().min(1),
  online: z.enum(ONLINE_LEVELS),
  /** The applicant owes a fee or charge. */
  hasFee: z.boolean(),
  /** The result is handed over on paper, so an electronic result is required besides for Decision 766. */
  paperResult: z.boolean(),
  legalWorkingDays: z.int().positive(),
  ...validity,
  evidence,
})

/** `data/procedures.json`, written by `make-procedures.ts`. */
export const proceduresDocument = z.strictObject({
  note: z.string(),
  source: sourceText,
  expectations: z.array(expectation),
  fields: z.array(procedureField),
  procedures: z.array(procedure),
})

export type ProcedureField = z.infer<typeof procedureField>
export type Procedure = z.infer<typeof procedure>
export type ProceduresDocument = z.infer<typeof proceduresDocument>
