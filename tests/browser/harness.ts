import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { type LaunchedClickHouse, launchClickHouse } from '@ioc/infra-clickhouse'
import { type LocalKafka, launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { pipeline } from '@ioc/pipeline'
import { readRecord } from '@ioc/reader'
import { contracts, DEAD_LETTER_TOPIC, topics } from '@ioc/schemas'
import { openDeadLetterSealer, type Sealer } from '@ioc/sealing'
import { freePair } from '../ports.ts'
import { until } from './until.ts'

const ROOT = join(import.meta.dirname, '../..')
const CENTRE = join(ROOT, 'services/operations-centre')

/** The operations centre over real engines, fed by the real pipeline; everything on free ports and in a folder of its own. */
export type LiveCentre = {
  url: string
  dataDir: string
  kafka: Kafka
  clickhouse: ClickHouse
  /** Ends the centre's process; the engines go on. */
  stopCentre(): Promise<void>
  startCentre(): Promise<void>
  /** A second process of the centre over the same engines and folder; ended with the rest. Gives its address. */
  startAnother(): Promise<string>
  engines: { kafka: LocalKafka; clickhouse: LaunchedClickHouse }
  close(): Promise<void>
}

/** Starts it all, with further settings of the centre; on any failure what was started is ended again. */
export async function startLiveCentre(settings: Record<string, string> = {}): Promise<LiveCentre> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-centre-'))
  const log = createLog('browser-tests', 'error')
  const undo: (() => Promise<unknown> | unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })]
  const close = async () => {
    // One step that fails must not leave an engine running.
    const faults: unknown[] = []
    for (const step of undo.splice(0).reverse()) {
      try {
        await step()
      } catch (error) {
        faults.push(error)
      }
    }
    if (faults.length > 0) throw new AggregateError(faults, 'not everything could be ended in order')
  }
  try {
    await pagesBuilt()
    await prepareKafka(log)
    const engineKafka = await launchKafka({ dataDir, port: await freePair(), heapMb: 384 })
    undo.push(() => engineKafka.stop())
    const engineClickHouse = await launchClickHouse({ dataDir, port: await freePair() })
    undo.push(() => engineClickHouse.stop())

    const kafka = openKafka({ brokers: [engineKafka.brokers], clientId: 'browser-tests' }, log)
    undo.push(() => kafka.close())
    const account = { user: 'default', password: '', database: 'ioc' }
    const clickhouse = openClickHouse({ url: engineClickHouse.url, ...account }, log)
    undo.push(() => clickhouse.close())
    await provisionTopics(kafka, [...topics], log)
    await provisionTables(clickhouse, join(ROOT, 'schemas/tables'), log)

    const aggregator = aggregate(kafka, clickhouse, openDeadLetterSealer(dataDir))
    await aggregator.start()
    undo.push(() => aggregator.stop())

    const port = await freePair()
    const url = `http://127.0.0.1:${port}`
    const launch = async (port: number) => {
      const process = spawnCentre(dataDir, port, engineKafka.brokers, engineClickHouse.url, settings)
      const address = `http://127.0.0.1:${port}`
      await until('the centre is ready', async () => (await fetch(`${address}/health/ready`)).ok, 60_000)
      return process
    }
    let centre: ChildProcess | null = null
    const startCentre = async () => {
      centre = await launch(port)
    }
    const stopCentre = async () => {
      if (centre) await ended(centre)
    }
    const startAnother = async () => {
      const beside = await freePair()
      const process = await launch(beside)
      undo.push(() => ended(process))
      return `http://127.0.0.1:${beside}`
    }
    undo.push(stopCentre)
    await startCentre()
    const engines = { kafka: engineKafka, clickhouse: engineClickHouse }
    return { url, dataDir, kafka, clickhouse, engines, startCentre, stopCentre, startAnother, close }
  } catch (error) {
    await close()
    throw error
  }
}

function aggregate(kafka: Kafka, clickhouse: ClickHouse, sealer: Sealer) {
  const catalogues = openCatalogues()
  const reading = {
    contracts: new Map(contracts.map((contract) => [contract.id, contract])),
    catalogues: catalogues as Parameters<typeof readRecord>[1]['catalogues'],
    atArrival: (systemMs: number) => systemMs,
    isSealed: sealer.opens,
  }
  return pipeline({
    kafka,
    clickhouse,
    topics: contracts.map((contract) => contract.id),
    group: 'aggregator',
    deadLetterTopic: DEAD_LETTER_TOPIC,
    read: (record) => readRecord(record, reading),
    sealer,
    catalogueVersion: catalogues.version,
  })
}

async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null) return
  const exited = once(process, 'exit')
  process.kill('SIGTERM')
  await exited
}

function spawnCentre(
  dataDir: string,
  port: number,
  brokers: string,
  clickhouseUrl: string,
  settings: Record<string, string>,
): ChildProcess {
  mkdirSync(join(dataDir, 'log'), { recursive: true })
  const child = spawn(process.execPath, [join(CENTRE, 'main.ts')], {
    env: {
      // What rushes by in the log is garbage at once: with a small young generation the process stays below 200 MB, without it takes 385.
      NODE_OPTIONS: '--max-semi-space-size=4 --max-old-space-size=128',
      IOC_DATA_DIR: dataDir,
      IOC_PORT_BASE: String(port),
      KAFKA_BROKERS: brokers,
      CLICKHOUSE_URL: clickhouseUrl,
      IOC_LOG_LEVEL: 'warn',
      ...settings,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  child.stderr!.pipe(createWriteStream(join(dataDir, 'log/operations-centre.log'), { flags: 'a' }))
  return child
}

/** Builds the pages, unless they are there. */
export async function pagesBuilt(): Promise<void> {
  if (existsSync(join(CENTRE, 'dist/index.html'))) return
  const vite = spawn(join(CENTRE, 'node_modules/.bin/vite'), ['build'], { cwd: CENTRE, stdio: 'ignore' })
  const [code] = await once(vite, 'exit')
  if (code !== 0) throw new Error(`the pages could not be built: vite ended with ${code}`)
}
