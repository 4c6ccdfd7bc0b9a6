import { always, openCatalogues } from '@ioc/catalogues'
import { bodiesPublished, cutKey, openBodies } from '@ioc/cuts'
import { groups, openRules } from '@ioc/indicators'
import { createLog } from '@ioc/log'
import { CUT_TOPIC, eventContracts, SNAPSHOT_TOPIC } from '@ioc/schemas'
import { type CutRecord, cutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import type { Artefact } from '@ioc/schemas/snapshot/snapshot.ts'
import {
  canonicalBytes,
  digestOf,
  openSigningKey,
  publicJwks,
  verifyArtefact,
  verifyChain,
} from '@ioc/snapshot'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NothingChanged } from '../../services/snapshot-publisher/by-hand.ts'
import type { Examined } from '../../services/snapshot-publisher/examined.ts'
import { openPublisher } from '../../services/snapshot-publisher/publisher.ts'
import type { Parcel } from '../../services/snapshot-publisher/receivers/index.ts'
import { type River, startRiver } from './audit.river.ts'
import { progressOf } from './indicators-api.centre.ts'
import { openDays } from './publisher.days.ts'
import { dossierOf } from './publisher.dossiers.ts'

/** The publisher on real engines, with days that pass when the test says so. Each test goes on where the one before it ended. */
const HORIZON_DAYS = 3
const rules = openRules(always(openCatalogues()))
const days = openDays('2024-07-01T00:00:00+07:00')
const stop = new AbortController()
let river: River
let aggregator: ReturnType<River['aggregate']>
const sent: string[] = []

beforeAll(async () => {
  river = await startRiver()
  aggregator = river.aggregate()
  await aggregator.start()
})
afterAll(async () => {
  stop.abort()
  await aggregator?.stop()
  await river?.close()
})

const remembered = (): Examined => {
  const known = new Map<string, Parameters<Examined['set']>[1]>()
  return {
    of: (group) => known.get(group) ?? null,
    set: (group, watermark) => void known.set(group, watermark),
  }
}

const startPublisher = async (clock = days.clock) => {
  const publisher = openPublisher({
    kafka: river.kafka,
    clickhouse: river.clickhouse,
    rules,
    knowUpTo: async () => {},
    groups: groups.map((group) => ({ ...group, horizonDays: HORIZON_DAYS })),
    clock,
    scheduleBeganAt: 0,
    key: () => openSigningKey(river.dataDir, 'snapshot-publisher'),
    receiver: {
      name: 'a receiver that takes everything',
      send: async ({ key }: Parcel) => {
        sent.push(key)
        return {
          ...{
            outcome: 'accepted' as const,
            code: 'accepted' as const,
            detail: '',
            httpStatus: 200,
            receipt: '{}',
          },
          ...{ text: '', retryAfterMs: null, bytesSent: 0 },
        }
      },
      close: () => {},
    },
    cron: '0 5 0 * * *',
    withheldUpTo: 0,
    lateLookMs: 0,
    examined: remembered(),
    log: createLog('publisher-tests', 'error'),
    signal: stop.signal,
  })
  await publisher.load()
  return publisher
}
let publisher: Awaited<ReturnType<typeof startPublisher>>

let told = 0
/** Tells events and waits until they are folded. */
const tell = async (...events: { topic: string; data: unknown }[]) => {
  for (const { topic, data } of events)
    await river.kafka.publish(topic, [
      {
        key: 'subject',
        partition: 0,
        value: JSON.stringify(data),
        headers: {
          ce_specversion: '1.0',
          ce_id: `event-${told++}`,
          ce_source: 'test',
          ce_type: `vn.lamdong.ioc.${topic}`,
          'content-type': 'application/json',
        },
      },
    ])
  await river.folded()
}

const recordsOf = async (topic: string): Promise<string[]> => {
  const values: string[] = []
  const { high } = (await river.kafka.admin.offsets(topic))[0]!
  await river.kafka.readFrom(topic, 0, 0, high, (records) => {
    for (const { value } of records) values.push(value!.toString('utf8'))
  })
  return values
}
const artefacts = async () => (await recordsOf(SNAPSHOT_TOPIC)).map((text) => JSON.parse(text) as Artefact)
const cutsInLog = async () => (await recordsOf(CUT_TOPIC)).map((text) => cutRecord.parse(JSON.parse(text)))
const revisions = async (group: string) =>
  (await artefacts())
    .filter(({ body }) => body.group === group)
    .map(({ body }) => `${body.date} r${body.revision} ${body.reason.code}`)
