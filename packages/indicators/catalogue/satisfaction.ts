import type { Catalogues } from '@ioc/catalogues'
import { defineIndicator } from '../define.ts'

/** Text of a ClickHouse array of short codes; codes come from the catalogue's own pattern and hold no quote. */
const codes = (list: readonly string[]) => `[${list.map((code) => `'${code}'`).join(', ')}]`

const questionsOf = (catalogues: Catalogues, code: string) => {
  const questionnaire = catalogues.questionnaire(code)
  if (!questionnaire)
    throw new Error(`the catalogues hold no questionnaire ${code}; the satisfaction indicators need it`)
  return questionnaire.questions.filter((question) => question.inIndex)
}

/** Forms of a questionnaire about the year the period begins in. */
const ofYear = (questionnaire: string) =>
  `questionnaire_code = '${questionnaire}' AND survey_year = toYear(from_at)`

/**
 * SIPAS: share of the answers to index questions that are "hài lòng" or "rất hài lòng" (columns 4 and 5 of 5).
 * The formula of Decision 1001/QĐ-BNV was not readable; this is the default until it is handed over — inferred (domain.md §5).
 */
export const satisfactionSipas = (catalogues: Catalogues) => {
  const questions = codes(questionsOf(catalogues, 'sipas@2022').map((question) => question.code))
  return defineIndicator({
    id: 'satisfaction.sipas',
    version: 1,
    title: { vi: 'Chỉ số hài lòng SIPAS', en: 'SIPAS satisfaction index' },
    source: 'Quyết định 272/QĐ-BNV (10/4/2024); the formula is inferred; the forms are synthetic',
    group: 'satisfaction',
    kind: 'index',
    of: 'forms',
    numerator: `sumIf(arrayCount((q, a) -> has(${questions}, q) AND ifNull(a >= 4, false), question, answer), ${ofYear('sipas@2022')})`,
    denominator: `sumIf(arrayCount((q, a) -> has(${questions}, q) AND a IS NOT NULL, question, answer), ${ofYear('sipas@2022')})`,
    unitOfMeasure: 'phần trăm',
    aboutPersons: true,
  })
}

/**
 * Leaders' survey: 22 points times the mean of the answers on their scale, (x − min)/(max − min), or its complement where
 * the sheet runs from best to worst (Kế hoạch 5024/KH-UBND, criterion 9.2). How the Ministry scores it is not printed: inferred.
 */
export const satisfactionLeaders = (catalogues: Catalogues) => {
  const questions = questionsOf(catalogues, 'leaders@2023')
  const all = codes(questions.map((question) => question.code))
  const descending = codes(
    questions.filter((q) => q.direction === 'descending').map((question) => question.code),
  )
  const bound = (side: 'min' | 'max') =>
    `transform(q, ${all}, [${questions.map((question) => question[side]).join(', ')}], 0)`
  const reached = `if(has(${descending}, q), ${bound('max')} - a, a - ${bound('min')})`
  const answered = `has(${all}, q) AND a IS NOT NULL`
  return defineIndicator({
    id: 'satisfaction.leaders',
    version: 1,
    title: { vi: 'Khảo sát lãnh đạo, quản lý (điểm trên 22)', en: 'Leaders’ survey (points of 22)' },
    source:
      'Kế hoạch 5024/KH-UBND (20/6/2024), tiêu chí 9.2; the scoring is inferred; the forms are synthetic',
    group: 'satisfaction',
    kind: 'points',
    maximum: 22,
    of: 'forms',
    numerator: `sumIf(arraySum((q, a) -> if(${answered}, assumeNotNull(${reached}), 0), question, answer), ${ofYear('leaders@2023')})`,
    denominator: `sumIf(arraySum((q, a) -> if(${answered}, ${bound('max')} - ${bound('min')}, 0), question, answer), ${ofYear('leaders@2023')})`,
    unitOfMeasure: 'điểm',
    aboutPersons: true,
  })
}
