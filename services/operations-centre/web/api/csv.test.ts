import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

test('quotes, commas and line ends are kept; a formula becomes text, a negative number stays one', () => {
  expect(
    csvOf(
      ['Đơn vị', 'Giá trị'],
      [
        ['Xã "A", B', -3],
        ['=1+1', null],
        ['-1.5', '98.20'],
      ],
    ),
  ).toBe('\uFEFFĐơn vị,Giá trị\r\n"Xã ""A"", B",-3\r\n\'=1+1,\r\n-1.5,98.20\r\n')
})
