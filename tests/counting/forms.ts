import { readData } from './data-files.ts'
import { part, type Rule, type Rules, total } from './rules.ts'
import { type Bounds, instantMs } from './time.ts'
import type { Data } from './told.ts'

type Question = { code: string; min: number; max: number; direction: string; inIndex: boolean }

const sheets = new Map(
  readData<{ questionnaires: { code: string; questions: Question[] }[] }>(
    'questionnaires.json',
  ).questionnaires.map(({ code, questions }) => [code, questions.filter(({ inIndex }) => inIndex)]),
)

/** Ticked straight down by nobody who reads: three answers or more in one column, though what was answered runs both ways (domain.md §5). */
const isStraight = (answers: readonly { question: Question; column: number }[]) =>
  new Set(answers.map(({ question }) => question.direction)).size === 2 &&
  answers.length >= 3 &&
  answers.every(({ column }) => column === answers[0]!.column)

/** A survey form as the second counting sees it: the answers that enter the index, none without an opinion. */
export const readForm = (data: Data) => {
  const questionnaire = data.questionnaireCode as string
  const questions = sheets.get(questionnaire) ?? []
  const ticked = data.answers as Record<string, number | null>
  const answers = questions.flatMap((question) => {
    const column = ticked[question.code] ?? null
    return column === null ? [] : [{ question, column }]
  })
  return {
    unitCode: data.unitCode as string,
    belongsAtMs: instantMs(data.submittedAt as string),
    questionnaire,
    year: data.surveyYear as number,
    submittedAt: instantMs(data.submittedAt as string),
    answers,
    isStraight: isStraight(answers),
  }
}
export type Form = ReturnType<typeof readForm>

/** A form says nothing of months: it counts for the year it judges, once it is handed in. */
const about = (questionnaire: string) => (form: Form, period: Bounds) =>
  form.questionnaire === questionnaire &&
  form.year === Number(period.from.slice(0, 4)) &&
  form.submittedAt < period.endMs

/** Of the answers, those "hài lòng" or "rất hài lòng": columns 4 and 5 of 5. */
const satisfied =
  (questionnaire: string): Rule<Form> =>
  (forms, period) => {
    const answers = forms.filter((form) => about(questionnaire)(form, period)).flatMap((form) => form.answers)
    return { numerator: answers.filter(({ column }) => column >= 4).length, denominator: answers.length }
  }

/** How far answers reached above the worst column of their question, of how far they could. */
const reached =
  (counts: (form: Form) => boolean): Rule<Form> =>
  (forms, period) => {
    const answers = forms
      .filter((form) => about('leaders@2023')(form, period) && counts(form))
      .flatMap((form) => form.answers)
    return {
      numerator: total(answers, ({ question: { direction, min, max }, column }) =>
        direction === 'descending' ? max - column : column - min,
      ),
      denominator: total(answers, ({ question: { min, max } }) => max - min),
    }
  }

/** Every indicator over survey forms. */
export const countForms: Rules<Form> = {
  'satisfaction.sipas': satisfied('sipas@2022'),
  'satisfaction.sipas-2021': satisfied('sipas@2021'),
  'satisfaction.leaders': reached(() => true),
  'satisfaction.leaders-unflagged': reached((form) => !form.isStraight),
  'satisfaction.leaders-straight-lined': part(about('leaders@2023'), (form) => form.isStraight),
}
