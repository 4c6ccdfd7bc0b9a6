import type { BusinessClock } from '@ioc/clock'
import type { Group } from '@ioc/indicators'
import { createLog } from '@ioc/log'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { openDue } from './make-due.ts'

export const groups = ['dossier', 'feedback'].map((id) => ({ id }) as Group)

/** What is made when some of it fails or is slow, in order; `wake` again goes on where the one before it ended. `state.now` moves the clock. */
export const openRound = (
  fails: { cut?: (name: string) => boolean; watermark?: (date: string) => boolean },
  beforeEach = async () => {},
) => {
  const state = { now: '2024-07-04T00:10:00+07:00' }
  const clock: BusinessClock = {
    now: () => Date.parse(state.now),
    atArrival: (systemMs) => systemMs,
    systemInstantOf: (businessMs) => businessMs,
    beganAt: Date.parse('2024-07-01T00:00:00+07:00'),
    running: true,
  }
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
      await beforeEach()
      made.push(`${group}/${date}/1`)
    },
    onDate: () => sent.push(made.length),
    signal: new AbortController().signal,
  })
  return { wake, made, expected, sent, state }
}
