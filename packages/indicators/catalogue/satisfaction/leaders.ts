import type { Catalogues } from '@ioc/catalogues'
import type { Bilingual } from '@ioc/scoring'
import {
  type CountedIndicator,
  defineIndicator,
  type Expression,
  type HalvesInWords,
  share,
} from '../../define.ts'
import { codes, indexQuestions, ofYear, straightLined } from './questions.ts'

const QUESTIONNAIRE = 'leaders@2023'
const SOURCE = 'Kế hoạch 5024/KH-UBND (20/6/2024), tiêu chí 9.2'
const REMARK: Bilingual = {
  vi: 'cách cho điểm là suy luận; phiếu là dữ liệu mô phỏng',
  en: 'the scoring is inferred; the forms are synthetic',
}
const LEADERS_FORMS: Bilingual = {
  vi: 'phiếu khảo sát lãnh đạo, quản lý về năm của kỳ, nộp trước khi hết kỳ',
  en: 'leaders’ forms about the year of the period, handed in by its end',
}
const POINTS: HalvesInWords = {
  numerator: {
    vi: 'tổng số bậc mà các câu trả lời đạt được trên bậc thấp nhất của thang; câu hỏi đảo chiều tính ngược lại',
    en: 'sum of what the answers reached above the worst of their scale; reversed questions count the other way',
  },
  denominator: {
    vi: 'tổng số bậc có thể đạt của các câu đã trả lời',
    en: 'sum of what there was to reach in the questions answered',
  },
}

const common = {
  version: 1,
  source: SOURCE,
  remark: REMARK,
  evidence: 'inferred',
  group: 'satisfaction',
  of: 'forms',
  stream: QUESTIONNAIRE,
  aboutPersons: true,
  method: QUESTIONNAIRE,
} as const

/** Sums over the answers of a form: what they reached above the worst, and what there was to reach. */
const reached = (catalogues: Catalogues) => {
  const questions = indexQuestions(catalogues, QUESTIONNAIRE)
  const all = codes(questions.map((question) => question.code))
  const descending = codes(
    questions.filter((q) => q.direction === 'descending').map((question) => question.code),
  )
  const bound = (side: 'min' | 'max') =>
    `transform(q, ${all}, [${questions.map((question) => question[side]).join(', ')}], 0)`
  const own = `if(has(${descending}, q), ${bound('max')} - a, a - ${bound('min')})`
  const answered = `has(${all}, q) AND a IS NOT NULL`
  const sum = (of: string) => `arraySum((q, a) -> if(${answered}, ${of}, 0), question, answer)`
  return { reached: sum(`assumeNotNull(${own})`), possible: sum(`${bound('max')} - ${bound('min')}`) }
}

/**
 * Leaders' survey: 22 points times the mean of the answers on their scale, (x − min)/(max − min), or its complement where
 * the sheet runs from best to worst (Kế hoạch 5024/KH-UBND, criterion 9.2). How the Ministry scores it is not printed: inferred.
 * Beside the index of all forms stands the one without forms answered straight down, and their share: none is dropped in silence.
 */
export const satisfactionLeaders = (catalogues: Catalogues): CountedIndicator[] => {
  const sums = reached(catalogues)
  const flagged = straightLined(catalogues, QUESTIONNAIRE)
  const index = (id: string, title: { vi: string; en: string }, where: Expression): CountedIndicator =>
    defineIndicator({
      ...common,
      id,
      title,
      kind: 'points',
      maximum: 22,
      halves: POINTS,
      numerator: { counts: 'sum', of: () => sums.reached, where },
      denominator: { counts: 'sum', of: () => sums.possible, where },
      unitOfMeasure: 'điểm',
    })
  const mine = ofYear(QUESTIONNAIRE)
  return [
    index(
      'satisfaction.leaders',
      { vi: 'Khảo sát lãnh đạo, quản lý (điểm trên 22)', en: 'Leaders’ survey (points of 22)' },
      mine,
    ),
    index(
      'satisfaction.leaders-unflagged',
      {
        vi: 'Khảo sát lãnh đạo, quản lý, không tính phiếu đánh thẳng một cột (điểm trên 22)',
        en: 'Leaders’ survey without forms answered straight down (points of 22)',
      },
      (period) => `${mine(period)} AND NOT ${flagged}`,
    ),
    defineIndicator({
      ...common,
      id: 'satisfaction.leaders-straight-lined',
      title: {
        vi: 'Tỷ lệ phiếu khảo sát lãnh đạo đánh thẳng một cột',
        en: 'Leaders’ survey forms answered straight down',
      },
      kind: 'ratio',
      halves: {
        numerator: {
          vi: 'trong đó phiếu đánh thẳng một cột',
          en: 'of those, answered straight down one column',
        },
        denominator: LEADERS_FORMS,
      },
      ...share(mine, () => flagged),
      unitOfMeasure: 'phiếu',
    }),
  ]
}
