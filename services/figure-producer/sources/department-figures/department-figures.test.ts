import { openCatalogues } from '@ioc/catalogues'
import { checkSample, verdicts } from '@ioc/connectors/drop/sample.fixture.ts'
import { beforeAll, expect, test } from 'vitest'
import { departmentFigures } from './index.ts'
import { halfOf, unitOfMeasureOf } from './measures.ts'

const NOW_MS = Date.parse('2024-07-01T08:00:00+07:00')
let checked: Awaited<ReturnType<typeof checkSample>>
beforeAll(async () => {
  checked = await checkSample(departmentFigures, openCatalogues(), NOW_MS)
})

test('each row of the sample is kept, passed or refused for the reason it was made for', () => {
  expect(verdicts(checked)).toEqual([
    '5 keep',
    '6 keep',
    '7 keep',
    '8 keep',
    '9 keep',
    '10 keep',
    '11 skip: neither Số văn bản nor Thực hiện: a heading, not a figure',
    '12 reject: data.periodTo wrong-format, data.documentIssuedOn wrong-format, data.issuedAt wrong-instant',
    '13 reject: data.numerator wrong-type, data.unitOfMeasure unknown-value',
    '14 reject: data.figureCode wrong-format, data.indicator wrong-format',
    '15 reject: data wrong-columns',
  ])
})

test('a figure is what stands in its row, in the unit of its row, and no remark', () => {
  const rows = checked.flatMap((each) => (each.verdict === 'keep' ? [each.row] : []))
  expect(
    rows.map((row) => [
      row.figure_code,
      row.numerator,
      row.denominator,
      row.unit_of_measure,
      row.estimate,
      row.voided,
    ]),
  ).toEqual([
    ['901/BC-SKHDT/steering.disbursed/68/2024-05-31', 1111.1, 8888.8, 'tỷ đồng', false, false],
    ['901/BC-SKHDT/steering.disbursed.estimate/68/2024-06-30', 3000, 8888.8, 'tỷ đồng', true, false],
    ['902/BC-TTr/steering.inspection-recoveries/68/2024-06-30', 2500, null, 'triệu đồng', false, false],
    ['903/BC-SNV/steering.plan-tasks/H36.02/2024-06-30', 12, 48, 'nhiệm vụ', false, false],
    ['904/BC-STP/steering.civil-status-digitised/68/2024-06-30', 98.15, null, 'phần trăm', false, false],
    ['903/BC-SNV/steering.classes-opened/68/2024-06-30', 1234, null, 'lớp', false, true],
  ])
  expect(JSON.stringify(rows)).not.toMatch(/HYPERLINK|quyết toán/)
})

test.each([
  { told: '1.224,6', unit: 'tỷ đồng', half: 1224.6 },
  { told: '1.224 tỷ 600 triệu', unit: 'tỷ đồng', half: 1224.6 },
  { told: '2,5 tỷ', unit: 'triệu đồng', half: 2500 },
  { told: '12.345', unit: 'hồ sơ', half: 12345 },
  { told: '97,76 %', unit: 'phần trăm', half: 97.76 },
  { told: '2,5 tỷ', unit: 'hồ sơ', half: '2,5 tỷ' },
  { told: '', unit: 'hồ sơ', half: null },
])('$told in $unit is $half', ({ told, unit, half }) => {
  expect(halfOf(told, unit)).toBe(half)
})

test.each([
  ['Tỷ', 'tỷ đồng'],
  ['%', 'phần trăm'],
  ['Nhiệm vụ', 'nhiệm vụ'],
  ['thúng', 'thúng'],
  [null, null],
])('the unit %j is %j', (told, unit) => {
  expect(unitOfMeasureOf(told)).toBe(unit)
})
