import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { upTo } from '@ioc/indicators/state.ts'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import { launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { pipeline } from '@ioc/pipeline'
import { columnsOf, readRecord } from '@ioc/reader'
import { type Contract, contracts, DEAD_LETTER_TOPIC, feedback, topics } from '@ioc/schemas'
import { defineContract, upcast } from '@ioc/schemas/events/contract.ts'
import type { Feedback } from '@ioc/schemas/events/feedback.ts'
import { columnsAfter } from '@ioc/schemas/shipped/columns.ts'
import { openDeadLetterSealer } from '@ioc/sealing'
import { judgeAtEdge } from '@ioc/source/edge.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { until } from '../browser/until.ts'
import { freePair } from '../ports.ts'

const TABLES = join(import.meta.dirname, '../../schemas/tables')
const EXAMPLE = join(import.meta.dirname, '../../schemas/examples/feedback.v1/keep.hotline-waiting.json')

/** A version 2 of feedback that lives in this test alone: `kind` became `about`, and every feedback says how urgent it is. */
type Feedback2 = Omit<Feedback, 'kind'> & {
  about: Feedback['kind']
  urgency: 'unknown' | 'ordinary' | 'urgent'
}
const { kind, ...kept } = (feedback.data as unknown as z.ZodObject<{ kind: z.ZodType<Feedback['kind']> }>)
  .shape
const feedback2 = defineContract<Feedback2>({
  ...(feedback as unknown as Contract<Feedback2>),
  id: 'feedback.v2',
  data: z.strictObject({
    ...kept,
    about: kind,
    urgency: z.enum(['ordinary', 'urgent']),
  }) as unknown as z.ZodType<Feedback2>,
  // What version 1 did not say is not known; nothing is made up.
  before: upcast(feedback, ({ kind, ...data }): Feedback2 => ({ ...data, about: kind, urgency: 'unknown' })),
  columns: [...feedback.columns, 'urgency'],
  row: (d) => [...feedback.row({ ...d, kind: d.about }), d.urgency],
})
const both = [...contracts, feedback2 as unknown as Contract]
const NEW_COLUMN = ['feedback_version', 'feedback'].map(
  (table) => `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS urgency LowCardinality(String) AFTER caller_hash`,
)

const catalogues = openCatalogues()
const log = createLog('contract-versions', 'error')
const undo: (() => unknown)[] = []
let kafka: Kafka
let clickhouse: ClickHouse
let dataDir: string
let aggregator: ReturnType<typeof pipeline> | null = null
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-versions-'))
  undo.push(() => rmSync(dataDir, { recursive: true, force: true }))
  await prepareKafka(log)
  const broker = await launchKafka({ dataDir, port: await freePair(), heapMb: 384 })
  undo.push(() => broker.stop())
  const engine = await launchClickHouse({ dataDir, port: await freePair() })
  undo.push(() => engine.stop())
  kafka = openKafka({ brokers: [broker.brokers], clientId: 'contract-versions' }, log)
  undo.push(() => kafka.close())
  clickhouse = openClickHouse({ url: engine.url, user: 'default', password: '', database: 'ioc' }, log)
  undo.push(() => clickhouse.close())
  const first = topics.find(({ name }) => name === feedback.id)!
  await provisionTopics(kafka, [...topics, { ...first, name: feedback2.id }], log)
  await provisionTables(clickhouse, TABLES, log)
})
afterAll(async () => {
  await aggregator?.stop()
  for (const step of undo.reverse()) await step()
})

/** An aggregator that knows these contracts; the one before is stopped. */
const aggregate = async (known: readonly Contract[]) => {
  await aggregator?.stop()
  const sealer = openDeadLetterSealer(dataDir)
  const byId = new Map(known.map((contract) => [contract.id, contract]))
  aggregator = pipeline({
    ...{ kafka, clickhouse, sealer, group: 'aggregator', deadLetterTopic: DEAD_LETTER_TOPIC },
    topics: [...byId.keys()],
    catalogueVersion: catalogues.version,
    read: (record) =>
      readRecord(record, { contracts: byId, catalogues, atArrival: (ms) => ms, isSealed: sealer.opens }),
  })
  await aggregator.start()
}

const example = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as { data: Record<string, unknown> }
/** An event a producer of a version sends, judged at its edge as any. */
const send = async (contract: Contract, code: string, hour: number, data: Record<string, unknown>) => {
  const { kind: _, ...old } = example.data
  const at = `2024-06-20T${String(hour).padStart(2, '0')}:00:00+07:00`
  const { record, reasons } = judgeAtEdge(
    {
      source: `producer-of-${contract.id}`,
      id: `${code}-${hour}`,
      type: null,
      timeMs: null,
      data: { ...old, feedbackCode: code, recordedAt: at, receivedAt: '2024-06-20T07:00:00+07:00', ...data },
    },
    { contract, catalogues, sealer: openDeadLetterSealer(dataDir), businessNow: Date.now },
  )
  expect(reasons).toBeNull()
  await kafka.publish(contract.id, [record])
}
const v1 = (code: string, hour: number, data = {}) =>
  send(feedback as unknown as Contract, code, hour, { kind: 'conduct', ...data })
