import { openCatalogues } from '@ioc/catalogues'
import { bodiesPublished, cutKey, openBodies } from '@ioc/cuts'
import { openEditions } from '@ioc/editions'
import { openIndicators, openRules, type RulesInForce } from '@ioc/indicators'
import { createLog } from '@ioc/log'
import { CUT_TOPIC, SNAPSHOT_TOPIC } from '@ioc/schemas'
import { type CutRecord, cutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import type { Artefact } from '@ioc/schemas/snapshot/snapshot.ts'
import { canonicalBytes, digestOf, openSigningKey } from '@ioc/snapshot'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPublisher } from '../../services/snapshot-publisher/publisher.ts'
import { CRON, fewGroups, fewIndicators } from '../faults/snapshots/groups.ts'
import { type River, startRiver } from './audit.river.ts'
import { load, withCommunes } from './catalogue-sets.ts'
import { progressOf } from './indicators-api.centre.ts'
import { openDays } from './publisher.days.ts'
import { dossierOf } from './publisher.dossiers.ts'

/** A publisher that cuts, while a set of catalogues is loaded: one group, one indicator, real engines. */
const days = openDays('2024-07-01T00:00:00+07:00')
const stop = new AbortController()
const groups = fewGroups.filter(({ id }) => id === 'dossier')
let river: River
let aggregator: ReturnType<River['aggregate']>
let rules: RulesInForce
let publisher: ReturnType<typeof openPublisher>
const rulesOver = (editions: River['reading']['catalogues']) =>
  openRules(editions, (catalogues) => fewIndicators(openIndicators(catalogues)))

beforeAll(async () => {
  river = await startRiver()
  aggregator = river.aggregate()
  await aggregator.start()
  rules = rulesOver(river.reading.catalogues)
  publisher = openPublisher({
    ...{ kafka: river.kafka, clickhouse: river.clickhouse, rules, groups, clock: days.clock },
    knowUpTo: river.reading.catalogues.upTo,
    ...{ scheduleBeganAt: 0, cron: CRON, withheldUpTo: 0, lateLookMs: 0 },
    key: () => openSigningKey(river.dataDir, 'snapshot-publisher'),
    receiver: {
      name: 'a receiver that takes everything',
      send: async () => ({
        ...{ outcome: 'accepted', code: 'accepted', detail: '', httpStatus: 200, receipt: '{}' },
        ...{ text: '', retryAfterMs: null, bytesSent: 0 },
      }),
      close: () => {},
    },
    examined: { of: () => null, set: () => {} },
    ...{ log: createLog('catalogue-cuts', 'error'), signal: stop.signal },
  })
  await publisher.load()
})
afterAll(async () => {
  stop.abort()
  await aggregator?.stop()
  await river?.close()
})

let told = 0
const tell = async (...events: { topic: string; data: object | null }[]) => {
  for (const { topic, data } of events)
    await river.kafka.publish(topic, [
      {
        ...{ key: 'subject', partition: 0, value: JSON.stringify(data) },
        headers: {
          ...{ ce_specversion: '1.0', ce_id: `event-${told++}`, ce_source: 'test' },
          ...{ ce_type: `vn.lamdong.ioc.${topic}`, 'content-type': 'application/json' },
        },
      },
    ])
  await river.folded()
}
const of = (serial: string, receivedAt: string, unitCode = '24769') => {
  const { data } = dossierOf(serial, { receivedAt })
  return { topic: 'dossier.v1', data: { ...data, unitCode } }
}
const recordsOf = async (topic: string): Promise<string[]> => {
  const values: string[] = []
  const { high } = (await river.kafka.admin.offsets(topic))[0]!
  await river.kafka.readFrom(topic, 0, 0, high, (records) => {
    for (const { value } of records) values.push(value!.toString('utf8'))
  })
  return values
}
const published = async () => (await recordsOf(SNAPSHOT_TOPIC)).map((text) => JSON.parse(text) as Artefact)
const snapshot = async (key: string) => (await published()).find(({ body }) => cutKey(body) === key)!.body
const pinned = async (key: string) => (await snapshot(key)).cut.catalogueVersion
const received = async (key: string, unit: string) =>
  (await snapshot(key)).values.find(
    (value) => value.unit === unit && value.indicator === 'dossier.received' && value.period.kind === 'day',
  )?.numerator

let before: string
let loaded: string
test('a set that is loaded restates nothing', async () => {
  before = rules.current().versions.catalogueVersion
  await tell(progressOf('dossier.v1', '2026-01-01T00:00:00+07:00'), of('1', '2024-07-01T08:00:00+07:00'))
  await days.passTo('2024-07-02T00:10:00+07:00')
  await publisher.catchUp()
  const count = (await published()).length
  expect(await pinned('dossier/2024-07-01/1')).toBe(before)
  loaded = await load(river.kafka, river.reading.catalogues, withCommunes('24999'))
  expect(loaded).not.toBe(before)
  await publisher.catchUp()
  expect(await published()).toHaveLength(count)
})

test('a day is cut by the set that was in force when it was due; late events revise a day by the set of that day', async () => {
  await tell(
    of('2', '2024-07-02T08:00:00+07:00', '24999'),
    of('3', '2024-07-01T15:00:00+07:00'), // late
  )
  await days.passTo('2024-07-03T00:10:00+07:00')
  await publisher.catchUp()
  expect([await pinned('dossier/2024-07-01/2'), await pinned('dossier/2024-07-02/1')]).toEqual([
    before,
    loaded,
  ])
  expect(await received('dossier/2024-07-02/1', '24999')).toBe(1)
  expect(await received('dossier/2024-07-01/2', '24769')).toBe(2)
  expect(await received('dossier/2024-07-01/2', '24999')).toBeUndefined()
  // By a person's word the old day is told by the catalogues of now.
  const [again] = await publisher.close('2024-07-01', { reason: 'danh mục mới' })
  expect(await pinned(cutKey(again!))).toBe(loaded)
  expect(await received(cutKey(again!), '24999')).toBe(0)
})

test('every cut gives the same bytes again, each by the catalogues it pins, also to who has just come', async () => {
  const editions = openEditions({ kafka: river.kafka, shipped: openCatalogues, now: Date.now })
  await editions.refresh()
  const all = (await recordsOf(CUT_TOPIC)).map((text) => cutRecord.parse(JSON.parse(text)))
  const earlier = { cuts: (): CutRecord[] => all, body: bodiesPublished(river.clickhouse) }
  const bodies = openBodies({ clickhouse: river.clickhouse, rules: rulesOver(editions), earlier })
  const digests = new Map((await published()).map(({ body, digest }) => [cutKey(body), digest]))
  expect(new Set(all.map(({ cut }) => cut.catalogueVersion))).toEqual(new Set([before, loaded]))
  for (const cut of all)
    expect(digestOf(canonicalBytes(await bodies.of(cut, groups[0]!))), cutKey(cut)).toBe(
      digests.get(cutKey(cut)),
    )
})
