import type { BusinessClock } from '@ioc/clock'
import type { Group } from '@ioc/indicators'
import { createLog } from '@ioc/log'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { expect, test } from 'vitest'
import { openDue } from './make-due.ts'

const clock: BusinessClock = {
  now: () => Date.parse('2024-07-04T00:10:00+07:00'),
  atArrival: (systemMs) => systemMs,
  systemInstantOf: (businessMs) => businessMs,
  beganAt: Date.parse('2024-07-01T00:00:00+07:00'),
  running: true,
}
const groups = ['dossier', 'feedback'].map((id) => ({ id }) as Group)

/** What is made when some of it fails, in order; `wake` again goes on where the one before it ended. */
const openRound = (fails: { cut?: (name: string) => boolean; watermark?: (date: string) => boolean }) => {
  const made: string[] = []
  const expected: string[] = []
  const sent: number[] = []
  const cuts = { get: (key: string) => (made.includes(key) ? ({} as CutRecord) : undefined) }
  const wake = openDue({
    ...{ clock, scheduleBeganAt: 0, cron: '0 5 0 * * *', groups, log: createLog('due-tests', 'silent') },
    cuts: cuts as never,
    bodies: { expect: (_: unknown, [date]: readonly string[]) => void expected.push(date!) } as never,
    firstCuts: {
      watermarkAt: async (systemMs: number) => {
        const date = new Date(systemMs + 7 * 3_600_000 - 86_400_000).toISOString().slice(0, 10)
        if (fails.watermark?.(date)) throw new Error('the ledger is away')
        return []
      },
      versionAt: () => 'c1',
      scheduled: async (group: Group, date: string) => ({ group: group.id, date, revision: 1 }),
    } as never,
    proposeAndPublish: async ({ group, date }) => {
      if (fails.cut?.(`${group}/${date}`)) throw new Error('it cannot be counted')
      made.push(`${group}/${date}/1`)
    },
    onDate: () => sent.push(made.length),
    signal: new AbortController().signal,
  })
  return { wake, made, expected, sent }
}

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
