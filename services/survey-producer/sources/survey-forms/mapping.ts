import { WRITTEN_AT } from '@ioc/connectors/drop/index.ts'
import { event, type Mapping, skip } from '@ioc/connectors/mapping.ts'
import {
  sameName,
  textOf,
  vietnameseInstant,
  vietnameseNumber,
  vietnameseYesNo,
} from '@ioc/connectors/texts/index.ts'
import { answerOf, questionOf } from './questions.ts'

const RESPONDENTS: Readonly<Record<string, string>> = {
  'người dân': 'citizen',
  'cá nhân': 'citizen',
  'tổ chức, doanh nghiệp': 'organisation',
  'tổ chức': 'organisation',
  'doanh nghiệp': 'organisation',
}

/**
 * One row of a department’s sheet, one form: answers as numbers or in words, no opinion as an empty cell. Columns that are not named here are
 * left behind: remarks (Ý kiến khác), and whatever names a respondent, should a sheet have it.
 *
 * A sheet says no time of typing that a correction would move on, so `recordedAt` is when the file was written: of a row that is told
 * twice the later file is right.
 */
export const mapping: Mapping = (record) => {
  const responseCode = textOf(record['Mã phiếu'])
  const unitCode = textOf(record['Mã đơn vị'])
  if (responseCode === null && unitCode === null) return skip('neither Mã phiếu nor Mã đơn vị: no form')
  const group = textOf(record['Đối tượng trả lời'])
  const answers: Record<string, unknown> = {}
  for (const [column, value] of Object.entries(record)) {
    const question = questionOf(column)
    if (question !== null) answers[question] = answerOf(value)
  }
  return event({
    issuingSystem: 'survey-forms.lamdong.gov.vn',
    recordedAt: record[WRITTEN_AT],
    sequence: 0,
    voided: vietnameseYesNo(record['Hủy phiếu']) ?? false,
    responseCode,
    questionnaireCode: textOf(record['Mẫu phiếu']) ?? 'sipas@2022',
    unitCode,
    respondentGroup: group && (RESPONDENTS[sameName(group)] ?? group),
    surveyYear: vietnameseNumber(record['Năm khảo sát']),
    submittedAt: vietnameseInstant(record['Ngày trả lời']),
    answers,
  })
}
