import { openCatalogues } from '@ioc/catalogues'
import { checkSample, verdicts } from '@ioc/connectors/drop/sample.fixture.ts'
import { beforeAll, expect, test } from 'vitest'
import { surveyForms } from './index.ts'
import { mapping } from './mapping.ts'
import { answerOf, questionCodes, questionOf } from './questions.ts'

const catalogues = openCatalogues()
const NOW_MS = Date.parse('2024-07-01T08:00:00+07:00')
let checked: Awaited<ReturnType<typeof checkSample>>
beforeAll(async () => {
  checked = await checkSample(surveyForms, catalogues, NOW_MS)
})

test('each row of the sample is kept, passed or refused for the reason it was made for', () => {
  expect(verdicts(checked)).toEqual([
    '6 keep',
    '7 keep',
    '8 keep',
    '9 keep',
    '10 reject: data.unitCode unknown-unit',
    '11 reject: data.submittedAt wrong-instant',
    '12 reject: data.answers.satisfaction.result wrong-type',
    '13 reject: data.responseCode wrong-type, data.respondentGroup wrong-format, data.submittedAt wrong-instant',
    '14 reject: data.responseCode wrong-format, data.unitCode wrong-type, data.respondentGroup wrong-type, data.surveyYear wrong-type, data.submittedAt wrong-type',
    '15 skip: neither Mã phiếu nor Mã đơn vị: no form',
  ])
})

test('a form is what stands in its row, and nothing of its other columns', () => {
  const rows = checked.flatMap((each) => (each.verdict === 'keep' ? [each.row] : []))
  const own = ({
    response_code,
    unit_code,
    respondent_group,
    survey_year,
    submitted_at,
    answer,
    voided,
  }: Record<string, unknown>) => ({
    ...{
      response_code,
      unit_code,
      respondent_group,
      survey_year,
      submitted_at,
      answer,
      voided: Boolean(voided),
    },
  })
  const same = { survey_year: 2024, voided: false }
  expect(rows.map(own)).toEqual([
    // Answers in the order of their questions: access, feedback-handling, procedures, result, staff.
    {
      ...same,
      response_code: 'SF-2024-0001',
      unit_code: '24769',
      respondent_group: 'citizen',
      submitted_at: '2024-06-20 23:59:59.999',
      answer: [5, 3, 4, 5, 4],
    },
    {
      ...same,
      response_code: 'SF-2024-0002',
      unit_code: '24769',
      respondent_group: 'organisation',
      submitted_at: '2024-06-20 23:59:59.999',
      answer: [4, null, 4, 5, null],
    },
    {
      ...same,
      response_code: 'SF-2024-0003',
      unit_code: '672',
      respondent_group: 'citizen',
      submitted_at: '2024-06-21 23:59:59.999',
      answer: [4, 1, 5, 2, 3],
    },
    {
      ...same,
      response_code: 'SF-2024-0004',
      unit_code: '24772',
      respondent_group: 'citizen',
      submitted_at: '2024-06-21 14:30:00.000',
      answer: [3, 3, 3, 3, 3],
      voided: true,
    },
  ])
  expect(JSON.stringify(rows)).not.toMatch(/Phường|mẫu|Ý kiến/)
})

test('columns that name a respondent, should there be any, are left behind', () => {
  const mapped = mapping(
    {
      'Mã phiếu': 'SF-1',
      'Mã đơn vị': '24769',
      'Họ và tên': 'CANARY',
      'Số điện thoại': 'CANARY',
      'Ý kiến khác': 'CANARY',
    },
    { callerHash: () => '' },
  )
  expect(JSON.stringify(mapped)).not.toContain('CANARY')
})

test('every question the sheet asks is one of its questionnaire', () => {
  const known = catalogues.questionnaire('sipas@2022')!.questions.map(({ code }) => code)
  expect(questionCodes.filter((code) => !known.includes(code))).toEqual([])
})

test.each([
  ['Mức độ hài lòng / Kết quả dịch vụ', 'satisfaction.result'],
  ['KẾT QUẢ  dịch vụ', 'satisfaction.result'],
  ['leadership.steering', 'leadership.steering'],
  ['Ý kiến khác', null],
  ['Mã phiếu', null],
])('the column %s asks %s', (column, question) => {
  expect(questionOf(column)).toBe(question)
})

test.each([
  [4, 4],
  ['4', 4],
  ['Rất hài lòng', 5],
  ['', null],
  ['không ý kiến', null],
  ['khá', 'khá'],
])('the answer %j is %j', (cell, answer) => {
  expect(answerOf(cell)).toBe(answer)
})
