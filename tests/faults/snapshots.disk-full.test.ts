import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openClock } from '@ioc/clock'
import { launchKafka } from '@ioc/infra-kafka'
import { createLog } from '@ioc/log'
import { exampleKey } from '@ioc/snapshot/example.ts'
import { afterEach, describe, expect, test } from 'vitest'
import { openReceiver as openNationalIoc } from '../../services/national-ioc/receiver.ts'
import { memoryAttempts } from '../../services/snapshot-publisher/attempts.fixture.ts'
import { deliverWith } from '../../services/snapshot-publisher/deliver.ts'
import { openExamined } from '../../services/snapshot-publisher/examined.ts'
import { openReceiver } from '../../services/snapshot-publisher/receivers/index.ts'
import { parcelOf } from '../../services/snapshot-publisher/receivers/stub.fixture.ts'
import { scheduleBeganAt } from '../../services/snapshot-publisher/schedule-began.ts'
import { until } from '../browser/until.ts'
import { openStage, standingsOf } from '../engines/publisher.stage.ts'
import { fillDisk, mountSmallDisk, whyNoMount } from './disk-full.mount.ts'

const noMount = whyNoMount()
if (noMount !== null) console.info(`full disks of publisher and receiver are skipped: ${noMount}`)

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A folder on a disk of its own. */
const smallDisk = (megabytes: number): string => {
  const root = mkdtempSync(join(tmpdir(), 'ioc-small-'))
  ends.push(() => rmSync(root, { recursive: true, force: true }))
  const folder = join(root, 'disk')
  ends.push(mountSmallDisk(folder, megabytes))
  return folder
}

