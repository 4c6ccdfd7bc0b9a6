import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { always, openCatalogues } from '@ioc/catalogues'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { openClock } from '@ioc/clock'
import { groups, openRules } from '@ioc/indicators'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import { launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { businessLine, columnsOf } from '@ioc/reader'
import { contractById, eventContracts, topics } from '@ioc/schemas'
import { openSigningKey, publicJwks } from '@ioc/snapshot'
import { openPublisher, type Publisher } from '../../services/snapshot-publisher/publisher.ts'
import { openReceiver } from '../../services/snapshot-publisher/receivers/index.ts'
import { until } from '../browser/until.ts'
import { progressOf } from '../engines/indicators-api.centre.ts'
import { freePair } from '../ports.ts'
import { makeDossiers, VERSIONS } from './indicators.data.ts'
import { cpuMsOf } from './measure.ts'
import { openUndo } from './undo.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const OWNER = 'snapshot-publisher'
const STEP = 500_000
const PARTITIONS = 4
/** To the end of the made-up dossiers: every value is reported, as that of a province that speaks. */
const COMPLETE_UP_TO = '2024-12-31T00:00:00+07:00'

/** The product's publisher over made-up dossiers, and the reference receiver in a process of its own. */
export type SnapshotRiver = {
  publisher: Publisher
  /** CPU of each process since it was started, ms. */
  cpuMs(): Record<string, number>
  close(): Promise<void>
}

/** Starts it; whatever started is ended again if the rest does not come up. */
export const openSnapshotRiver = async (
  dossiers: number,
  say: (line: string) => void,
): Promise<SnapshotRiver> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-bench-'))
  const log = createLog('benchmark', 'error')
  const undo = openUndo()
  undo.push(() => rmSync(dataDir, { recursive: true, force: true }))
  try {
    await prepareKafka(log)
    const port = await freePair()
    const engineKafka = await launchKafka({ dataDir, port, controllerPort: port + 1, heapMb: 384 })
    undo.push(() => engineKafka.stop())
    const engine = await launchClickHouse({ dataDir, port: await freePair() })
    undo.push(() => engine.stop())
    const clickhouse = openClickHouse({
      ...{ url: engine.url, user: 'default', password: '', database: 'ioc', requestTimeoutMs: 600_000 },
    })
    undo.push(() => clickhouse.close())
    const kafka = openKafka({ brokers: [engineKafka.brokers], clientId: 'benchmark' }, log)
    undo.push(() => kafka.close())
    await provisionTopics(kafka, [...topics], log)
    await provisionTables(clickhouse, join(ROOT, 'schemas', 'tables'))
    const catalogues = openCatalogues()
    for (let made = 0; made < dossiers; made += STEP) {
      say(`  making dossiers ${made / 1e6} to ${(made + STEP) / 1e6} million …`)
      await makeDossiers(clickhouse, catalogues, made, made + STEP)
    }
    const ends = new Map([['dossier.v1', (dossiers / PARTITIONS) * VERSIONS]])
    await makeProgress(clickhouse, catalogues)
    await makeLedger(clickhouse, ends)

    openSigningKey(dataDir, OWNER)
    const trusted = join(dataDir, 'jwks.json')
    writeFileSync(trusted, JSON.stringify(publicJwks(dataDir, OWNER)))
    const base = (await freePair()) - 10
    const nationalIoc = startReceiver({ dataDir, base, trusted })
    undo.push(() => endProcess(nationalIoc))
    const url = `http://127.0.0.1:${base + 10}`
    await until('the receiver answers', async () => (await ask(`${url}/health/live`))?.ok === true, 30_000)
    const receiver = openReceiver(
      {
        ...{ url, adapter: 'reference' as const, agency: 'H36' },
        ...{ tls: { ca: undefined, cert: undefined, key: undefined }, tokenFile: undefined, jwks: undefined },
      },
      Date.now,
    )
    undo.push(() => receiver.close())
    const stopping = new AbortController()
    const publisher = openPublisher({
      ...{
        kafka: withEnds(kafka, ends),
        clickhouse,
        rules: openRules(always(catalogues)),
        knowUpTo: async () => {},
        groups,
      },
      ...{ clock: openClock(dataDir, undefined, Date.now), scheduleBeganAt: Date.now(), receiver },
      ...{ cron: '0 5 0 * * *', withheldUpTo: 4, lateLookMs: Number.POSITIVE_INFINITY },
      key: (mayMake) => openSigningKey(dataDir, OWNER, { mayMake }),
      examined: { of: () => null, set: () => {} },
      ...{ log, signal: stopping.signal },
    })
    undo.push(() => stopping.abort())
    await publisher.load()
    const pids = { ClickHouse: engine.pid, Kafka: engineKafka.pid, receiver: nationalIoc.pid! }
    return {
      publisher,
      cpuMs: () => {
        const { user, system } = process.cpuUsage()
        const others = Object.entries(pids).map(([name, pid]) => [name, cpuMsOf(pid)])
        return { publisher: (user + system) / 1000, ...Object.fromEntries(others) }
      },
      close: undo.close,
    }
  } catch (error) {
    await undo.close()
    throw error
  }
}