const v2 = (code: string, hour: number, data = {}) =>
  send(feedback2 as unknown as Contract, code, hour, { about: 'conduct', urgency: 'urgent', ...data })

const rows = async (sql: string, params = {}) => clickhouse.query<Record<string, unknown>>(sql, params)
const folded = (n: number) =>
  until(
    `${n} events are in the ledger`,
    async () => (await rows("SELECT count() AS n FROM ledger FINAL WHERE verdict = 'keep'"))[0]!.n === n,
    60_000,
  )
const parts = async (table: string) =>
  (
    await rows(
      'SELECT name, modification_time AS at FROM system.parts WHERE active AND database = currentDatabase() AND table = {table:String} ORDER BY name',
      { table },
    )
  ).map(({ name, at }) => `${name} ${at}`)
const current = () =>
  rows(
    'SELECT feedback_code AS code, topic, feedback_kind AS about, urgency FROM feedback FINAL ORDER BY code',
  )

test('the tables are what their files say: columns read from the text are those of the engine', async () => {
  const told = columnsAfter(
    readdirSync(TABLES)
      .sort()
      .map((file) => readFileSync(join(TABLES, file), 'utf8')),
  )
  for (const { table } of contracts) {
    const columns = await rows(
      'SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String} ORDER BY position',
      { table },
    )
    expect(Object.entries(told.get(table)!)).toEqual(columns.map(({ name, type }) => [name, type]))
  }
})

test('version 2 stands beside version 1: a column is added without rewriting a row, both are read into one table, and the newest decides', async () => {
  await aggregate(contracts)
  await v1('BEFORE', 8)
  await v1('BOTH', 8)
  await folded(2)
  // Merges go on by themselves and would give parts other names, too.
  await clickhouse.command('SYSTEM STOP MERGES')
  const before = [await parts('feedback_version'), await parts('feedback')]
  expect(before.flat().length).toBeGreaterThan(0)

  // Forward only: what lies there is not touched.
  for (const statement of NEW_COLUMN) await clickhouse.command(statement)
  expect([await parts('feedback_version'), await parts('feedback')]).toEqual(before)
  expect((await current()).map(({ code, urgency }) => [code, urgency])).toEqual([
    ['BEFORE', ''],
    ['BOTH', ''],
  ])

  await clickhouse.command('SYSTEM START MERGES')

  // Old and new producers together.
  await aggregate(both)
  await v2('BOTH', 9)
  await v1('OLDER', 9, { kind: 'regulation' })
  await v2('NEWER', 9, { about: 'other', urgency: 'ordinary' })
  await v2('AGAIN', 9)
  await v1('AGAIN', 10)
  await v2('LATE', 10)
  await v1('LATE', 9)
  await folded(9)
  expect(await current()).toEqual([
    // The old producer spoke last, and did not say how urgent it is.
    { code: 'AGAIN', topic: 'feedback.v1', about: 'conduct', urgency: 'unknown' },
    { code: 'BEFORE', topic: 'feedback.v1', about: 'conduct', urgency: '' },
    { code: 'BOTH', topic: 'feedback.v2', about: 'conduct', urgency: 'urgent' },
    { code: 'LATE', topic: 'feedback.v2', about: 'conduct', urgency: 'urgent' },
    { code: 'NEWER', topic: 'feedback.v2', about: 'other', urgency: 'ordinary' },
    { code: 'OLDER', topic: 'feedback.v1', about: 'regulation', urgency: 'unknown' },
  ])
  const [versions] = await rows(
    'SELECT count() AS n, uniqExact(subject) AS subjects FROM feedback_version FINAL',
  )
  expect(versions).toEqual({ n: 9, subjects: 6 })
  // The ledger keeps what came under the contract it came under.
  expect(
    await rows(
      "SELECT topic, contract, count() AS n FROM ledger FINAL WHERE verdict = 'keep' GROUP BY ALL ORDER BY topic",
    ),
  ).toEqual([
    { topic: 'feedback.v1', contract: 'feedback.v1', n: 5 },
    { topic: 'feedback.v2', contract: 'feedback.v2', n: 4 },
  ])
})

test('a cut holds each row against the watermark of its own topic', async () => {
  const ends = await rows(
    'SELECT topic, `partition`, max(`offset`) AS offset FROM feedback_version GROUP BY topic, `partition`',
  )
  const counted = async (watermark: Parameters<typeof upTo>[0]) => {
    const cut = upTo(watermark, feedback.id, 'cut', [feedback.id, feedback2.id])
    return (await rows(`SELECT count() AS n FROM feedback_version FINAL WHERE ${cut.sql}`, cut.params))[0]!.n
  }
  const all = ends as unknown as Parameters<typeof upTo>[0]
  expect(await counted(all)).toBe(9)
  expect(await counted(all.filter(({ topic }) => topic === feedback.id))).toBe(5)
})

test('the same data give the same columns whichever version wrote them', () => {
  expect(columnsOf(feedback2 as unknown as Contract)).toEqual([
    ...columnsOf(feedback as unknown as Contract).slice(0, -1),
    'urgency',
    'unit_level',
  ])
})
