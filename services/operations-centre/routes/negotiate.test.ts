import { namesTag } from '@ioc/health'
import { expect, test } from 'vitest'
import { negotiate } from './negotiate.ts'
import { Refused } from './refused.ts'

const OFFERED = ['application/json', 'text/csv'] as const

test.each([
  [undefined, 'application/json'],
  ['', 'application/json'],
  ['*/*', 'application/json'],
  ['text/csv', 'text/csv'],
  ['text/*', 'text/csv'],
  ['TEXT/CSV; header=present', 'text/csv'],
  ['application/json;q=0.5, text/csv', 'text/csv'],
  ['text/csv;q=0.9, */*;q=0.1', 'text/csv'],
  ['application/json;q=0, */*', 'text/csv'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'application/json'],
  ['application/*, text/csv;q=0.2', 'application/json'],
])('who accepts %s gets %s', (accept, type) => {
  expect(negotiate(accept, OFFERED)).toBe(type)
})

test.each(['text/html', 'application/xml', 'text/csv;q=0', 'nonsense', 'text/csv;q=2'])(
  'who accepts only %s gets nothing',
  (accept) => {
    expect(() => negotiate(accept, OFFERED)).toThrow(Refused)
  },
)

test.each([
  [undefined, false],
  ['"a"', true],
  ['W/"a"', true],
  ['"b", "a"', true],
  ['*', true],
  ['"b"', false],
  ['a', false],
])('If-None-Match %s: %s', (header, names) => {
  expect(namesTag(header, '"a"')).toBe(names)
})