type Catalogues = ReturnType<typeof openCatalogues>

/** Every source has spoken. */
const makeProgress = async (clickhouse: ClickHouse, catalogues: Catalogues): Promise<void> => {
  const contract = contractById.get('source-progress.v1')!
  const lines = eventContracts.map(({ id }, offset) =>
    businessLine(
      contract,
      contract.data.parse(progressOf(id, COMPLETE_UP_TO).data),
      null,
      { source: 'benchmark', id: `p${offset}` },
      { topic: contract.id, partition: 0, offset, appendedAtMs: Date.now() },
      catalogues,
    ),
  )
  await clickhouse.insertRows(contract.table, columnsOf(contract), lines.join(''), lines.length)
}

/** Rows of the ledger for everything that was put straight into the tables. */
const makeLedger = async (clickhouse: ClickHouse, ends: ReadonlyMap<string, number>): Promise<void> => {
  const write = (topic: string, partition: number, rows: number) =>
    clickhouse.command(
      `INSERT INTO ledger (topic, \`partition\`, \`offset\`, appended_at, verdict) SELECT '${topic}', ${partition}, number, now64(3), 'keep' FROM numbers(${rows})`,
    )
  for (const [topic, end] of ends)
    for (let partition = 0; partition < PARTITIONS; partition++) await write(topic, partition, end)
  await write('source-progress.v1', 0, eventContracts.length)
}

/** The log as it would be had the events gone through it: the publisher cuts at its ends. */
const withEnds = (kafka: Kafka, ends: ReadonlyMap<string, number>): Kafka => ({
  ...kafka,
  admin: {
    ...kafka.admin,
    offsets: async (topic) => {
      const marks = await kafka.admin.offsets(topic)
      const progress = topic === 'source-progress.v1' ? eventContracts.length : undefined
      return marks.map((mark) => ({
        ...mark,
        high: ends.get(topic) ?? (mark.partition === 0 ? progress : undefined) ?? mark.high,
      }))
    },
  },
})

const startReceiver = ({ dataDir, base, trusted }: { dataDir: string; base: number; trusted: string }) =>
  spawn(process.execPath, [join(ROOT, 'services', 'national-ioc', 'main.ts')], {
    env: {
      ...{ IOC_DATA_DIR: dataDir, IOC_PORT_BASE: String(base), NATIONAL_TRUSTED_JWKS: trusted },
      IOC_LOG_LEVEL: 'error',
    },
    stdio: 'ignore',
  })

const endProcess = async (child: ChildProcess) => {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

const ask = (url: string) => fetch(url).catch(() => null)
