import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { PORT_OFFSETS, type ServiceName } from '@ioc/config'
import kafkajs, { type Admin } from 'kafkajs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { freePortBase } from '../ports.ts'
import { auditDossiers, foldedCount, NO_FAULTS } from './ends.ledger.ts'
import { type SmallRiver, startSmallRiver, untilBack } from './ends.river.ts'
import { type Sending, startSending } from './ends.sender.ts'
import { isRunning } from './start.ts'

/** Design §6. */
const STOP_MS_MAX = 10_000
/** The promise is 5 s on a machine that has nothing else to do; this one may be busy. The time it took is said. */
const HEALED_MS_MAX = 45_000
const BACK_MS_MAX = 90_000
const SERVICES = Object.keys(PORT_OFFSETS) as ServiceName[]

let river: SmallRiver
let admin: Admin
let sending: Sending
beforeAll(async () => {
  river = await startSmallRiver({ names: SERVICES })
  admin = new kafkajs.Kafka({ brokers: river.brokers, logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  // Some 2,000 events a second at most: a machine that is busy with other things must be able to fold them in the end.
  sending = startSending(river, { eventsPerBatch: 100, pauseMs: 100 })
})
afterAll(async () => {
  await sending?.stop({ finish: false })
  await admin?.disconnect()
  await river?.close()
})

/** Load is under way: records are acknowledged and folded. */
const underLoad = async () => {
  const [acknowledged, folded] = [sending.acknowledged.size, await foldedCount(river.clickhouse)]
  await until(
    'records are acknowledged and folded',
    async () =>
      sending.acknowledged.size > acknowledged + 200 && (await foldedCount(river.clickhouse)) > folded + 200,
    BACK_MS_MAX,
  )
}
const msUntilGone = async (pid: number): Promise<number> => {
  const beganMs = performance.now()
  await until(`process ${pid} is gone`, () => !isRunning(pid), STOP_MS_MAX + 15_000)
  return performance.now() - beganMs
}
const members = async () =>
  (await admin.describeGroups(['aggregator'])).groups[0]!.members.map((m) => m.memberId)

test('every service ends in order within 10 s of a SIGTERM under load, and is there again', {
  timeout: 360_000,
}, async () => {
  await underLoad()
  const before = SERVICES.map((name) => ({ name, pid: river.pidOf(name)! }))
  for (const { pid } of before) process.kill(pid, 'SIGTERM')
  const took = await Promise.all(before.map(async ({ name, pid }) => [name, await msUntilGone(pid)] as const))
  expect(took.filter(([, ms]) => ms > STOP_MS_MAX)).toEqual([])
  console.info(`ended after ${took.map(([name, ms]) => `${name} ${Math.round(ms)} ms`).join(', ')}`)
  await Promise.all(before.map(({ name, pid }) => untilBack(river, name, pid, BACK_MS_MAX)))
  for (const name of SERVICES)
    expect(river.said.filter((line) => line.startsWith(`${name} ended`)).at(-1)).toContain('exit 0')
})

test('an aggregator that ends in order leaves the group, so the next one need not wait for it', async () => {
  await underLoad()
  // One that got no processor for a session is out for a moment, and comes back under another id.
  await until('there is one member', async () => (await members()).length === 1, BACK_MS_MAX)
  const before = await members()
  const pid = river.pidOf('aggregator')!
  process.kill(pid, 'SIGTERM')
  await msUntilGone(pid)
  // Were it still a member, it would be one until its session is over.
  expect(await members()).not.toContain(before[0])
  const beganMs = performance.now()
  const folded = await foldedCount(river.clickhouse)
  await until(
    'records are folded again',
    async () => (await foldedCount(river.clickhouse)) > folded,
    BACK_MS_MAX,
  )
  console.info(`after an orderly end records are folded again within ${tookMs(beganMs)} ms`)
})

test('after a SIGKILL of the aggregator records are folded again within seconds', async () => {
  await underLoad()
  const pid = river.pidOf('aggregator')!
  process.kill(pid, 'SIGKILL')
  const beganMs = performance.now()
  await msUntilGone(pid)
  const folded = await foldedCount(river.clickhouse)
  await until(
    'records are folded again',
    async () => (await foldedCount(river.clickhouse)) > folded,
    HEALED_MS_MAX,
  )
  console.info(`after a SIGKILL records are folded again within ${tookMs(beganMs)} ms`)
})

test('a second aggregator, started by hand on the same data folder, shares the work and takes over', {
  timeout: 480_000,
}, async () => {
  await underLoad()
  const launched = river.pidOf('aggregator')!
  const main = join(import.meta.dirname, '../../services/aggregator/main.ts')
  const portBase = await freePortBase()
  const second = spawn(process.execPath, [main], {
    env: { ...river.environment, IOC_PORT_BASE: String(portBase), IOC_LOG_LEVEL: 'warn' },
    stdio: 'ignore',
  })
  try {
    await until('both are in the group', async () => (await members()).length === 2, BACK_MS_MAX)
    await underLoad()
    process.kill(launched, 'SIGKILL')
    await until('every partition is folded again', folded(), BACK_MS_MAX)
  } finally {
    second.kill('SIGTERM')
    await once(second, 'exit')
  }
  expect(second.exitCode).toBe(0)
})

test.each([
  { engine: 'clickhouse', services: ['aggregator', 'snapshot-publisher', 'operations-centre'] },
  {
    engine: 'kafka',
    services: ['aggregator', 'dossier-producer', 'snapshot-publisher', 'operations-centre'],
  },
] as const)(
  'services end within 10 s of a SIGTERM while $engine is held still',
  async ({ engine, services }) => {
    await underLoad()
    const pids = services.map((name) => ({ name, pid: river.pidOf(name)! }))
    river.signal(engine, 'SIGSTOP')
    try {
      for (const { pid } of pids) process.kill(pid, 'SIGTERM')
      const took = await Promise.all(
        pids.map(async ({ name, pid }) => ({ name, inTime: (await msUntilGone(pid)) < STOP_MS_MAX })),
      )
      expect(took).toEqual(services.map((name) => ({ name, inTime: true })))
    } finally {
      river.signal(engine, 'SIGCONT')
    }
    await Promise.all(pids.map(({ name, pid }) => untilBack(river, name, pid, BACK_MS_MAX)))
  },
  360_000,
)

test('after all of this nothing acknowledged is missing, and nothing is there twice', {
  timeout: 360_000,
}, async () => {
  await sending.stop()
  expect(sending.acknowledged.size).toBeGreaterThan(1_000)
  expect(await auditDossiers(river, sending.acknowledged, BACK_MS_MAX)).toEqual(NO_FAULTS)
})

/** True once each partition has got further than it was at the first look. */
const folded = () => {
  const perPartition = async () =>
    river.clickhouse.query<{ partition: number; end: number }>(
      "SELECT `partition`, max(`offset`) AS end FROM ledger WHERE topic = 'dossier.v1' GROUP BY `partition` ORDER BY `partition`",
    )
  const first = perPartition()
  return async () => {
    const [before, now] = [await first, await perPartition()]
    return now.every(({ end }, index) => end > before[index]!.end)
  }
}

const tookMs = (beganMs: number) => Math.round(performance.now() - beganMs)
