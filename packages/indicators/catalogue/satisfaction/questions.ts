import type { Catalogues } from '@ioc/catalogues'
import type { Expression } from '../../define.ts'

/** Text of a ClickHouse array of short codes; codes come from the catalogue's own pattern and hold no quote. */
export const codes = (list: readonly string[]) => `[${list.map((code) => `'${code}'`).join(', ')}]`

/** The questions of a questionnaire that enter its index. */
export const indexQuestions = (catalogues: Catalogues, code: string) => {
  const questionnaire = catalogues.questionnaire(code)
  if (!questionnaire)
    throw new Error(`the catalogues hold no questionnaire ${code}; the satisfaction indicators need it`)
  return questionnaire.questions.filter((question) => question.inIndex)
}

/** Forms of a questionnaire about the year the period begins in, handed in by its end. */
export const ofYear =
  (questionnaire: string): Expression =>
  ({ begin, end }) =>
    `questionnaire_code = '${questionnaire}' AND survey_year = toYear(${begin}) AND submitted_at < ${end}`

/**
 * A form answered straight down one column, on raw columns: at least three index questions answered, all with the same column,
 * on a sheet where they run in both directions (domain.md §5). A sheet in one direction can be answered so in earnest.
 */
export const straightLined = (catalogues: Catalogues, questionnaire: string): string => {
  const questions = indexQuestions(catalogues, questionnaire)
  if (new Set(questions.map(({ direction }) => direction)).size < 2) return 'false'
  const answered = `arrayFilter((a, q) -> isNotNull(a) AND has(${codes(questions.map(({ code }) => code))}, q), answer, question)`
  return `(length(${answered}) >= ${STRAIGHT_LINE_ANSWERS_MIN} AND length(arrayDistinct(${answered})) = 1)`
}

/** Fewer answers in one column say nothing of the hand that ticked them (inferred: no rule is published). */
export const STRAIGHT_LINE_ANSWERS_MIN = 3
