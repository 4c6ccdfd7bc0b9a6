import type { ReceiptState } from '@ioc/exchange'
import { expect, test } from 'vitest'
import { stateOfDelivery } from '../pulse/stages.ts'
import { totalsOf } from './totals.ts'

const row = (group: string, date: string, revision: number, receipt: ReceiptState) => ({
  ...{ group, date, revision, receipt },
  digest: `sha-256:${'0'.repeat(64)}`,
  publishedMs: 0,
  attempts: 1,
})

test.each([
  {
    case: 'what was refused and then superseded by an accepted revision is settled',
    rows: [row('dossier', '2024-06-30', 1, 'refused'), row('dossier', '2024-06-30', 2, 'accepted')],
    totals: { published: 2, accepted: 1, refused: 0, owed: 0 },
    state: 'idle',
  },
  {
    case: 'the revision that is to supersede it is not accepted yet',
    rows: [row('dossier', '2024-06-30', 1, 'refused'), row('dossier', '2024-06-30', 2, 'waiting')],
    totals: { published: 2, accepted: 0, refused: 1, owed: 2 },
    state: 'stopped',
  },
  {
    case: 'another group, another date and an earlier revision settle nothing',
    rows: [
      row('dossier', '2024-06-30', 2, 'refused'),
      row('dossier', '2024-06-30', 1, 'accepted'),
      row('feedback', '2024-06-30', 3, 'accepted'),
      row('dossier', '2024-07-01', 3, 'accepted'),
    ],
    totals: { published: 4, accepted: 3, refused: 1, owed: 1 },
    state: 'stopped',
  },
  {
    case: 'what only waits for an answer is owed, whatever came after it',
    rows: [row('dossier', '2024-06-30', 1, 'unanswered'), row('dossier', '2024-06-30', 2, 'accepted')],
    totals: { published: 2, accepted: 1, refused: 0, owed: 1 },
    state: 'behind',
  },
])('$case', ({ rows, totals, state }) => {
  const counted = totalsOf(rows)
  expect(counted).toMatchObject(totals)
  expect(stateOfDelivery(counted)).toBe(state)
})
