import type { ReceiptState } from '@ioc/exchange'
import { expect, test } from 'vitest'
import { cellsOf, daysOf } from './calendar.ts'

const row = (date: string, revision: number, receipt: ReceiptState) => ({
  ...{ group: 'dossier', date, revision, receipt },
  digest: `sha-256:${'0'.repeat(64)}`,
  publishedMs: 0,
  attempts: 1,
})

test('a day stands as its newest revision does; one that is owed and not there is missing, one that is not owed is not', () => {
  const cells = cellsOf({
    groups: ['dossier'],
    days: daysOf('2024-06').slice(0, 9),
    rows: [
      row('2024-06-02', 1, 'accepted'),
      row('2024-06-03', 2, 'accepted'),
      row('2024-06-03', 1, 'refused'),
      row('2024-06-04', 1, 'waiting'),
      row('2024-06-05', 1, 'unanswered'),
      row('2024-06-06', 1, 'refused'),
      row('2024-06-07', 1, 'refused'),
    ],
    signedRefusals: new Set(['dossier/2024-06-06/1']),
    firstDate: '2024-06-02',
    today: '2024-06-09',
  })
  expect(cells.map(({ date, state, revision }) => [date.slice(8), state, revision])).toEqual([
    ['01', 'not-owed', null],
    ['02', 'published', 1],
    ['03', 'revised', 2],
    ['04', 'waiting', 1],
    ['05', 'waiting', 1],
    ['06', 'refused', 1],
    ['07', 'parked', 1],
    ['08', 'missing', null],
    ['09', 'not-owed', null],
  ])
})

test('where nothing was ever published nothing is missing; a leap year has its day', () => {
  const about = { groups: ['dossier'], rows: [], signedRefusals: new Set<string>(), today: '2024-03-01' }
  const cells = cellsOf({ ...about, days: daysOf('2024-02'), firstDate: null })
  expect([cells.length, new Set(cells.map(({ state }) => state))]).toEqual([29, new Set(['not-owed'])])
})
