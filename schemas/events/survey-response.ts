import { z } from 'zod'
import type { Reason } from '../outcome.ts'
import { type CatalogueView, defineContract } from './contract.ts'
import { code, unitCode, versioned, wholeNumber } from './fields.ts'
import { instant, toLocalText } from './instant.ts'
import { nearestKnown } from './nearest-units.ts'

const data = z.strictObject({
  ...versioned,
  responseCode: code('a response code', /^[A-Za-z0-9][A-Za-z0-9._-]{3,63}$/, 'SIPAS-2023-000001'),
  /** Questionnaire with its method version: results of different methods are never compared (domain.md §5). */
  questionnaireCode: code('a questionnaire code', /^[a-z][a-z0-9-]{1,30}@\d{4}$/, 'sipas@2022'),
  /** The unit the form is about. */
  unitCode,
  /** Group of the respondent, without anything that names a person. */
  respondentGroup: code('a respondent group', /^[a-z][a-z-]{1,40}$/, 'citizen'),
  /** The year whose service the form judges. */
  surveyYear: z.number().int().min(2000).max(2100),
  submittedAt: instant,
  /** Raw column ticked per question, counted from the left; null for no opinion. Direction is the questionnaire's matter. */
  answers: z.record(
    code('a question code', /^[A-Za-z][A-Za-z0-9-]{0,40}(?:\.[A-Za-z0-9-]{1,40}){0,3}$/, 'service.result'),
    wholeNumber.max(10).nullable(),
  ),
})
export type SurveyResponse = z.output<typeof data>
export type SurveyResponseInput = z.input<typeof data>

const check = (d: SurveyResponse, catalogues: CatalogueView): Reason[] => {
  const reasons: Reason[] = []
  if (!catalogues.unitAt(d.unitCode, d.submittedAt))
    reasons.push({
      path: 'data.unitCode',
      code: 'unknown-unit',
      message: `is no unit on the day of the form${nearestKnown(catalogues.nearestUnits(d.unitCode))}`,
    })
  const questionnaire = catalogues.questionnaire(d.questionnaireCode)
  if (!questionnaire)
    return [
      ...reasons,
      { path: 'data.questionnaireCode', code: 'unknown-questionnaire', message: 'is in no catalogue' },
    ]
  const bounds = new Map(questionnaire.questions.map((q) => [q.code, q]))
  for (const [question, value] of Object.entries(d.answers)) {
    const known = bounds.get(question)
    if (!known)
      reasons.push({
        path: `data.answers.${question}`,
        code: 'unknown-question',
        message: 'is not in the questionnaire',
      })
    else if (value !== null && (value < known.min || value > known.max))
      reasons.push({
        path: `data.answers.${question}`,
        code: 'answer-out-of-scale',
        message: `lies outside the scale ${known.min}–${known.max}`,
      })
  }
  return reasons
}

/** One filled-in survey form (phiếu khảo sát), SIPAS or the leaders' survey. Sent once, again only to correct or void it. */
export const surveyResponse = defineContract<SurveyResponse>({
  id: 'survey-response.v1',
  title: { vi: 'Phiếu khảo sát', en: 'Survey form' },
  table: 'survey_response_version',
  data,
  code: (d) => d.responseCode,
  check,
  unitDays: (d) => [d.submittedAt],
  columns: [
    'issuing_system',
    'response_code',
    'questionnaire_code',
    'unit_code',
    'respondent_group',
    'survey_year',
    'submitted_at',
    'question',
    'answer',
  ],
  row: (d) => {
    // Sorted, so that the same answers in another order are the same content.
    const questions = Object.keys(d.answers).sort()
    return [
      d.issuingSystem,
      d.responseCode,
      d.questionnaireCode,
      d.unitCode,
      d.respondentGroup,
      d.surveyYear,
      toLocalText(d.submittedAt),
      questions,
      questions.map((q) => d.answers[q] ?? null),
    ]
  },
  lookedUpColumns: ['unit_level'],
  lookUp: (d, catalogues) => [catalogues.unitAt(d.unitCode, d.submittedAt)?.level ?? ''],
})
