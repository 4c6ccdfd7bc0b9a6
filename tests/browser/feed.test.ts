import type { OutgoingRecord } from '@ioc/kafka'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dossier, event, figure } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { type EventStream, openStream } from './stream.ts'
import { until } from './until.ts'

let centre: LiveCentre
const streams: EventStream[] = []
beforeAll(async () => {
  centre = await startLiveCentre()
  await publish(['live-demo', 'rare', 'paused'].flatMap((source, i) => dossiers([i + 1], source)))
  await until('the ledger has heard of the sources', heardOfAll, 60_000)
})
const heardOfAll = async () => {
  const { sources } = await (await fetch(`${centre.url}/v1/feed/choices`)).json()
  return sources !== null && ['live-demo', 'rare', 'paused'].every((source) => sources.includes(source))
}
afterAll(async () => {
  for (const stream of streams) await stream.close()
  await centre?.close()
})

const watch = async (query = '', lastEventId?: string) => {
  const stream = await openStream(`${centre.url}/v1/feed${query}`, lastEventId)
  streams.push(stream)
  expect(stream.status).toBe(200)
  await until('the stream has a position', () => stream.lastId() !== undefined, 60_000)
  return stream
}
const codeOf = (serial: number) => `000.00.00.H36-240620-${String(serial).padStart(4, '0')}`
const DA_LAT = '672'
const BAO_LOC = '673'
const OF_BAO_LOC = '24820'

let sent = 0
/** Dossiers whose subject is the key, each a later version than the one before. */
const dossiers = (serials: readonly number[], source = 'live-demo', change: object = {}): OutgoingRecord[] =>
  serials.map((serial) => ({
    ...event('dossier.v1', source, `event-${sent++}`, dossier(serial, change)),
    key: `dossier-${serial}`,
  }))
const publish = (records: OutgoingRecord[]) => centre.kafka.publish('dossier.v1', records)
/** Records Kafka has in all topics of events, by its own word. */
const inKafka = async () => {
  let records = 0
  for (const topic of [
    'dossier.v1',
    'feedback.v1',
    'survey-response.v1',
    'reported-figure.v1',
    'source-progress.v1',
  ])
    for (const { high } of await centre.kafka.admin.offsets(topic)) records += high
  return records
}

test('who comes to a quiet river is greeted with what came last, though nobody watched when it came', async () => {
  const viewer = await watch()
  expect(viewer.greeted().toSorted()).toEqual([codeOf(1), codeOf(2), codeOf(3)])
  const other = await watch(`?unit=${BAO_LOC}`)
  expect(other.greeted()).toEqual([])
  const alike = await watch(`?unit=${DA_LAT}&source=live-demo&contract=dossier.v1`)
  expect(alike.greeted()).toEqual([codeOf(1)])
  // Before the first position there was nothing to count.
  expect([viewer.told(), viewer.codes()]).toEqual([0, []])
})

