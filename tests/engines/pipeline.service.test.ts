import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { PORT_OFFSETS } from '@ioc/config'
import { type LaunchedClickHouse, launchClickHouse } from '@ioc/infra-clickhouse'
import { type LaunchedKafka, launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { topics } from '@ioc/schemas'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { freePair } from '../ports.ts'

const ROOT = join(import.meta.dirname, '../..')
const TOPIC = 'dossier.v1'
const STOPPED_WITHIN_MS = 10_000 // design §6
const PER_WAVE = 4_000

let dataDir: string
let broker: LaunchedKafka
let engine: LaunchedClickHouse
let kafka: Kafka
let clickhouse: ClickHouse
let aggregator: Awaited<ReturnType<typeof startAggregator>> | undefined
let written = 0

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-stop-'))
  mkdirSync(join(dataDir, 'run'), { recursive: true })
  const log = createLog('stop-test', 'fatal')
  await prepareKafka(log)
  broker = await launchKafka({ dataDir, port: await freePair(), heapMb: 384 })
  engine = await launchClickHouse({ dataDir, port: await freePair() })
  kafka = openKafka({ brokers: [broker.brokers], clientId: 'stop-test' }, log)
  clickhouse = openClickHouse({ url: engine.url, user: 'default', password: '', database: 'ioc' })
  await provisionTopics(kafka, [...topics])
  await provisionTables(clickhouse, join(ROOT, 'schemas/tables'))
})

afterEach(async () => {
  await broker?.resume()
  engine?.resume()
  await aggregator?.end('SIGKILL')
})

afterAll(async () => {
  await kafka?.close()
  await clickhouse?.close()
  await engine?.kill()
  await broker?.kill()
  rmSync(dataDir, { recursive: true, force: true })
})

/** The service itself, with small blocks, so that there is always one under way. */
const startAggregator = async () => {
  const port = await freePair()
  const child = spawn(process.execPath, [join(ROOT, 'services/aggregator/main.ts')], {
    env: {
      IOC_DATA_DIR: dataDir,
      IOC_PORT_BASE: String(port - PORT_OFFSETS.aggregator),
      KAFKA_BROKERS: broker.brokers,
      CLICKHOUSE_URL: engine.url,
      AGGREGATOR_BLOCK_BYTES: '20000',
      IOC_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (text) => {
    said = `${said}${text}`.slice(-4_000)
  })
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>
  return {
    url: `http://127.0.0.1:${port}`,
    said: () => said,
    end: async (signal: NodeJS.Signals) => {
      const beganMs = performance.now()
      child.kill(signal)
      const [code] = await exited
      return { code, waitedMs: performance.now() - beganMs }
    },
  }
}

/** Some kept, some rejected: a dossier whose unit nobody knows. */
const writeWave = async () => {
  const records = Array.from({ length: PER_WAVE }, (_, i) => ({
    key: `k-${i % 50}`,
    value: JSON.stringify({ n: written + i, padding: 'x'.repeat(300) }),
    headers: { ce_specversion: '1.0', ce_id: `e-${written + i}`, ce_source: 's', ce_type: 'no-type' },
  }))
  await kafka.publish(TOPIC, records)
  written += PER_WAVE
}

const ledgerRows = async () => {
  const [row] = await clickhouse.query<{ rows: number; distinct: number }>(
    'SELECT count() AS rows, uniqExact(`partition`, `offset`) AS distinct FROM ledger FINAL WHERE topic = {topic:String}',
    { topic: TOPIC },
  )
  return row!
}

test.each<{ under: string; trouble: () => Promise<unknown> | unknown }>([
  { under: 'full load', trouble: () => {} },
  { under: 'a ClickHouse that hangs', trouble: () => engine.pause() },
  { under: 'a Kafka that hangs', trouble: () => broker.pause() },
])(
  'SIGTERM under $under: it ends in time, and the next one takes up what was left',
  async ({ under, trouble }) => {
    const before = (await ledgerRows()).rows
    await writeWave()
    aggregator = await startAggregator()
    await until('it folds', async () => (await ledgerRows()).rows > before, 60_000)
    await trouble()
    const { code, waitedMs } = await aggregator.end('SIGTERM')
    expect({ code, said: aggregator.said().slice(-1_500) }).toMatchObject({ code: 0 })
    expect(waitedMs).toBeLessThan(STOPPED_WITHIN_MS)
    process.stdout.write(`SIGTERM under ${under}: ended after ${Math.round(waitedMs)} ms\n`)
    await broker.resume()
    engine.resume()

    const left = (await ledgerRows()).rows
    aggregator = await startAggregator()
    await until(
      'the next one folds',
      async () => (await ledgerRows()).rows > left || left === written,
      60_000,
    )
    await until('everything is there', async () => (await ledgerRows()).rows === written, 60_000)
    expect(await ledgerRows()).toEqual({ rows: written, distinct: written })
    expect((await aggregator.end('SIGTERM')).code).toBe(0)
  },
  240_000,
)

test('an insert that ClickHouse refuses is repeated loudly: not ready, which table, which code; mended, it goes on', async () => {
  aggregator = await startAggregator()
  const { url } = aggregator
  const ready = async () => {
    const answer = await fetch(`${url}/health/ready`)
    return { status: answer.status, said: (await answer.json()) as { repeated?: Record<string, unknown>[] } }
  }
  await until('it is ready', async () => (await ready()).status === 200, 60_000)
  await clickhouse.command('ALTER TABLE ledger RENAME COLUMN replay_of TO gone')
  await writeWave()
  const NO_SUCH_COLUMN_IN_TABLE = 16
  await until(
    'it says so',
    async () => {
      const { status, said } = await ready()
      const refused = said.repeated?.find(({ what }) => what === 'insert ledger')
      return status === 503 && refused?.kind === 'refused' && refused.code === NO_SUCH_COLUMN_IN_TABLE
    },
    60_000,
  )
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(
    /ioc_repeats_total\{[^}]*what="insert ledger"[^}]*kind="refused"[^}]*code="16"/,
  )
  expect(aggregator.said()).toContain('"code":16')
  await clickhouse.command('ALTER TABLE ledger RENAME COLUMN gone TO replay_of')
  await until('everything is there', async () => (await ledgerRows()).rows === written, 60_000)
  await until('it is ready again', async () => (await ready()).status === 200, 60_000)
})
