import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import kafkajs from 'kafkajs'
import { afterEach, describe, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { auditDossiers, foldedCount, NO_FAULTS } from '../end-to-end/ends.ledger.ts'
import { type SmallRiver, startSmallRiver } from '../end-to-end/ends.river.ts'
import { startSending } from '../end-to-end/ends.sender.ts'
import { fillDisk, mountSmallDisk, whyNoMount } from './disk-full.mount.ts'

const noMount = whyNoMount()
if (noMount !== null) console.info(`a full disk is skipped: ${noMount}`)

/** An empty Kafka takes some 11 MB, an empty ClickHouse 1 MB; the rest is for the records of the test. */
const DISK_MEGABYTES = 96
const SEEN_MS_MAX = 60_000

describe.skipIf(noMount !== null)('a full disk', () => {
  let river: SmallRiver | undefined
  afterEach(() => river?.close(), 60_000)
  const startOnSmallDisk = async (engine: 'kafka' | 'clickhouse') => {
    river = await startSmallRiver({
      prepare: (dataDir) => mountSmallDisk(join(dataDir, engine), DISK_MEGABYTES),
    })
    return river
  }

  test('of Kafka: nothing is acknowledged, people are told, and it goes on by itself when there is room', async () => {
    const river = await startOnSmallDisk('kafka')
    const folder = join(river.dataDir, 'kafka')
    const sending = startSending(river, { eventsPerBatch: 200 })
    try {
      await until('events are acknowledged', () => sending.acknowledged.size > 1_000, SEEN_MS_MAX)
      const makeRoom = fillDisk(folder)
      try {
        await until(
          'the launcher says what is full',
          () =>
            river.said.some(
              (line) => line.startsWith('Kafka') && line.includes(`the disk of ${folder} is full`),
            ),
          SEEN_MS_MAX,
        )
        // What Kafka took just before is still answered.
        const early = sending.answers.get(503) ?? 0
        await until(
          'both senders are refused',
          () => (sending.answers.get(503) ?? 0) > early + 3,
          SEEN_MS_MAX,
        )
        const [refused, acknowledged] = [sending.answers.get(503) ?? 0, sending.acknowledged.size]
        await until('pushes are answered 503', () => (sending.answers.get(503) ?? 0) > refused, SEEN_MS_MAX)
        expect(sending.acknowledged.size).toBe(acknowledged)
      } finally {
        makeRoom()
      }
      const before = sending.acknowledged.size
      await until('events are acknowledged again', () => sending.acknowledged.size > before, SEEN_MS_MAX)
    } finally {
      await sending.stop()
    }
    expect(await auditDossiers(river, sending.acknowledged, SEEN_MS_MAX)).toEqual(NO_FAULTS)
  }, 480_000)

  test('of ClickHouse: no offset moves, people are told, and it goes on by itself when there is room', async () => {
    const river = await startOnSmallDisk('clickhouse')
    const folder = join(river.dataDir, 'clickhouse')
    const admin = new kafkajs.Kafka({ brokers: river.brokers, logLevel: kafkajs.logLevel.NOTHING }).admin()
    await admin.connect()
    const committed = () => admin.fetchOffsets({ groupId: 'aggregator', topics: ['dossier.v1'] })
    const sending = startSending(river, { eventsPerBatch: 50, pauseMs: 50 })
    try {
      await until(
        'records are folded',
        async () => (await foldedCount(river.clickhouse)) > 1_000,
        SEEN_MS_MAX,
      )
      const makeRoom = fillDisk(folder)
      try {
        // Every partition has met the full disk by then: what was under way is decided.
        await until('inserts are refused', () => refusals(river) >= 12, SEEN_MS_MAX)
        const [folded, offsets, refused] = [
          await foldedCount(river.clickhouse),
          await committed(),
          refusals(river),
        ]
        const acknowledged = sending.acknowledged.size
        await until('the log goes on', () => sending.acknowledged.size > acknowledged + 500, SEEN_MS_MAX)
        await until('inserts are tried again', () => refusals(river) > refused + 3, SEEN_MS_MAX)
        expect(await foldedCount(river.clickhouse)).toBe(folded)
        expect(await committed()).toEqual(offsets)
        expect(logOf(river, 'clickhouse')).toContain(`the disk of ${folder} is full`)
      } finally {
        makeRoom()
      }
    } finally {
      await sending.stop()
      await admin.disconnect()
    }
    expect(await auditDossiers(river, sending.acknowledged, SEEN_MS_MAX)).toEqual(NO_FAULTS)
  }, 480_000)
})

const logOf = ({ dataDir }: SmallRiver, name: string) =>
  readFileSync(join(dataDir, 'log', `${name}.log`), 'utf8')

/** How often the aggregator was told a number by ClickHouse in place of an acknowledgement. */
const refusals = (river: SmallRiver): number =>
  logOf(river, 'aggregator')
    .split('\n')
    .filter((line) => /"code":\d/.test(line)).length