test('shown, not shown and unreadable are what Kafka has between two positions, over floods and reconnects, with a filter and without', async () => {
  const queries = ['', '?source=rare', `?unit=${BAO_LOC}`, '?contract=dossier.v1']
  const before = await inKafka()
  const first = await Promise.all(queries.map((query) => watch(query)))
  const broken: OutgoingRecord = { ...dossiers([1])[0]!, value: '{"not' }
  const serials = Array.from({ length: 4_000 }, (_, i) => 1_000 + (i % 700))
  await publish(dossiers(serials))
  await publish([
    ...dossiers([11, 12], 'rare'),
    broken,
    ...dossiers([21], 'live-demo', { unitCode: OF_BAO_LOC }),
  ])
  await centre.kafka.publish('reported-figure.v1', [
    event(
      'reported-figure.v1',
      'rare',
      'figure',
      figure('steering.disbursed', 'reported', { numerator: 1, denominator: 2 }),
    ),
  ])
  const half = (await inKafka()) - before
  for (const each of first) {
    await until('everything was told', () => each.told() === half, 60_000)
    expect(each.inLog()).toBe(half)
    await each.close()
  }
  // While nobody watches; more than is kept in memory, and more than is read again one by one.
  await publish(dossiers(serials.slice(0, 3_000)))
  await publish([...dossiers([13, 14], 'rare'), ...dossiers([22], 'live-demo', { unitCode: OF_BAO_LOC })])
  await centre.stopCentre()
  await publish(dossiers([15], 'rare'))
  await centre.startCentre()
  const second = await Promise.all(queries.map((query, i) => watch(query, first[i]!.lastId())))
  await publish([...dossiers(serials.slice(0, 500)), ...dossiers([16], 'rare')])
  const all = (await inKafka()) - before
  for (const each of second) {
    await until('the rest was told', () => each.told() === all - half, 60_000)
    expect([each.inLog(), each.gaps()]).toEqual([all - half, []])
  }
  const seen = queries.map((_, i) => [...first[i]!.items(), ...second[i]!.items()])
  // What few events match is shown whole, and it is told how many passed.
  expect(
    seen[1]!
      .filter(({ topic }) => topic === 'dossier.v1')
      .map(({ code }) => code)
      .toSorted(),
  ).toEqual([11, 12, 13, 14, 15, 16].map(codeOf))
  expect([first[1]!.matched(), second[1]!.matched()]).toEqual([3, 4])
  expect(seen[2]!.map(({ code }) => code)).toEqual([codeOf(21), codeOf(22)])
  expect(first[0]!.matched()).toBeNull()
  // Of the one that cannot be read it is known only where it came into the sample.
  expect([4_003, 4_004]).toContain(first[3]!.matched())
  for (const items of seen) {
    const places = items.map(({ topic, partition, offset }) => `${topic} ${partition} ${offset}`)
    expect(new Set(places).size).toBe(places.length) // each once
    const last = new Map<string, number>()
    for (const { topic, partition, offset, code } of items) {
      expect(offset).toBeGreaterThan(last.get(`${topic} ${partition} ${code}`) ?? -1) // and in order
      last.set(`${topic} ${partition} ${code}`, offset)
    }
  }
})

test('what the log no longer has is told as a gap with its count', async () => {
  const viewer = await watch()
  await viewer.close()
  await publish(dossiers(Array.from({ length: 400 }, (_, i) => 5_000 + i)))
  const ends = await centre.kafka.admin.offsets('dossier.v1')
  const cut = ends.map(({ partition, high }) => ({ partition, offset: high - 10 }))
  await centre.stopCentre() // what is in memory could be told without the log
  await centre.kafka.admin.deleteRecords('dossier.v1', cut)
  await centre.startCentre()
  const back = await watch('', viewer.lastId())
  await until('all was told', () => back.told() === 400, 60_000)
  expect([back.inLog(), back.gaps(), back.codes().length]).toEqual([
    400,
    [{ reason: 'log-begins-later', events: 400 - 10 * ends.length }],
    10 * ends.length,
  ])
})

test('a position after which to go on may stand in the address, as after a pause', async () => {
  const viewer = await watch('?source=paused')
  await viewer.close()
  await publish(dossiers([31, 32], 'paused'))
  const back = await openStream(`${centre.url}/v1/feed?after=${viewer.lastId()}`)
  streams.push(back)
  await until('what was missed arrives', () => back.codes().length === 2, 60_000)
  expect([back.told(), back.greeted()]).toEqual([2, []])
})

test.each([
  ['?source=live-dmo', 'source', /did you mean live-demo\?; known are .*dossier-push/],
  ['?contract=dosier.v1', 'contract', /did you mean dossier.v1\?; known are dossier.v1, feedback.v1/],
  ['?unit=24768x', 'unit', /there is no unit "24768x"; did you mean 24/],
  ['?colour=red', 'colour', /allowed are source, unit, contract, after/],
])('%s is refused, naming %s and what is allowed', async (query, parameter, hint) => {
  await until('the ledger is known again', heardOfAll, 60_000)
  const answer = await fetch(`${centre.url}/v1/feed${query}`)
  expect(answer.status).toBe(400)
  const problem = await answer.json()
  expect(problem.parameters[0].parameter).toBe(parameter)
  expect(problem.detail).toMatch(hint)
})
