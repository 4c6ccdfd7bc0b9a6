import type { Catalogues } from '@ioc/catalogues'
import { STRAIGHT_LINE_ANSWERS_MIN } from '@ioc/scoring'
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
 * A form answered straight down one column, on raw columns: at least three index questions answered, all with the same column, and
 * among them some of either direction (domain.md §5). Those of one direction alone can be answered so in earnest.
 */
export const straightLined = (catalogues: Catalogues, questionnaire: string): string => {
  const questions = indexQuestions(catalogues, questionnaire)
  if (new Set(questions.map(({ direction }) => direction)).size < 2) return 'false'
  const running = (way: string) =>
    codes(questions.filter(({ direction }) => direction === way).map(({ code }) => code))
  const isOfIndex = `isNotNull(a) AND has(${codes(questions.map(({ code }) => code))}, q)`
  const columns = `arrayFilter((a, q) -> ${isOfIndex}, answer, question)`
  const answered = `arrayFilter((q, a) -> ${isOfIndex}, question, answer)`
  return `(length(${columns}) >= ${STRAIGHT_LINE_ANSWERS_MIN} AND length(arrayDistinct(${columns})) = 1
    AND hasAny(${answered}, ${running('ascending')}) AND hasAny(${answered}, ${running('descending')}))`
}