const snapshot = async (key: string) => (await artefacts()).find(({ body }) => cutKey(body) === key)!.body
const received = async (key: string, unit = '68', kind = 'day') =>
  (await snapshot(key)).values.find(
    (value) =>
      value.indicator === 'dossier.received' &&
      value.unit === unit &&
      value.period.kind === kind &&
      (value.level === 'province' || value.level === 'commune'),
  )?.numerator

test('a day that is over is cut once a group, by the schedule, and says every unit', async () => {
  await tell(
    ...eventContracts.map(({ id }) => progressOf(id, '2026-01-01T00:00:00+07:00')),
    dossierOf('1', { receivedAt: '2024-07-01T08:00:00+07:00' }),
    dossierOf('2', { receivedAt: '2024-07-01T09:00:00+07:00' }),
  )
  await days.passTo('2024-07-02T00:10:00+07:00')
  publisher = await startPublisher()
  await publisher.catchUp()
  for (const { id } of groups)
    expect(await revisions(id)).toEqual(['2024-06-30 r1 scheduled', '2024-07-01 r1 scheduled'])
  expect(await received('dossier/2024-07-01/1')).toBe(2)
  expect(await received('dossier/2024-07-01/1', '24769')).toBe(2)
  expect(await received('dossier/2024-07-01/1', '24772')).toBe(0)
  await publisher.catchUp()
  expect(await artefacts()).toHaveLength(2 * groups.length)
})

test('an event after the cut that changes a value leads to one revision, which names what it changed; one that changes nothing to none', async () => {
  const late = dossierOf('3', { receivedAt: '2024-07-01T15:00:00+07:00' })
  await tell(late)
  await publisher.catchUp()
  expect(await revisions('dossier')).toEqual([
    '2024-06-30 r1 scheduled',
    '2024-07-01 r1 scheduled',
    '2024-07-01 r2 late-events',
  ])
  expect(await received('dossier/2024-07-01/2')).toBe(3)
  const body = await snapshot('dossier/2024-07-01/2')
  expect(
    body.changes!.map(({ indicator, unit, level, period }) => [indicator, unit, level, period!.kind]),
  ).toContainEqual(['dossier.received', '24769', 'commune', 'year'])
  expect(body.changes!.length).toBeLessThan(body.values.length / 10)
  // The same again, and its life that goes on the next day.
  await tell(
    late,
    dossierOf('3', { receivedAt: '2024-07-01T15:00:00+07:00', finishedAt: '2024-07-02T10:00:00+07:00' }, 2),
  )
  await publisher.catchUp()
  for (const { id } of groups) expect(await revisions(id)).toHaveLength(id === 'dossier' ? 3 : 2)
})

test('a publisher off for three days makes exactly the missing dates, each with the cut it would have had, oldest first', async () => {
  const marks: number[] = []
  for (const day of ['2024-07-02', '2024-07-03', '2024-07-04']) {
    await tell(dossierOf(`of-${day}`, { receivedAt: `${day}T08:00:00+07:00` }))
    marks.push(
      (await river.kafka.admin.offsets('dossier.v1')).find(({ partition }) => partition === 0)!.high - 1,
    )
    await days.passTo(`${day.slice(0, 9)}${Number(day.slice(9)) + 1}T00:10:00+07:00`)
  }
  const before = (await artefacts()).length
  publisher = await startPublisher()
  await publisher.catchUp()
  const made = (await artefacts()).slice(before)
  expect(made.map(({ body }) => `${body.date} ${body.group} r${body.revision}`)).toEqual(
    ['2024-07-02', '2024-07-03', '2024-07-04'].flatMap((date) => groups.map(({ id }) => `${date} ${id} r1`)),
  )
  const reached = made
    .filter(({ body }) => body.group === 'dossier')
    .map(
      ({ body }) =>
        body.cut.watermark.find(({ topic, partition }) => topic === 'dossier.v1' && partition === 0)!.offset,
    )
  expect(reached).toEqual(marks)
})

test('two publishers at once publish once', async () => {
  await tell(dossierOf('late-4', { receivedAt: '2024-07-04T16:00:00+07:00' }))
  await days.passTo('2024-07-06T00:10:00+07:00')
  const both = await Promise.all([startPublisher(), startPublisher()])
  await Promise.all(both.map((each) => each.catchUp()))
  const digests = new Map<string, Set<string>>()
  for (const { body, digest } of await artefacts())
    digests.set(cutKey(body), (digests.get(cutKey(body)) ?? new Set()).add(digest))
  expect([...digests].filter(([, different]) => different.size > 1)).toEqual([])
  expect([...digests.keys()]).toContain('dossier/2024-07-05/1')
  expect([...digests.keys()].filter((key) => key.startsWith('dossier/2024-07-04/'))).toEqual([
    'dossier/2024-07-04/1',
    'dossier/2024-07-04/2',
  ])
  publisher = both[0]!
})

