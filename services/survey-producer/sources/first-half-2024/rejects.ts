import type { Catalogues } from '@ioc/catalogues'
import type { SurveyResponseInput } from '@ioc/schemas/events/survey-response.ts'
import type { Candidate } from '@ioc/source/source.ts'
import { ISSUING_SYSTEM } from './forms.ts'
import printed from './printed.json' with { type: 'json' }

/** A form that must be refused, and the field a reader complains of; empty for the record as a whole. */
export type RejectKind = {
  name: string
  field: string
  count: number
  spoil(form: SurveyResponseInput): Record<string, unknown> | Buffer
}

/** What goes wrong when paper sheets are typed in; names are made up. */
export const REJECT_KINDS: readonly RejectKind[] = [
  { name: 'sixth column of five', field: 'answers', count: 14, spoil: (form) => answering(form, () => 6) },
  { name: 'answer in words', field: 'answers', count: 9, spoil: (form) => answering(form, () => 'hài lòng') },
  {
    name: 'answer between two columns',
    field: 'answers',
    count: 7,
    spoil: (form) => answering(form, () => 3.5),
  },
  {
    name: 'question of another sheet',
    field: 'answers',
    count: 8,
    spoil: (form) => ({ ...form, answers: { ...form.answers, Z99: 1 } }),
  },
  {
    name: 'questionnaire of a method nobody knows',
    field: 'questionnaireCode',
    count: 10,
    spoil: (form) => ({ ...form, questionnaireCode: 'sipas@2019' }),
  },
  {
    name: 'questionnaire without its version',
    field: 'questionnaireCode',
    count: 6,
    spoil: (form) => ({ ...form, questionnaireCode: 'sipas' }),
  },
  {
    name: 'name of the respondent',
    field: 'HoVaTen',
    count: 12,
    spoil: (form) => ({ ...form, HoVaTen: 'Phạm Văn Mô Phỏng' }),
  },
  {
    name: 'remark in free text',
    field: 'comment',
    count: 9,
    spoil: (form) => ({ ...form, comment: 'Ý kiến mô phỏng' }),
  },
  {
    name: 'unit nobody knows',
    field: 'unitCode',
    count: 6,
    spoil: (form) => ({ ...form, unitCode: '24999' }),
  },
  { name: 'year as text', field: 'surveyYear', count: 5, spoil: (form) => ({ ...form, surveyYear: '2023' }) },
  {
    name: 'placeholder date',
    field: 'submittedAt',
    count: 5,
    spoil: (form) => ({ ...form, submittedAt: '0001-01-01T00:00:00+07:00' }),
  },
  { name: 'answers missing', field: 'answers', count: 4, spoil: ({ answers: _, ...form }) => form },
  {
    name: 'a line of a spreadsheet',
    field: '',
    count: 4,
    spoil: (form) => Buffer.from(`${form.responseCode};4;4;5`),
  },
]

/** The same form with every answer replaced. */
const answering = (form: SurveyResponseInput, answer: () => unknown) => ({
  ...form,
  answers: Object.fromEntries(Object.keys(form.answers).map((question) => [question, answer()])),
})

/** What each of them would be were it not spoilt. */
export const goodForm = (catalogues: Catalogues, number: number): SurveyResponseInput => ({
  issuingSystem: ISSUING_SYSTEM,
  recordedAt: `2024-04-${String(1 + (number % 28)).padStart(2, '0')}T09:00:00+07:00`,
  sequence: 0,
  voided: false,
  responseCode: `SIPAS-${printed.surveyYear}-X${String(number).padStart(5, '0')}`,
  questionnaireCode: printed.sipas.questionnaire,
  unitCode: '24769',
  respondentGroup: 'citizen',
  surveyYear: printed.surveyYear,
  submittedAt: '2023-11-06T09:00:00+07:00',
  answers: Object.fromEntries(
    catalogues.questionnaire(printed.sipas.questionnaire)!.questions.map((question) => [question.code, 1]),
  ),
})

/** The forms to be refused, each the only one of its code. */
export const spoiltForms = (catalogues: Catalogues, tag: string): Candidate[] => {
  let number = 0
  return REJECT_KINDS.flatMap((kind) =>
    Array.from({ length: kind.count }, (): Candidate => {
      const form = goodForm(catalogues, ++number)
      const spoilt = kind.spoil(form)
      const head = { id: `${tag}-refused-${number}`, atMs: Date.parse(form.recordedAt) + number * 1000 }
      return Buffer.isBuffer(spoilt) ? { ...head, bytes: spoilt } : { ...head, data: spoilt }
    }),
  )
}