describe.skipIf(noMount !== null)('a full disk', () => {
  test('of the receiver: no receipt, one clear line on both sides, and the snapshot arrives when there is room', async () => {
    const dataDir = smallDisk(4)
    const jwks = join(dataDir, 'trusted.json')
    writeFileSync(jwks, JSON.stringify({ keys: [exampleKey.publicJwk] }))
    const lines: string[] = []
    const log = createLog('national-ioc', 'silent')
    Object.assign(log, { error: (_: object, line: string) => lines.push(line) })
    const national = await openNationalIoc({
      ...{ dataDir, host: '127.0.0.1', port: 0, trustedJwks: jwks, systemNow: Date.now, log },
      clock: openClock(dataDir, undefined, Date.now),
    })
    ends.push(async () => {
      for (const part of national.parts.toReversed()) await part.stop()
    })
    for (const part of national.parts) await part.start?.()
    const url = `http://127.0.0.1:${national.port()}`
    const [first, second] = [await parcelOf(), await parcelOf({ date: '2024-07-01' })]
    const posted = [first]
    let nowMs = Date.now()
    const delivery = deliverWith({
      attempts: memoryAttempts(),
      outbox: {
        all: () => posted.map(({ parcel }) => parcel),
        bytesOf: async (key) => (key === first.parcel.key ? first : second).bytes,
      },
      receiver: openReceiver(
        { url, adapter: 'reference', agency: 'x', tls: {}, tokenFile: undefined, jwks: undefined },
        () => nowMs,
      ),
      log: createLog('publisher', 'silent'),
      signal: new AbortController().signal,
      now: () => nowMs,
    })
    ends.push(() => delivery.close())
    const at = ({ parcel: { group, date, revision } }: typeof first) =>
      `${url}/v1/snapshots/${group}/${date}/${revision}`
    await delivery.settle(first.parcel.key, 20_000)
    expect(delivery.stateOf(first.parcel.key).state).toBe('accepted')

    posted.push(second)
    const makeRoom = fillDisk(dataDir)
    await delivery.catchUp()
    expect(delivery.stateOf(second.parcel.key)).toMatchObject({
      state: 'waiting',
      detail:
        'the receiver is failing: it answered 507: The disk of the archive is full; nothing was recorded. Send it again.',
    })
    expect(lines).toEqual(['the disk of the archive is full: nothing was recorded, and no receipt given'])
    expect((await fetch(`${url}/health/ready`)).status).toBe(503)
    expect(await (await fetch(at(first))).text()).toBe(first.bytes.toString('utf8'))
    expect((await fetch(at(second))).status).toBe(404)

    makeRoom()
    expect((await fetch(`${url}/health/ready`)).status).toBe(200)
    nowMs += 3_600_000
    await delivery.catchUp()
    expect(delivery.stateOf(second.parcel.key).state).toBe('accepted')
    expect(await (await fetch(at(second))).text()).toBe(second.bytes.toString('utf8'))
  }, 60_000)

  test('of the publisher’s own files: what they say is a hint or was written once, and nothing waits for them', () => {
    const dataDir = smallDisk(1)
    expect(scheduleBeganAt(dataDir, 1_000)).toBe(1_000)
    const faults: unknown[] = []
    const examined = openExamined(dataDir, (error) => faults.push((error as NodeJS.ErrnoException).code))
    const watermark = [{ topic: 'dossier.v1', partition: 0, offset: 5 }]
    const makeRoom = fillDisk(dataDir)
    examined.set('dossier', { watermark, days: { '2024-06-30': 1 } })
    expect(faults).toEqual(['ENOSPC'])
    expect(examined.of('dossier', watermark)).toEqual({ watermark, days: { '2024-06-30': 1 } })
    // Started again on the full disk: the schedule still begins where it began.
    expect(scheduleBeganAt(dataDir, 2_000)).toBe(1_000)
    expect(openExamined(dataDir).of('dossier', watermark)).toBeNull()
    makeRoom()
    examined.set('dossier', { watermark, days: { '2024-06-30': 2 } })
    expect(openExamined(dataDir).of('dossier', watermark)?.days).toEqual({ '2024-06-30': 2 })
  })

  test.each(['clickhouse', 'kafka'] as const)(
    'of %s under the publisher: nothing is lost or doubled, and the day is published when there is room',
    async (engine) => {
      const stage = await openStage({
        prepare: (dataDir) => {
          mkdirSync(join(dataDir, engine), { recursive: true })
          return mountSmallDisk(join(dataDir, engine), 128)
        },
      })
      ends.push(() => stage.close())
      const lines: string[] = []
      const log = createLog('publisher', 'silent')
      const hear = (what: { err?: Error }, line: string) => lines.push(`${line}: ${what.err?.message ?? ''}`)
      Object.assign(log, { error: hear, warn: hear })
      const publisher = await stage.publisher({ log })
      stage.showKeys()
      await publisher.catchUp()
      stage.showKeys() // the first signing made the key
      await publisher.resend('feedback/2024-06-30/1', { name: 'Lan', reason: 'keys are shown' })
      expect(standingsOf(publisher)).toEqual(['feedback 2024-06-30 r1 accepted'])

      const { kafka } = stage.river.engines
      const makeRoom = fillDisk(join(stage.river.dataDir, engine))
      await stage.days.passTo('2024-07-02T00:06:00+07:00')
      const round = publisher.catchUp().catch((error: Error) => lines.push(error.message))
      if (engine === 'kafka') {
        // A broker whose log cannot be written ends; whatever runs it starts it again when there is room.
        await until('Kafka has ended', () => !isAlive(kafka.pid), 60_000)
        makeRoom()
        const port = Number(kafka.brokers.split(':')[1])
        const again = await launchKafka({
          ...{ dataDir: stage.river.dataDir, port, controllerPort: port + 1, heapMb: 384 },
        })
        ends.push(() => again.stop())
      } else {
        await round
        expect(lines.join('\n')).toMatch(/space|disk/i)
        expect(standingsOf(publisher)).not.toContain('feedback 2024-07-01 r1 accepted')
        makeRoom()
      }
      await round
      await until(
        'the day is accepted',
        async () => {
          await publisher.catchUp().catch((error: Error) => lines.push(error.message))
          return standingsOf(publisher).includes('feedback 2024-07-01 r1 accepted')
        },
        120_000,
      )
      expect(standingsOf(publisher)).toEqual([
        'feedback 2024-06-30 r1 accepted',
        'feedback 2024-07-01 r1 accepted',
      ])
      const keys: string[] = []
      const { high } = (await stage.river.kafka.admin.offsets('snapshot.v1'))[0]!
      await stage.river.kafka.readFrom('snapshot.v1', 0, 0, high, (records) => {
        for (const { key } of records) keys.push(key!.toString('utf8'))
      })
      expect(new Set(keys)).toEqual(new Set(['feedback/2024-06-30/1', 'feedback/2024-07-01/1']))
    },
    300_000,
  )
})

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false // no such process
  }
}
