import type { Catalogues } from '@ioc/catalogues'
import { type CountedIndicator, defineIndicator } from '../../define.ts'
import { codes, indexQuestions, ofYear } from './questions.ts'

const METHODS = [
  {
    questionnaire: 'sipas@2022',
    id: 'satisfaction.sipas',
    vi: 'Chỉ số hài lòng SIPAS',
    en: 'SIPAS satisfaction index',
    source: 'Quyết định 272/QĐ-BNV (10/4/2024)',
    remark: {
      vi: 'quyết định chỉ nêu kết quả; công thức chưa xác minh; phiếu là dữ liệu mô phỏng',
      en: 'the decision states the result only; the formula is unconfirmed; the forms are synthetic',
    },
  },
  {
    questionnaire: 'sipas@2021',
    id: 'satisfaction.sipas-2021',
    vi: 'Chỉ số hài lòng SIPAS (phương pháp đến năm 2021)',
    en: 'SIPAS satisfaction index (method until 2021)',
    source: 'Phương pháp khảo sát SIPAS đến năm 2021',
    remark: {
      vi: 'chỉ nghe nói lại; không so sánh được với phương pháp từ năm 2022 nên không bao giờ vẽ trên cùng một đường',
      en: 'from hearsay; not comparable with the method of 2022, so never drawn on one line',
    },
  },
] as const

const HALVES = {
  numerator: {
    vi: 'trong đó câu trả lời “hài lòng” hoặc “rất hài lòng” (bậc 4 và 5 trên 5)',
    en: 'of those, “satisfied” or “very satisfied” (4 and 5 of 5)',
  },
  denominator: {
    vi: 'câu trả lời cho các câu hỏi tính chỉ số, trong phiếu về năm của kỳ nộp trước khi hết kỳ',
    en: 'answers to the questions of the index, in forms about the year of the period handed in by its end',
  },
}

/**
 * SIPAS: share of the answers to index questions that are "hài lòng" or "rất hài lòng" (columns 4 and 5 of 5), one indicator for
 * each version of the method. The formula of Decision 1001/QĐ-BNV was not readable; this is the default until it is
 * handed over — unconfirmed (domain.md §5).
 */
export const satisfactionSipas = (catalogues: Catalogues): CountedIndicator[] =>
  METHODS.map(({ questionnaire, id, vi, en, source, remark }) => {
    const questions = codes(indexQuestions(catalogues, questionnaire).map((question) => question.code))
    const where = ofYear(questionnaire)
    return defineIndicator({
      id,
      version: 1,
      title: { vi, en },
      source,
      remark,
      halves: HALVES,
      evidence: 'unconfirmed',
      group: 'satisfaction',
      kind: 'index',
      of: 'forms',
      stream: questionnaire,
      numerator: {
        counts: 'sum',
        of: () => `arrayCount((q, a) -> has(${questions}, q) AND ifNull(a >= 4, false), question, answer)`,
        where,
      },
      denominator: {
        counts: 'sum',
        of: () => `arrayCount((q, a) -> has(${questions}, q) AND a IS NOT NULL, question, answer)`,
        where,
      },
      unitOfMeasure: 'phần trăm',
      method: questionnaire,
      aboutPersons: true,
    })
  })
