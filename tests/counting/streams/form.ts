import fc from 'fast-check'
import { readData } from '../data-files.ts'
import type { Data } from '../told.ts'
import { at, choice, day, later, unitOf, version } from './moments.ts'

type Sheet = { code: string; questions: { code: string; min: number; max: number }[] }
const { questionnaires } = readData<{ questionnaires: Sheet[] }>('questionnaires.json')

const drawn = fc.record({
  day,
  choice,
  sheet: fc.constantFrom(...questionnaires),
  surveyYear: fc.constantFrom(2021, 2023, 2024, 2024),
  submitted: later(0, 0),
  /** One column straight down, or every answer its own; 0 is no opinion. */
  straight: fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }),
  columns: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 35, maxLength: 35 }),
  /** How many questions were answered at all. */
  length: fc.constantFrom(0, 2, 3, 35, 35, 35),
  version,
})
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never

const dataOf = (serial: number, d: Drawn): Data => ({
  issuingSystem: 'survey.example.vn',
  ...d.version,
  responseCode: `FORM-${String(serial).padStart(4, '0')}`,
  questionnaireCode: d.sheet.code,
  unitCode: unitOf(d.choice, d.day),
  respondentGroup: 'citizen',
  surveyYear: d.surveyYear,
  submittedAt: at(d.day, d.submitted),
  answers: Object.fromEntries(
    d.sheet.questions.slice(0, d.length).map(({ code }, n) => {
      const column = d.columns[n]!
      return [code, column === 0 ? null : (d.straight ?? column)]
    }),
  ),
})

/** The states of one form in turn: sent once, again only to be corrected or voided. */
export const formVersions = (serial: number): fc.Arbitrary<Data[]> =>
  fc
    .array(drawn, { minLength: 1, maxLength: 2 })
    .map((states) => states.map((state) => dataOf(serial, state)))
