import { openCatalogues } from '@ioc/catalogues'
import { readDocument } from '@ioc/schemas/documents/index.ts'
import { expect, test } from 'vitest'

const plan = openCatalogues()
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')
const printed = oneLine(readDocument('kh-5024-2024').text)
const appendixFrom = printed.indexOf(' PHỤ LỤC ')
const all = [...plan.remediationCriteria.map(({ code }) => code), null].flatMap((code) => plan.remedies(code))

const isPrinted = (text: string | null | undefined) => text == null || printed.includes(oneLine(text))

test('every Vietnamese word of the remedies stands in the plan as it is here', () => {
  expect(appendixFrom).toBeGreaterThan(0)
  const wrong = [
    ...plan.remediationCriteria.filter(({ name, cause }) => !isPrinted(name.vi) || !isPrinted(cause?.vi)),
    ...all.filter(
      (row) =>
        ![row.heading?.vi, row.leadText, row.cooperatingText, row.deadlineText].every(isPrinted) ||
        // A sentence of the body ends in "./.", which is the document's end and not the order's.
        !isPrinted(row.remedy.vi.replace(/\.$/, '')),
    ),
  ]
  expect(wrong.map(({ code }) => code)).toEqual([])
})

test('criteria and remedies follow the order of the appendix', () => {
  const places = (texts: string[]) => {
    let after = appendixFrom
    return texts.map((text) => {
      after = printed.indexOf(oneLine(text), after)
      return after
    })
  }
  const criteria = places(plan.remediationCriteria.map(({ code, name }) => `${code} ${name.vi}`))
  expect(criteria).not.toContain(-1)
  const ofCriteria = all.filter(({ criterion }) => criterion !== null)
  expect(places(ofCriteria.map(({ remedy }) => remedy.vi))).not.toContain(-1)
})

test('whatever the appendix prints between its first row and its last belongs to a row', () => {
  const rest = plan.remediationCriteria
    .flatMap(({ code, name, cause }) => [
      ...(cause?.vi.split('\n') ?? []),
      `${code} ${name.vi}`,
      ...plan
        .remedies(code)
        .flatMap((row) => [
          row.heading?.vi ?? '',
          row.remedy.vi,
          ...[row.leadText, row.cooperatingText, row.deadlineText].flatMap((text) => text?.split('\n') ?? []),
        ]),
    ])
    .map(oneLine)
    .filter((text) => text !== '')
    .sort((a, b) => b.length - a.length)
    .reduce(
      (left, text) => left.replaceAll(text, ' '),
      printed.slice(printed.indexOf('1 CÔNG TÁC CHỈ ĐẠO'), printed.indexOf('HIỆU LỰC VĂN BẢN')),
    )
  // Points, and the marks of lists; a word left over is something the plan orders and the data forgot.
  expect(rest.match(/\p{L}+/gu) ?? []).toEqual([])
})

test('what the body of the plan orders is there too; only its headings are left', () => {
  const body = printed.slice(printed.indexOf('II. NHIỆM VỤ'), printed.indexOf('Nơi nhận:'))
  const rest = plan
    .remedies(null)
    .flatMap(({ remedy, leadText }) => [remedy.vi.replace(/\.$/, ''), leadText ?? ''])
    .filter((text) => text !== '')
    .sort((a, b) => b.length - a.length)
    .reduce((left, text) => left.replaceAll(text, ' '), body)
  expect(rest.match(/\p{L}+/gu)?.join(' ')).toBe('II NHIỆM VỤ VÀ GIẢI PHÁP III TỔ CHỨC THỰC HIỆN a b a b')
})

test('every criterion that lost points has a remedy', () => {
  const criteria = plan.remediationCriteria.filter(({ code }) => code.includes('.'))
  expect(criteria).toHaveLength(23)
  expect(criteria.filter(({ code }) => plan.remedies(code).length === 0)).toEqual([])
})
