import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openClickHouse, provisionTables } from '@ioc/clickhouse'
import { standClock } from '@ioc/clock'
import type { ServiceName } from '@ioc/config'
import { openKafka, provisionTopics } from '@ioc/kafka'
import { startEngines } from '@ioc/launcher/engines.ts'
import { startServices } from '@ioc/launcher/services.ts'
import type { Undo } from '@ioc/launcher/undo.ts'
import { topics } from '@ioc/schemas'

const TABLES = join(import.meta.dirname, '../../schemas/tables')

export type RaiseOptions = {
  dataDir: string
  portBase: number
  names: readonly ServiceName[]
  /** A cluster of the test's own, in place of the launcher's one broker. */
  brokers?: string[] | null
  say(line: string): void
  /** Gets what ends each of them, in the order in which they came. */
  undo: Undo[]
}

/** Starts engines and services in a folder, by the launcher's own functions, with nothing to replay. */
export const raise = async ({ dataDir, portBase, names, brokers = null, say, undo }: RaiseOptions) => {
  const account = { user: 'default', password: '' }
  const engines = await startEngines({ dataDir, portBase, brokers, clickhouseUrl: null, ...account, say })
  undo.push(() => engines.stop())
  const { kafka, clickhouse } = openDoors(engines)
  undo.push(() => kafka.close())
  undo.push(() => clickhouse.close())
  await Promise.all([provisionTopics(kafka, [...topics]), provisionTables(clickhouse, TABLES)])

  const clock = '2024-07-01T00:00:00+07:00'
  standClock(dataDir, clock)
  for (const name of names) tellReplayIsOver(dataDir, name)
  const environment = {
    KAFKA_BROKERS: engines.brokers.join(','),
    CLICKHOUSE_URL: engines.clickhouseUrl,
    IOC_DATA_DIR: dataDir,
    IOC_PORT_BASE: String(portBase),
    IOC_BUSINESS_CLOCK: clock,
  }
  const services = await startServices({ names, dataDir, host: '127.0.0.1', portBase, environment, say })
  undo.push(() => services.stop())
  return { kafka, clickhouse, brokers: engines.brokers, clickhouseUrl: engines.clickhouseUrl, environment }
}

/** Clients of a test's own at the engines of a river. */
export const openDoors = ({ brokers, clickhouseUrl }: { brokers: string[]; clickhouseUrl: string }) => ({
  kafka: openKafka({ brokers, clientId: 'ends' }),
  clickhouse: openClickHouse({ url: clickhouseUrl, user: 'default', password: '', database: 'ioc' }),
})

/** A process of a folder by its pid file; null while there is none. */
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
