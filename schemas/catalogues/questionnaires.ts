import { z } from 'zod'
import { bilingual, evidence, sourceText, validity } from './evidence.ts'

/**
 * One item of a survey sheet. `min` and `max` bound the raw answer, which is the position ticked on the sheet.
 * `ascending`: the highest position is best; `descending`: the lowest is, so the normalised answer is the complement.
 * Straight-lining is looked for on the raw position, never on the normalised value.
 */
export const question = z.strictObject({
  code: z.string().min(1),
  block: z.enum(['interest', 'assessment', 'satisfaction', 'needs', 'leadership']),
  /** What the item is about: one of the nine policy groups, a factor of service delivery, or null. */
  topic: z.string().min(1).nullable(),
  text: bilingual,
  min: z.int(),
  max: z.int(),
  direction: z.enum(['ascending', 'descending']),
  /** Whether the answer enters the index. */
  inIndex: z.boolean(),
  evidence,
})

/**
 * How an index comes from the items marked `inIndex`.
 * `share-of-top-two`: answers "hài lòng" and "rất hài lòng" among all answers given.
 * `mean-of-normalised`: the mean of (x − min)/(max − min), complemented when descending.
 */
export const indexMethod = z.strictObject({
  method: z.enum(['share-of-top-two', 'mean-of-normalised']),
  /** What a full index is worth in the province's PAR Index of 100 points. */
  parIndexPoints: z.int().positive(),
  evidence,
  source: sourceText,
})

/**
 * One survey, in one version of its method: results of different `methodVersion` are not comparable (SIPAS fell from
 * 87.68 in 2021 to about 80 with the method of 2022, which says nothing about the province).
 *
 * Sources: blocks and the nine policy groups of SIPAS since 2022 — press on the Ministry of Home Affairs'
 * announcements; respondents and flipped items of the leaders' survey — appendix of Plan 5024/KH-UBND, criterion 9.2.
 * Neither item list was found (the annex of Decision 1001/QĐ-BNV was not readable): the wording is synthetic.
 * The respondent profile of SIPAS is left out on purpose: only the group a sheet belongs to is carried.
 */
export const questionnaire = z.strictObject({
  code: z.string().regex(/^[a-z]+@\d{4}$/),
  methodVersion: z.string().min(1),
  title: bilingual,
  ...validity,
  index: indexMethod,
  /** The words on an ascending item of the index; a descending item lists them the other way round. */
  scale: z.array(z.strictObject({ value: z.int(), label: bilingual })),
  topics: z.array(z.strictObject({ code: z.string().min(1), name: bilingual, evidence })),
  respondentGroups: z.array(z.strictObject({ code: z.string().min(1), name: bilingual, evidence })),
  questions: z.array(question),
  evidence,
  source: sourceText,
})

/** `data/questionnaires.json`. */
export const questionnairesDocument = z.strictObject({
  note: z.string(),
  questionnaires: z.array(questionnaire),
})

export type Question = z.infer<typeof question>
export type Questionnaire = z.infer<typeof questionnaire>
export type QuestionnairesDocument = z.infer<typeof questionnairesDocument>
