import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { LAUNCHED, openLaunchedRiver } from './ends.launched.ts'
import { auditDossiers, foldedCount, NO_FAULTS } from './ends.ledger.ts'
import { type SmallRiver, startSmallRiver, untilBack } from './ends.river.ts'
import { startSending } from './ends.sender.ts'
import { isRunning } from './start.ts'

const BACK_MS_MAX = 90_000
const PROCESSES = ['kafka', 'clickhouse', 'dossier-producer', 'aggregator'] as const

let river: SmallRiver
beforeAll(async () => {
  river = await startSmallRiver()
})
afterAll(() => river?.close())

test.each([
  ...PROCESSES.map((name) => ({ what: name, killed: [name] })),
  { what: 'both engines at once', killed: ['kafka', 'clickhouse'] },
  { what: 'everything at once', killed: PROCESSES },
])(
  'after a SIGKILL of $what it comes back, events are taken again, and nothing acknowledged is missing',
  async ({ killed }) => {
    const sending = startSending(river, { senders: 1, eventsPerBatch: 20 })
    try {
      await until('events are acknowledged', () => sending.acknowledged.size > 100, BACK_MS_MAX)
      const before = new Map(killed.map((name) => [name, river.pidOf(name)!]))
      for (const pid of before.values()) process.kill(pid, 'SIGKILL')
      const saidBefore = river.said.length
      await Promise.all([...before].map(([name, pid]) => untilBack(river, name, pid, BACK_MS_MAX)))
      const told = { kafka: 'Kafka ended', clickhouse: 'ClickHouse ended' }
      for (const name of killed) {
        const line = told[name as keyof typeof told] ?? `${name} ended`
        expect(river.said.slice(Math.max(0, saidBefore - 1)).join('\n')).toContain(`${line} (SIGKILL)`)
      }
      const acknowledged = sending.acknowledged.size
      await until(
        'events are acknowledged again',
        () => sending.acknowledged.size > acknowledged,
        BACK_MS_MAX,
      )
    } finally {
      await sending.stop()
    }
    expect(await auditDossiers(river, sending.acknowledged, BACK_MS_MAX)).toEqual(NO_FAULTS)
  },
  300_000,
)

test('what is held still is left alone, and goes on as the same process', async () => {
  const before = PROCESSES.map((name) => river.pidOf(name))
  const sending = startSending(river, { senders: 1, eventsPerBatch: 20 })
  try {
    for (const name of ['kafka', 'clickhouse', 'aggregator']) river.signal(name, 'SIGSTOP')
    await until(
      'the push says that Kafka does not acknowledge',
      () => (sending.answers.get(503) ?? 0) > 0,
      30_000,
    )
    for (const name of ['kafka', 'clickhouse', 'aggregator']) river.signal(name, 'SIGCONT')
    const folded = await foldedCount(river.clickhouse)
    await until(
      'records are folded again',
      async () => (await foldedCount(river.clickhouse)) > folded,
      60_000,
    )
  } finally {
    await sending.stop()
  }
  expect(await auditDossiers(river, sending.acknowledged, 60_000)).toEqual(NO_FAULTS)
  expect(PROCESSES.map((name) => river.pidOf(name))).toEqual(before)
})

test.each([
  { how: 'while all it started goes on', held: [] },
  { how: 'with an engine and a service held still', held: ['kafka', 'aggregator'] as const },
])(
  'after a SIGKILL of the launcher $how, a new start ends what was left, and nothing acknowledged is missing',
  async ({ held }) => {
    await river.close() // two Kafkas at once are more than a small machine bears
    const launched = await openLaunchedRiver()
    try {
      await launched.start(BACK_MS_MAX)
      const sending = startSending(launched, { senders: 1, eventsPerBatch: 20 })
      try {
        await until('events are acknowledged', () => sending.acknowledged.size > 100, BACK_MS_MAX)
        const before = launched.pids()
        await launched.killLauncher()
        expect(before.every((pid) => pid !== null && isRunning(pid))).toBe(true)
        for (const name of held) process.kill(before[LAUNCHED.indexOf(name)]!, 'SIGSTOP')

        const said = await launched.start(2 * BACK_MS_MAX)
        for (const [at, name] of LAUNCHED.entries())
          expect(said).toContain(`ending ${name} (process ${before[at]}), left by an earlier start`)
        expect(before.filter((pid) => isRunning(pid!))).toEqual([])
        expect(launched.pids().every((pid) => pid !== null && isRunning(pid))).toBe(true)
        const acknowledged = sending.acknowledged.size
        await until(
          'events are acknowledged again',
          () => sending.acknowledged.size > acknowledged,
          BACK_MS_MAX,
        )
      } finally {
        await sending.stop()
      }
      expect(await auditDossiers(launched, sending.acknowledged, BACK_MS_MAX)).toEqual(NO_FAULTS)
    } finally {
      await launched.close()
    }
  },
  480_000,
)
