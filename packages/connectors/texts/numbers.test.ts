import { expect, test } from 'vitest'
import { pointNumber, vietnameseNumber, vietnamesePercent } from './numbers.ts'

test.each([
  ['1.234,5', 1234.5],
  ['12.345', 12345], // a dot groups thousands
  ['1.234.567', 1234567],
  ['1 234 567', 1234567],
  ['1\u00a0234,5', 1234.5],
  ['  0,998 ', 0.998],
  ['1,00', 1],
  ['08', 8],
  ['0', 0],
  ['-12,5', -12.5],
  ['−3', -3],
  ['97,8437', 97.8437],
  ['', null],
  ['\u200b \u00a0', null],
  [null, null],
  [undefined, null],
  [1234.5, 1234.5],
  ['1.5', '1.5'], // no group of three: a decimal point, which this is not
  ['1,234.5', '1,234.5'],
  ['12.34.567', '12.34.567'],
  ['1.234,5,6', '1.234,5,6'],
  ['khoảng 12', 'khoảng 12'],
  ['24/24h', '24/24h'],
  ['1e3', '1e3'],
  ['1.234.567.890.123.456,7', '1.234.567.890.123.456,7'], // no JSON number keeps it exactly
])('%j is %j where dots group thousands', (text, value) => {
  expect(vietnameseNumber(text)).toEqual(value)
})

test.each([
  ['12.345', 12.345],
  ['1,234.5', 1234.5],
  ['98.15', 98.15],
  ['1.234,5', '1.234,5'],
  ['', null],
])('%j is %j where a program wrote it', (text, value) => {
  expect(pointNumber(text)).toEqual(value)
})

test.each([
  ['98,15%', 98.15],
  ['97,76 %', 97.76],
  ['97,76\u00a0%', 97.76],
  ['100', 100],
  ['98.15%', '98.15%'],
  ['%', '%'],
  ['', null],
])('%j is %j per cent', (text, value) => {
  expect(vietnamesePercent(text)).toEqual(value)
})
