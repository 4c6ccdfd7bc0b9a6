import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { standClock } from '@ioc/clock'
import { PORT_OFFSETS, type ServiceName } from '@ioc/config'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { startEngines } from '@ioc/launcher/engines.ts'
import { startServices } from '@ioc/launcher/services.ts'
import { topics } from '@ioc/schemas'
import { until } from '../browser/until.ts'
import { freePortBase } from '../ports.ts'
import type { River } from './river.ts'

const TABLES = join(import.meta.dirname, '../../schemas/tables')

/** The part of the river that one kind of event needs, kept running by the launcher's own functions, with nothing to replay. */
export type SmallRiver = River & {
  kafka: Kafka
  clickhouse: ClickHouse
  brokers: string[]
  clickhouseUrl: string
  /** The environment its services have. */
  environment: Record<string, string | undefined>
  /** What the launcher said to people so far. */
  said: string[]
  /** By its pid file; null while there is none. */
  pidOf(process: string): number | null
  signal(process: string, signal: NodeJS.Signals): void
  close(): Promise<void>
}

export type SmallRiverOptions = {
  names?: readonly ServiceName[]
  /** A cluster of the test's own, in place of the launcher's one broker. */
  brokers?: string[]
  /** Called with the new data folder, before anything is started on it; gives what undoes it. */
  prepare?(dataDir: string): () => void
}

/** Starts it on free ports and in a folder of its own; on any failure what was started is ended again. */
export const startSmallRiver = async (options: SmallRiverOptions = {}): Promise<SmallRiver> => {
  const names = options.names ?? ['dossier-producer', 'aggregator']
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-ends-'))
  const portBase = await freePortBase()
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  const undo: (() => Promise<unknown> | unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })]
  const close = async () => {
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
    if (options.prepare) undo.push(options.prepare(dataDir))
    const brokers = options.brokers ?? null
    const raised = await raise({ dataDir, portBase, names, brokers, say, undo })
    const pidOf = (process: string) => pidIn(dataDir, process)
    return {
      ...{ dataDir, portBase, said, close, pidOf },
      ...raised,
      signal: (name, signal) => void process.kill(pidOf(name)!, signal),
    }
  } catch (error) {
    await close()
    throw new Error(`the small river did not start; the launcher said:\n${said.join('\n')}`, { cause: error })
  }
}

/** Starts engines and services in a folder, and pushes what ends each of them, in the order in which they came. */
export const raise = async ({
  dataDir,
  portBase,
  names,
  brokers = null,
  say,
  undo,
}: {
  dataDir: string
  portBase: number
  names: readonly ServiceName[]
  brokers?: string[] | null
  say(line: string): void
  undo: (() => Promise<unknown> | unknown)[]
}) => {
  const engines = await startEngines({
    ...{ dataDir, portBase, brokers, user: 'default', password: '', say },
    clickhouseUrl: null,
  })
  undo.push(() => engines.stop())
  const { brokers: reached, clickhouseUrl } = engines
  const { kafka, clickhouse } = openDoors({ brokers: reached, clickhouseUrl })
  undo.push(() => kafka.close())
  undo.push(() => clickhouse.close())
  await Promise.all([provisionTopics(kafka, [...topics]), provisionTables(clickhouse, TABLES)])

  const clock = '2024-07-01T00:00:00+07:00'
  standClock(dataDir, clock)
  for (const name of names) tellReplayIsOver(dataDir, name)
  const environment = {
    KAFKA_BROKERS: reached.join(','),
    CLICKHOUSE_URL: clickhouseUrl,
    IOC_DATA_DIR: dataDir,
    IOC_PORT_BASE: String(portBase),
    IOC_BUSINESS_CLOCK: clock,
    NATIONAL_IOC_URL: `http://127.0.0.1:${portBase + PORT_OFFSETS['national-ioc']}`,
  }
  const services = await startServices({ names, dataDir, host: '127.0.0.1', portBase, environment, say })
  undo.push(() => services.stop())
  return { kafka, clickhouse, brokers: reached, clickhouseUrl, environment }
}

/** The test's own doors to the river's engines; nothing is connected before it is used. */
export const openDoors = ({ brokers, clickhouseUrl }: { brokers: string[]; clickhouseUrl: string }) => ({
  kafka: openKafka({ brokers, clientId: 'ends' }),
  clickhouse: openClickHouse({ url: clickhouseUrl, user: 'default', password: '', database: 'ioc' }),
})

/** What stands in a pid file of a data folder; null if there is none. */
export const pidIn = (dataDir: string, process: string): number | null => {
  try {
    return Number.parseInt(readFileSync(join(dataDir, 'run', `${process}.pid`), 'utf8'), 10) || null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Its source of the half-year has nothing left to read: what is in the log is what a test put there. */
const tellReplayIsOver = (dataDir: string, service: ServiceName) => {
  mkdirSync(join(dataDir, 'checkpoints'), { recursive: true })
  writeFileSync(join(dataDir, 'checkpoints', `${service}.first-half-2024.json`), '{"finished":true}')
}

/** Waits until a process of the river runs as another one than before, and, if it is a service, answers. */
export const untilBack = async (river: SmallRiver, name: string, before: number, withinMs: number) => {
  await until(
    `${name} has a new process`,
    () => {
      const pid = river.pidOf(name)
      return pid !== null && pid !== before && process.kill(pid, 0)
    },
    withinMs,
  )
  const offset = PORT_OFFSETS[name as ServiceName] as number | undefined
  if (offset !== undefined)
    await until(
      `${name} answers`,
      async () => (await fetch(`http://127.0.0.1:${river.portBase + offset}/health/live`)).ok,
      withinMs,
    )
}
