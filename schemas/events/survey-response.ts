import { z } from 'zod'
import { type CatalogueView, defineContract } from './contract.ts'
import { code, unitCode, versioned, wholeNumber } from './fields.ts'
import { instant, toLocalText } from './instant.ts'
import { knownUnit, type Rule } from './rule.ts'

const data = z.strictObject({
  ...versioned,
  /** Number of the form (phiếu). */
  responseCode: code('a response code', /^[A-Za-z0-9][A-Za-z0-9._-]{3,63}$/, 'SIPAS-2023-000001'),
  /** Questionnaire with its method version: results of different methods are never compared (domain.md §5). */
  questionnaireCode: code('a questionnaire code', /^[a-z][a-z0-9-]{1,30}@\d{4}$/, 'sipas@2022'),
  /** The unit the form is about. */
  unitCode,
  /** Group of the respondent, without anything that names a person. */
  respondentGroup: code('a respondent group', /^[a-z][a-z-]{1,40}$/, 'citizen'),
  /** The year whose service the form judges. */
  surveyYear: z.number().int().min(2000).max(2100),
  /** When it was filled in. */
  submittedAt: instant,
  /** Raw column ticked per question, counted from the left; null for no opinion. Direction is the questionnaire's matter. */
  answers: z.record(
    code('a question code', /^[A-Za-z][A-Za-z0-9-]{0,40}(?:\.[A-Za-z0-9-]{1,40}){0,3}$/, 'service.result'),
    wholeNumber.max(10).nullable(),
  ),
})
export type SurveyResponse = z.output<typeof data>
export type SurveyResponseInput = z.input<typeof data>

/** Questions of the form's questionnaire by their code; null where the questionnaire is unknown, which is told by itself. */
const questionsOf = (d: SurveyResponse, catalogues: CatalogueView) => {
  const questionnaire = catalogues.questionnaire(d.questionnaireCode)
  return questionnaire ? new Map(questionnaire.questions.map((q) => [q.code, q])) : null
}

const rules: readonly Rule<SurveyResponse>[] = [
  knownUnit(
    'is no unit on the day of the form',
    (d, catalogues) => catalogues.unitAt(d.unitCode, d.submittedAt) !== undefined,
  ),
  {
    path: 'questionnaireCode',
    code: 'unknown-questionnaire',
    says: 'is in no catalogue',
    broken: (d, catalogues) => !catalogues.questionnaire(d.questionnaireCode),
  },
  {
    path: 'answers',
    code: 'unknown-question',
    says: 'is not in the questionnaire',
    broken: (d, catalogues) => {
      const known = questionsOf(d, catalogues)
      return Object.keys(d.answers)
        .filter((question) => known !== null && !known.has(question))
        .map((question) => ({ path: `answers.${question}`, message: 'is not in the questionnaire' }))
    },
  },
  {
    path: 'answers',
    code: 'answer-out-of-scale',
    says: 'lies outside the scale of its question',
    broken: (d, catalogues) => {
      const known = questionsOf(d, catalogues)
      return Object.entries(d.answers).flatMap(([question, value]) => {
        const scale = known?.get(question)
        return scale && value !== null && (value < scale.min || value > scale.max)
          ? [{ path: `answers.${question}`, message: `lies outside the scale ${scale.min}–${scale.max}` }]
          : []
      })
    },
  },
]

/** One filled-in survey form (phiếu khảo sát), SIPAS or the leaders' survey. Sent once, again only to correct or void it. */
export const surveyResponse = defineContract<SurveyResponse>({
  id: 'survey-response.v1',
  title: { vi: 'Phiếu khảo sát', en: 'Survey form' },
  table: 'survey_response_version',
  data,
  code: (d) => d.responseCode,
  rules,
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
