import { expect, test } from 'vitest'
import { tidy } from './tidy.ts'
import { vietnameseYesNo } from './yes-no.ts'

test.each([
  ['Có', true],
  ['CÓ '.normalize('NFD'), true],
  ['x', true],
  ['X', true],
  ['true', true],
  [1, true],
  [true, true],
  ['Không', false],
  ['chưa', false],
  ['0', false],
  [false, false],
  ['', null],
  [undefined, null],
  ['có lẽ', 'có lẽ'],
  [2, '2'],
])('%j is %j', (text, value) => {
  expect(vietnameseYesNo(text)).toEqual(value)
})

test.each([
  ['Đạ M’ri'.normalize('NFD'), 'Đạ M’ri'],
  ['Thị trấn Phước Cát ', 'Thị trấn Phước Cát'],
  ['\ufeffMã\u200b đơn\u00a0vị\u00a0', 'Mã đơn vị'],
  ['Mức độ\n  hài lòng', 'Mức độ hài lòng'],
])('%j is tidied to %j', (text, value) => {
  expect(tidy(text)).toBe(value.normalize('NFC'))
})
