import { expect, test } from 'vitest'
import { monthOf, weeksOf } from '../../../parts/calendar/days.ts'
import { asMoment, hasWrongShape, meantBy, shownText } from './written.ts'

test.each([
  ['number', true, '12', 12],
  ['number', true, '-0.5', -0.5],
  // A decimal comma is not guessed at; nor is a number with signs between.
  ['number', true, '1.234,5', '1.234,5'],
  ['number', true, '007', '007'],
  ['number', true, '', null],
  ['number', false, ' ', undefined],
  ['text', false, ' 24769 ', '24769'],
  ['instant', true, '30/06/2024 08:15', '2024-06-30T08:15:00+07:00'],
  ['instant', true, '30/06/2024', '2024-06-30'],
  ['instant', true, '31/06/2024', '31/06/2024'],
  ['instant', true, '2024-06-30T08:15:00+07:00', '2024-06-30T08:15:00+07:00'],
  ['day', false, '31/05/2024', '2024-05-31'],
  ['day', false, 'hôm qua', 'hôm qua'],
] as const)('in a field of kind %s (nullable: %s) "%s" means %j', (kind, nullable, text, value) => {
  expect(meantBy({ kind, nullable }, text)).toBe(value)
})

test('what is shown of a value is what stands in the record', () => {
  expect([
    shownText(null),
    shownText(undefined),
    shownText('1.234,5'),
    shownText(12),
    shownText([1]),
  ]).toEqual([...['', '', '1.234,5', '12', '[1]']])
})

test.each([
  [{ kind: 'number', minimum: 0 }, -1, true],
  [{ kind: 'number', minimum: 0 }, '5', true],
  [{ kind: 'number', minimum: 0, maximum: 10 }, 5, false],
  [{ kind: 'choice', choices: ['a'] }, 'b', true],
  [{ kind: 'yes-no' }, 'true', true],
  [{ kind: 'instant' }, '2024-13-01', true],
  [{ kind: 'instant' }, '2024-02-30', true],
  [{ kind: 'instant' }, '2024-06-30', false],
  [{ kind: 'day' }, '2024-06-31', true],
  [{ kind: 'text', pattern: '^\\d+$' }, 'x', true],
  // What is masked is not known here.
  [{ kind: 'text', pattern: '^\\d+$' }, '•••', false],
  [{ kind: 'text', nullable: true }, null, false],
  [{ kind: 'text' }, null, true],
  [{ kind: 'text' }, undefined, true],
  [{ kind: 'text', required: false }, undefined, false],
] as const)('%j with %j: wrong shape %s', (field, value, wrong) => {
  expect(hasWrongShape({ name: 'x', required: true, nullable: false, ...field } as never, value)).toBe(wrong)
})

test.each([
  ['2024-06-30', 'day', '2024-06-30'],
  ['2024-06-30', 'minute', '2024-06-30T23:59'],
  ['2024-06-30T20:15:00Z', 'minute', '2024-07-01T03:15'],
  ['2024-06-30T08:15:00+07:00', 'day', '2024-06-30'],
  // A foreign value is read by Date.parse, and a calendar that began there would have no day to show.
  ['2024-6-30', 'day', ''],
  ['2024-6-30', 'minute', ''],
  ['06/30/2024', 'day', ''],
  ['06/30/2024', 'minute', ''],
  ['2024-02-30', 'day', ''],
  ['2024-02-30', 'minute', ''],
  ['2024-06-30T25:00:00Z', 'minute', ''],
  ['9999-12-31T23:59:59Z', 'minute', ''],
  ['+275760-09-13T00:00:00Z', 'minute', ''],
  ['June 30, 2024', 'day', ''],
  [20240630, 'day', ''],
  [null, 'minute', ''],
] as const)('of %j a calendar of kind %s begins at "%s", and can be drawn', (value, kind, begins) => {
  expect(asMoment(value, kind)).toBe(begins)
  if (begins !== '') expect(weeksOf(monthOf(begins)).flat()).toContain(begins.slice(0, 10))
})
