import { expect, test } from 'vitest'
import { FAULT_CODES, PROBLEM_CODES } from '../../routes/problem-codes.ts'
import type { SaidNo } from '../api/said-no.ts'
import { problemText } from './problem-text.ts'
import { FAULT_SAID, PROBLEM_SAID } from './problems.ts'

const status = 400
const detail = 'scope: 99999 is no unit of the province'

test('a refusal is said in Vietnamese from its codes, with the field as the page calls it', () => {
  const parameters: SaidNo['parameters'] = [
    {
      parameter: 'scope',
      message: '99999 is no unit of the province',
      code: 'unknown-scope',
      about: { given: '99999', near: '24769 (Đam Rông)' },
    },
    { parameter: 'date', message: 'is no day', code: 'no-such-day', about: { given: '2024-13-40' } },
  ]
  expect(problemText({ status, detail, parameters }, 'vi')).toEqual({
    text: 'Phạm vi: tỉnh không có đơn vị 99999; gần giống: 24769 (Đam Rông); Đến ngày: không phải một ngày trên lịch: 2024-13-40',
    lang: 'vi',
  })
})

test('a form is told of its own fields, in English too', () => {
  const parameters: SaidNo['parameters'] = [
    { parameter: 'rule.title.en', message: 'is empty', code: 'too-short', about: { least: '1' } },
    { parameter: 'rule.about.limit', message: 'expects a number', code: 'wrong-kind', about: {} },
  ]
  const said = { status, detail: 'rule.title.en: is empty; …', parameters }
  expect(problemText(said, 'en').text).toBe('Name in English: is empty; Limit: expects a number')
  expect(problemText(said, 'vi').text).toBe(
    'Tên tiếng Anh: còn trống hoặc quá ngắn; Mức: còn trống hoặc sai kiểu',
  )
})

test('what is not told is left out, and days are written as the page writes them', () => {
  const about = { today: '2024-06-30' }
  const text = (about: Record<string, string>) =>
    problemText({ status, detail, code: 'day-not-over', about }, 'vi').text
  expect(text(about)).toMatch(/hôm nay là 30\/06\/2024$/)
  expect(text({})).toBe('Ngày này chưa hết nên chưa chốt được')
})

test.each([{ code: 'of-tomorrow' }, { code: 'constructor' }, {}])(
  'a refusal of another version of ours ($code) is said as it came, and is marked as English',
  (code) => expect(problemText({ status, detail, ...code }, 'vi')).toEqual({ text: detail, lang: 'en' }),
)

test('every code has its words, in NFC, which ask for nothing but names', () => {
  const all = [
    ...PROBLEM_CODES.map((code) => PROBLEM_SAID[code]),
    ...FAULT_CODES.map((code) => FAULT_SAID[code]),
  ]
  for (const said of all) {
    const text = JSON.stringify(said)
    expect(text).toBe(text.normalize('NFC'))
    expect(text).not.toMatch(/\{(?!given|near|by|day|upTo|today|revision|name|most|least|asked|")/)
  }
})
