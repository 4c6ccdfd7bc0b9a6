import { expect, test } from 'vitest'
import { amount, calendarDay, count, day, instant, printed, span, speed, time } from './format.ts'

test.each([
  [count(151017), '151.017'],
  [count(0), '0'],
  [count(null), '—'],
  [amount(1224.6), '1.224,6'],
  [amount(5710.503), '5.710,503'],
  [amount(null), '—'],
  [printed('96.02'), '96,02'],
  [printed('99.80'), '99,80'], // the zero was printed, so it stays
  [printed('191643'), '191.643'],
  [printed('-17246.8'), '-17.246,8'],
  [printed(null), '—'],
  [speed(0), '0'],
  [speed(0.44), '0,4'],
  [speed(12_500.4), '12.500'],
  [speed(null), '—'],
])('a number reads as a Vietnamese document writes it: %s', (written, expected) => {
  expect(written).toBe(expected)
})

test('instants are shown in Asia/Ho_Chi_Minh whatever the machine says, midnight as 00', () => {
  expect(instant('2024-06-20T01:30:00Z')).toBe('20/06/2024 08:30')
  expect(instant('2024-06-30T17:00:00Z')).toBe('01/07/2024 00:00')
  expect(time('2024-06-30T17:00:05Z')).toBe('00:00:05')
  expect(day(null)).toBe('—')
  expect(calendarDay('2024-06-20')).toBe('20/06/2024')
})

test('a span is told in its largest fitting unit', () => {
  expect([span(45, 'vi'), span(90, 'vi'), span(5_400, 'vi'), span(86_400, 'vi'), span(null, 'vi')]).toEqual([
    '45 giây',
    '90 giây',
    '90 phút',
    '24 giờ',
    '—',
  ])
})
