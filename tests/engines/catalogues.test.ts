import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { openCatalogues, writeCatalogueFolder } from '@ioc/catalogues'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { type DeadLetter, describeDeadLetter, listDeadLetters } from '@ioc/dead-letters'
import { openEditions } from '@ioc/editions'
import { pipeline } from '@ioc/pipeline'
import { readRecord } from '@ioc/reader'
import { contractById, contracts, DEAD_LETTER_TOPIC } from '@ioc/schemas'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { until } from '../browser/until.ts'
import { dossierEvent } from '../end-to-end/dossiers.ts'
import { freePair, freePortBase } from '../ports.ts'
import { type ProducerProcess, producerProcess } from './breaker.producer.ts'
import { withCommunes } from './catalogue-sets.ts'
import { openRiver, type River } from './dead-letters.river.ts'

/** A set of catalogues loaded by the command into a river that flows: a producer and the centre are processes, and stay up. */
const ROOT = join(import.meta.dirname, '../..')
const WITHIN_MS = 90_000
vi.setConfig({ testTimeout: 300_000 })
const shipped = openCatalogues()

let river: River
let producer: ProducerProcess
let centre: ChildProcess
let centreUrl: string
beforeAll(async () => {
  river = await openRiver()
  await river.startAggregator()
  // In the river's own folder: one sealing key, as in the product. The live demo goes on beside what is pushed.
  const settings = { IOC_BUSINESS_CLOCK: '2024-07-01T00:00:00+07:00' }
  producer = producerProcess(
    { dataDir: river.dataDir, brokers: river.brokers, settings },
    await freePortBase(),
  )
  await producer.start()
  const port = await freePair()
  centreUrl = `http://127.0.0.1:${port}`
  centre = await startCentre(port)
  await until('the producer is ready', async () => (await producer.get('/health/ready')).ok, WITHIN_MS)
})
afterAll(async () => {
  await producer?.stop()
  if (centre) await endCentre()
  await river?.close()
})

const startCentre = async (port: number): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [join(ROOT, 'services/operations-centre/main.ts')], {
    env: {
      ...{ IOC_DATA_DIR: river.dataDir, IOC_PORT_BASE: String(port), IOC_LOG_LEVEL: 'warn' },
      ...{ KAFKA_BROKERS: river.brokers, CLICKHOUSE_URL: river.clickhouseUrl },
    },
    stdio: 'ignore',
  })
  const address = `http://127.0.0.1:${port}/health/ready`
  await until('the centre is ready', async () => (await fetch(address)).ok, WITHIN_MS)
  return child
}
const endCentre = async () => {
  if (centre.exitCode !== null) return
  const exited = once(centre, 'exit')
  centre.kill('SIGTERM')
  await exited
}

