import { expect, test } from 'vitest'
import { groups, openRound } from './make-due.fixture.ts'

test('what is due is made by date, then group, and sent after each date; the next date is counted beforehand', async () => {
  const { wake, made, expected, sent } = openRound({})
  await wake()
  const dates = ['2024-06-30', '2024-07-01', '2024-07-02', '2024-07-03']
  expect(made).toEqual(dates.flatMap((date) => groups.map(({ id }) => `${id}/${date}/1`)))
  expect(expected).toEqual(dates)
  expect(sent).toEqual([2, 4, 6, 8])
  await wake()
  expect(made).toHaveLength(8)
})

test('a date that cannot be made holds back later dates of its group alone, is sent around, and is made in its place later', async () => {
  let isBroken = true
  const { wake, made, sent } = openRound({ cut: (name) => isBroken && name === 'dossier/2024-07-01' })
  await wake()
  expect(made).toEqual([
    'dossier/2024-06-30/1',
    'feedback/2024-06-30/1',
    'feedback/2024-07-01/1',
    'feedback/2024-07-02/1',
    'feedback/2024-07-03/1',
  ])
  expect(sent).toHaveLength(4)
  isBroken = false
  await wake()
  expect(made.slice(5)).toEqual(['dossier/2024-07-01/1', 'dossier/2024-07-02/1', 'dossier/2024-07-03/1'])
})

test('a date without a watermark holds back all later ones, and ends nothing else', async () => {
  const { wake, made } = openRound({ watermark: (date) => date === '2024-07-01' })
  await expect(wake()).resolves.toBeUndefined()
  expect(made).toEqual(['dossier/2024-06-30/1', 'feedback/2024-06-30/1'])
})