test('beyond the horizon a day stays as it is, and the next snapshot tells what changed in it, once', async () => {
  await tell(dossierOf('very-late', { receivedAt: '2024-07-01T10:00:00+07:00' }))
  await publisher.catchUp()
  expect((await revisions('dossier')).filter((each) => each.startsWith('2024-07-01'))).toHaveLength(2)
  await days.passTo('2024-07-07T00:10:00+07:00')
  await publisher.catchUp()
  const { adjustments } = await snapshot('dossier/2024-07-06/1')
  expect(adjustments).toContainEqual({
    date: '2024-07-01',
    indicator: 'dossier.received',
    unit: '24769',
    level: 'commune',
    period: { kind: 'day', from: '2024-07-01', to: '2024-07-01' },
    old: '3',
    new: '4',
    reason: 'late events, after the horizon of the day’s snapshot',
  })
  expect([...new Set(adjustments.map(({ date }) => date))]).toEqual(['2024-07-01', '2024-07-02'])
  await days.passTo('2024-07-08T00:10:00+07:00')
  await publisher.catchUp()
  expect(
    (await snapshot('dossier/2024-07-07/1')).adjustments.filter(({ date }) => date < '2024-07-03'),
  ).toEqual([])
})

test('a person publishes anew with a reason, if there is anything new to say', async () => {
  expect((await publisher.preview('2024-07-01', 'dossier'))[0]).toMatchObject({
    revision: 3,
    supersedes: { revision: 2 },
  })
  const [again] = await publisher.close('2024-07-01', { group: 'dossier', reason: 'số liệu bổ sung sau kỳ' })
  expect(again).toMatchObject({ revision: 3, receipt: 'accepted' })
  expect(await received('dossier/2024-07-01/3')).toBe(4)
  expect((await publisher.preview('2024-07-01', 'dossier'))[0]!.changed).toBe(0)
  await expect(publisher.close('2024-07-01', { group: 'dossier', reason: 'once more' })).rejects.toThrow(
    NothingChanged,
  )
})

test('a day that is cut after a look, for an instant before it, is revised by what came in between', async () => {
  await days.passTo('2024-07-09T00:10:00+07:00')
  await tell(dossierOf('after-midnight', { receivedAt: '2024-07-08T10:00:00+07:00' }))
  let now = () => Date.parse('2024-07-08T23:59:00+07:00')
  publisher = await startPublisher({ ...days.clock, now: () => now() })
  await publisher.catchUp() // its clock is behind: it looks at the event, and the day is not due yet
  now = days.clock.now
  await publisher.catchUp()
  expect((await revisions('dossier')).filter((each) => each.startsWith('2024-07-08'))).toEqual([
    '2024-07-08 r1 scheduled',
    '2024-07-08 r2 late-events',
  ])
})

test('every body is made again, byte for byte, of its cut alone; every chain holds; each was sent once', async () => {
  const all = await cutsInLog()
  const counted = [...new Map(all.toReversed().map((cut) => [cutKey(cut), cut])).values()].reverse()
  const earlier = { cuts: (): CutRecord[] => counted, body: bodiesPublished(river.clickhouse) }
  const bodies = openBodies({ clickhouse: river.clickhouse, rules, earlier })
  const published = new Map((await artefacts()).map((artefact) => [cutKey(artefact.body), artefact]))
  const jwks = publicJwks(river.dataDir, 'snapshot-publisher')
  for (const cut of counted) {
    const body = await bodies.of(cut, groups.find(({ id }) => id === cut.group)!)
    expect(digestOf(canonicalBytes(body)), cutKey(cut)).toBe(published.get(cutKey(cut))!.digest)
    expect(await verifyArtefact(published.get(cutKey(cut)), jwks)).toEqual({ kind: 'sound' })
  }
  for (const chain of Map.groupBy(
    [...published.values()],
    ({ body }) => `${body.group}/${body.date}`,
  ).values())
    expect(verifyChain(chain.toSorted((a, b) => a.body.revision - b.body.revision))).toEqual({
      kind: 'sound',
    })
  expect(new Set(sent)).toEqual(new Set(published.keys()))
})