/** `npm run catalogues -- <words> --json`. */
const command = async (...words: string[]) => {
  const child = spawn(process.execPath, [join(ROOT, 'infra/catalogues/main.ts'), ...words, '--json'], {
    env: {
      ...{ KAFKA_BROKERS: river.brokers, CLICKHOUSE_URL: river.clickhouseUrl },
      IOC_DATA_DIR: river.dataDir,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  const [code] = await once(child, 'close')
  return { code: code as number, answer: JSON.parse(stdout) as Record<string, unknown> }
}
const loadWith = async (...communes: string[]) => {
  const folder = mkdtempSync(join(river.dataDir, 'set-'))
  writeCatalogueFolder(folder, withCommunes(...communes))
  const { code, answer } = await command('load', folder, '--why', 'nghị quyết mới', '--by', 'lan')
  expect(code).toBe(0)
  return (answer as { set: { version: string; inForceAt: string } }).set
}

const push = (serial: string, unitCode: string) =>
  producer.push([dossierEvent(serial, { event: { source: 'dossier-push' }, data: { unitCode } })])
const subjectOf = (serial: string) => `%000.00.00.H36-240620-${serial}`
const letters = async (): Promise<DeadLetter[]> =>
  (await listDeadLetters(river.clickhouse, { source: 'dossier-push' }, 100)).deadLetters.reverse()
/** Business tables come first, the ledger last: a replay may count a moment before the ledger tells of it. */
const replayed = (count: number) => async () =>
  (await letters()).filter(({ state }) => state === 'replayed').length === count
/** How often a pushed dossier counts now. */
const counted = async (serial: string) =>
  (
    await river.clickhouse.query<{ n: number }>(
      'SELECT count() AS n FROM dossier FINAL WHERE subject LIKE {subject:String} AND NOT voided',
      { subject: subjectOf(serial) },
    )
  )[0]!.n
const verdicts = (clickhouse: Pick<ClickHouse, 'query'>) =>
  clickhouse.query<{ at: string; appendedMs: number; verdict: string; version: string; reasons: string[] }>(
    `SELECT concat(topic, '/', toString(\`partition\`), '/', toString(\`offset\`)) AS at,
            toUnixTimestamp64Milli(appended_at) AS appendedMs, toString(verdict) AS verdict,
            catalogue_version AS version, arrayMap(code -> toString(code), reasons.code) AS reasons
     FROM ledger FINAL ORDER BY topic, \`partition\`, \`offset\``,
  )
const scopes = async (): Promise<string[]> => {
  const answer = await fetch(`${centreUrl}/v1/scopes?date=2024-06-30`)
  return ((await answer.json()) as { units: { code: string }[] }).units.map(({ code }) => code)
}

let set: { version: string; inForceAt: string }

test('a code that is in no catalogue is refused with the nearest; loaded, it is kept, and what was refused comes back by itself, once', async () => {
  const [refused, other] = [await push('70001', '24999'), await push('70002', '24xxx')]
  expect(refused).toMatchObject({
    status: 200,
    body: { accepted: 0, rejected: [{ reasons: [{ path: 'data.unitCode', code: 'unknown-unit' }] }] },
  })
  expect(JSON.stringify(refused.body)).toMatch(/nearest known: 249\d\d/)
  expect(other.body).toMatchObject({ accepted: 0 })
  await until('both are dead letters', async () => (await letters()).length === 2, WITHIN_MS)
  expect(await scopes()).not.toContain('24999')

  const proposed = mkdtempSync(join(river.dataDir, 'set-'))
  writeCatalogueFolder(proposed, withCommunes('24999'))
  expect((await command('diff', proposed)).answer).toMatchObject({
    // The other code is in no form at all: no set can bring it back.
    deadLetters: { kept: 1, judged: 1, more: false },
  })
  expect((await letters()).map(({ state }) => state)).toEqual(['open', 'open'])

  set = await loadWith('24999')
  expect((await push('70003', '24999')).body).toMatchObject({ accepted: 1, rejected: [] })
  await until('the new one counts', async () => (await counted('70003')) === 1, WITHIN_MS)
  await until('the old one came back', async () => (await counted('70001')) === 1, WITHIN_MS)
  await until('the ledger tells of it', replayed(1), WITHIN_MS)

  const [back, still] = await letters()
  expect(back).toMatchObject({ state: 'replayed', replays: 1 })
  const { actions } = await describeDeadLetter(river.clickhouse, back!)
  expect(actions.map(({ action, actor }) => [action, actor])).toEqual([
    ['replay', `catalogue ${set.version}`],
  ])
  expect(still).toMatchObject({ state: 'open', replays: 0 })
}, 300_000)

test('the new unit is on the pages, and the service was not started again', async () => {
  expect(await scopes()).toContain('24999')
  expect(centre.exitCode).toBeNull()
  const answer = await fetch(
    `${centreUrl}/v1/indicators?scope=24999&date=2024-06-30&indicator=dossier.received`,
  )
  expect(await answer.json()).toMatchObject({ catalogueVersion: set.version })
})

test('every row of the ledger names the set in force at its append time, and events flowed all the while', async () => {
  const rows = await verdicts(river.clickhouse)
  const inForceMs = Date.parse(set.inForceAt)
  const expected = rows.map(({ at, appendedMs }) => [
    at,
    appendedMs < inForceMs ? shipped.version : set.version,
  ])
  expect(rows.map(({ at, version }) => [at, version])).toEqual(expected)
  const ofTheDemo = Map.groupBy(rows, ({ version }) => version)
  expect([...ofTheDemo.keys()].sort()).toEqual([shipped.version, set.version].sort())
})

test('folded anew from the log, by another aggregator, every record has the same verdict', async () => {
  const again = openClickHouse({
    ...{ url: river.clickhouseUrl, user: 'default', password: '', database: 'again' },
  })
  await provisionTables(again, join(ROOT, 'schemas/tables'))
  const editions = openEditions({ kafka: river.kafka, shipped: () => shipped, now: Date.now })
  const aggregator = pipeline({
    ...{ kafka: river.kafka, clickhouse: again, group: 'another', sealer: river.sealer },
    topics: contracts.map(({ id }) => id),
    deadLetterTopic: DEAD_LETTER_TOPIC,
    read: (record) =>
      readRecord(record, {
        ...{ contracts: contractById, atArrival: (ms) => ms, isSealed: river.sealer.opens },
        catalogues: editions.at(record.appendedAtMs),
      }),
    catalogueVersion: (appendedAtMs) => editions.at(appendedAtMs).version,
    knowUpTo: editions.upTo,
  })
  const first = await verdicts(river.clickhouse)
  await aggregator.start()
  try {
    // Events go on meanwhile: as many rows as before need not be the same ones.
    await until(
      'it is folded',
      async () => {
        const there = new Set((await verdicts(again)).map(({ at }) => at))
        return first.every(({ at }) => there.has(at))
      },
      WITHIN_MS,
    )
    const second = new Map((await verdicts(again)).map((row) => [row.at, row]))
    expect(first.map(({ at }) => second.get(at))).toEqual(first)
    expect(new Set(first.map(({ version }) => version)).size).toBe(2)
  } finally {
    await aggregator.stop()
    await again.close()
  }
})

test('a set that came while the centre was down lets them come back when it is up again; a second run changes nothing', async () => {
  expect((await push('70004', '24998')).body).toMatchObject({ accepted: 0 })
  await endCentre()
  const next = await loadWith('24999', '24998')
  const port = await freePair()
  centreUrl = `http://127.0.0.1:${port}`
  centre = await startCentre(port)
  await until('it came back', async () => (await counted('70004')) === 1, WITHIN_MS)
  await endCentre()
  centre = await startCentre(await freePair())
  // An event of the same code goes through all of it, so whatever is done with the old one was done before.
  await push('70005', '24995')
  const last = await loadWith('24999', '24998', '24995')
  await until('a later one came back', async () => (await counted('70005')) === 1, WITHIN_MS)
  await until('the ledger tells of all three', replayed(3), WITHIN_MS)
  expect((await letters()).map(({ state, replays }) => [state, replays])).toEqual([
    ['replayed', 1],
    ['open', 0],
    ['replayed', 1],
    ['replayed', 1],
  ])
  const { answer } = await command('list')
  expect(answer).toMatchObject({
    inForce: last.version,
    sets: [
      { version: last.version },
      { version: next.version },
      { version: set.version },
      { previous: null },
    ],
  })
})
