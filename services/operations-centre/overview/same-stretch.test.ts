import { expect, test } from 'vitest'
import { sameStretch } from './same-stretch.ts'

test.each([
  { now: '2024-07-20T00:00:00+07:00', before: '2024-07-19', until: '2024-07-19T00:00:00+07:00' },
  { now: '2024-07-20T09:30:00+07:00', before: '2024-06-20', until: '2024-06-20T09:30:00+07:00' },
  { now: '2024-07-21T00:00:00+07:00', before: '2024-06-20', until: null },
  { now: '2024-07-19T23:59:59.999+07:00', before: '2024-06-20', until: null },
])('at $now 20/7 is compared with $before as far as $until', ({ now, before, until }) => {
  expect(sameStretch('2024-07-20', { to: before }, Date.parse(now))).toBe(until && Date.parse(until))
})
