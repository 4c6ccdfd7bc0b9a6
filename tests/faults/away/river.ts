import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { enginePorts, PORT_OFFSETS, type ServiceName } from '@ioc/config'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import { launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { startServices } from '@ioc/launcher/services.ts'
import { dossier, topics } from '@ioc/schemas'
import { openCheckpoints } from '@ioc/source/checkpoint.ts'
import { until } from '../../browser/until.ts'
import { freePortBase } from '../../ports.ts'

const TABLES = join(import.meta.dirname, '../../../schemas/tables')
/** Of the producers one is enough: they are the same code. The centre and the publisher do what they always do, beside it. */
const SERVICES = ['dossier-producer', 'aggregator', 'operations-centre', 'snapshot-publisher'] as const
const READY_MS_MAX = 120_000

/** Real engines and services, on ports and in a folder of their own. */
export type River = {
  dataDir: string
  services: readonly ServiceName[]
  /** The address of the dossiers' push door. */
  pushUrl: string
  clickhouse: ClickHouse
  kafka: Kafka
  /** Where the log of dossiers ends now, per partition. */
  ends(): Promise<{ partition: number; high: number }[]>
  takeAway(engine: 'clickhouse' | 'kafka', how: 'killed' | 'paused'): Promise<void>
  bringBack(engine: 'clickhouse' | 'kafka', how: 'killed' | 'paused'): Promise<void>
  restarts(): number
  close(): Promise<void>
}

export const openRiver = async (say: (line: string) => void): Promise<River> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-away-'))
  const undo: (() => Promise<unknown> | unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })]
  const close = async () => {
    // One step that fails must not leave an engine running.
    for (const step of undo.splice(0).reverse())
      await Promise.resolve()
        .then(step)
        .catch((error: unknown) => say(`not ended in order: ${String(error)}`))
  }
  try {
    const portBase = await freePortBase()
    const ports = enginePorts(portBase)
    const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
    await prepareKafka(silent)
    const launch = {
      kafka: () =>
        launchKafka({ dataDir, port: ports.kafka, controllerPort: ports.kafkaController, heapMb: 384 }),
      clickhouse: () => launchClickHouse({ dataDir, port: ports.clickhouse }),
    }
    const engines = { kafka: await launch.kafka(), clickhouse: await launch.clickhouse() }
    undo.push(() => Promise.all([engines.kafka.kill(), engines.clickhouse.kill()]))

    const kafka = openKafka({ brokers: [engines.kafka.brokers], clientId: 'away' })
    undo.push(() => kafka.close())
    const account = { user: 'default', password: '', database: 'ioc' }
    const clickhouse = openClickHouse({ url: engines.clickhouse.url, ...account })
    undo.push(() => clickhouse.close())
    await provisionTopics(kafka, [...topics])
    await provisionTables(clickhouse, TABLES)

    // The rebuilt half-year is another measurement: here it counts as sent already.
    openCheckpoints(dataDir, 'dossier-producer', 'first-half-2024').save({
      checkpoint: null,
      emitted: 0,
      rejected: 0,
      skipped: 0,
      completeUpToMs: null,
      finished: true,
    })
    let restarts = 0
    const services = await startServices({
      names: SERVICES,
      dataDir,
      host: '127.0.0.1',
      portBase,
      environment: {
        IOC_DATA_DIR: dataDir,
        IOC_PORT_BASE: String(portBase),
        IOC_BUSINESS_CLOCK: '2024-07-01T00:00:00+07:00',
        KAFKA_BROKERS: engines.kafka.brokers,
        CLICKHOUSE_URL: engines.clickhouse.url,
        NATIONAL_IOC_URL: `http://127.0.0.1:${portBase + PORT_OFFSETS['national-ioc']}`,
      },
      say: (line) => {
        restarts++
        say(line)
      },
    })
    undo.push(() => services.stop())
    const urlOf = (name: ServiceName) => `http://127.0.0.1:${portBase + PORT_OFFSETS[name]}`
    for (const name of SERVICES)
      await until(
        `${name} is ready`,
        async () => (await fetch(`${urlOf(name)}/health/ready`)).ok,
        READY_MS_MAX,
      )
    restarts = 0 // what happened before all were ready is no part of the run
    return {
      dataDir,
      services: SERVICES,
      pushUrl: `${urlOf('dossier-producer')}/v1/events`,
      kafka,
      clickhouse,
      ends: () => kafka.admin.offsets(dossier.id),
      takeAway: async (engine, how) =>
        how === 'killed' ? engines[engine].kill() : void (await engines[engine].pause()),
      bringBack: async (engine, how) => {
        if (how === 'paused') return void (await engines[engine].resume())
        if (engine === 'kafka') engines.kafka = await launch.kafka()
        else engines.clickhouse = await launch.clickhouse()
      },
      restarts: () => restarts,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
