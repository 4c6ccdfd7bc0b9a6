import { expect, test } from 'vitest'
import { vietnameseMoney } from './money.ts'

test.each([
  ['2,5 tỷ đồng', 2_500_000_000],
  ['2,5 tỉ', 2_500_000_000],
  ['5.710,503 tỷ', 5_710_503_000_000],
  ['300 triệu đồng', 300_000_000],
  ['300tr', 300_000_000],
  ['15 nghìn đồng', 15_000],
  ['15 ngàn', 15_000],
  ['1,2 nghìn tỷ đồng', 1_200_000_000_000],
  ['1 tỷ 200 triệu 500 nghìn đồng', 1_200_500_000],
  ['-1 tỷ 200 triệu', -1_200_000_000],
  ['1.200.000đ', 1_200_000],
  ['1.200.000 VNĐ', 1_200_000],
  ['1.200.000 ₫', 1_200_000],
  ['1.200.000', 1_200_000],
  ['2,5 tỷ đồng'.normalize('NFD'), 2_500_000_000],
  ['2,5\u00a0tỷ\u00a0đồng', 2_500_000_000],
  ['0,1 tỷ', 100_000_000], // binary floats would say 100000000.00000001 of some of these
  ['0,29 tỷ', 290_000_000],
  ['', null],
  [null, null],
  ['0,0000000015 tỷ', '0,0000000015 tỷ'], // one đồng and a half
  ['2.5 tỷ', '2.5 tỷ'],
  ['1 triệu 2 tỷ', '1 triệu 2 tỷ'],
  ['tỷ', 'tỷ'],
  ['2 USD', '2 USD'],
  ['99.999.999 tỷ', '99.999.999 tỷ'], // beyond 2^53 đồng
])('%j is %j đồng', (text, dong) => {
  expect(vietnameseMoney(text)).toEqual(dong)
})

test.each([
  { text: '5.710,503 tỷ', give: 'tỷ đồng', value: 5710.503 },
  { text: '1.224,6', bareIs: 'tỷ đồng', give: 'tỷ đồng', value: 1224.6 },
  { text: '183.194', bareIs: 'triệu đồng', give: 'tỷ đồng', value: 183.194 },
  { text: 1224.6, bareIs: 'tỷ đồng', give: 'triệu đồng', value: 1_224_600 },
  { text: '2,5 tỷ', bareIs: 'triệu đồng', value: 2_500_000_000 }, // what the cell says counts before its column
] as const)('$text is $value $give', ({ text, value, ...units }) => {
  expect(vietnameseMoney(text, units)).toBe(value)
})
