import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openClickHouse, provisionTables } from '@ioc/clickhouse'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import { launchKafka } from '@ioc/infra-kafka'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { eventContracts, topics } from '@ioc/schemas'
import { openSigningKey, publicJwks } from '@ioc/snapshot'
import { until } from '../../browser/until.ts'
import { progressOf } from '../../engines/indicators-api.centre.ts'
import { type Kept, keepRunning } from '../world/child.ts'
import { type Engine, keepEngine } from '../world/engine.ts'
import { disownFolder, ownFolder } from '../world/leftovers.ts'
import { takePorts } from '../world/ports.ts'
import { openQuestions, type Questions } from '../world/questions.ts'
import { type Days, setDays } from './days.ts'
import { type Lines, openLines, SLOTS } from './lines.ts'
import type { EngineName } from './plan.ts'
import { openTelling, type Telling } from './tell.ts'

const ROOT = join(import.meta.dirname, '../../..')
export const FIRST_DAY = '2024-07-01'

/** Engines, an aggregator, the clock of days, one or two publishers, the receiver, and the lines between them; serves seeds one after the other. */
export type World = {
  dataDir: string
  kafka: Kafka
  questions: Questions
  engines: Record<EngineName, Engine>
  days: Days
  lines: Lines
  telling: Telling
  receiver: Kept
  publishers: ReadonlyMap<number, Kept>
  /** The receiver's archive. */
  archiveFile: string
  /** Services that ended by themselves. */
  ownEnds: string[]
  /** So many publishers work from now on; resolves when each has begun its work. */
  staff(count: number): Promise<void>
  close(keepFolder: boolean): Promise<void>
}

/** A machine that is busy with other things takes minutes to start a process. */
const BEGUN_MS_MAX = 300_000

/** Builds a world; on any failure what was started is ended again. `design` names publishers that are built wrongly. */
export const openWorld = async (start: number, design = ''): Promise<World> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-faults-'))
  ownFolder(dataDir)
  const undo: (() => Promise<unknown> | unknown)[] = []
  const close = async (keepFolder: boolean) => {
    const faults: unknown[] = []
    for (const step of undo.splice(0).reverse())
      await Promise.resolve()
        .then(step)
        .catch((error: unknown) => faults.push(error)) // one that fails must not leave an engine running
    if (!keepFolder) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    disownFolder(dataDir)
    if (faults.length > 0) throw new AggregateError(faults, `not everything in ${dataDir} could be ended`)
  }
  try {
    const ports = await takePorts(start, SLOTS)
    undo.push(() => ports.free())
    const receiverBase = ports.kafka // it listens 10 above its base, as `openReceiver` has it
    const receiverLines = Array.from({ length: SLOTS }, (_, slot) => receiverBase + 11 + slot)
    const lines = await openLines({ ...ports, receiver: receiverBase + 10, receiverLines })
    undo.push(() => lines.close())
    mkdirSync(join(dataDir, 'log'))
    const logFile = (name: string) => join(dataDir, 'log', `${name}.log`)

    const engine = async (launch: Parameters<typeof keepEngine>[0]) => {
      const kept = await keepEngine(launch)
      undo.push(() => kept.end())
      return kept
    }
    const engines = {
      kafka: await engine(() =>
        launchKafka({
          ...{ dataDir, port: ports.kafka, advertisedPort: ports.kafkaLine, heapMb: 256 },
          logFile: logFile('kafka'),
        }),
      ),
      clickhouse: await engine(() =>
        launchClickHouse({ dataDir, port: ports.clickhouse, logFile: logFile('clickhouse') }),
      ),
    }
    const url = `http://127.0.0.1:${ports.clickhouse}`
    const log = createLog('faults', 'fatal')
    const brokers = `127.0.0.1:${ports.kafkaLine}`
    const kafka = openKafka({ brokers: [brokers], clientId: 'faults' }, log)
    undo.push(() => kafka.close())
    const account = { user: 'default', password: '', database: 'ioc' }
    const clickhouse = openClickHouse({ url, ...account })
    undo.push(() => clickhouse.close())
    await provisionTopics(kafka, [...topics], log)
    await provisionTables(clickhouse, join(ROOT, 'schemas/tables'))

    const shared = { IOC_LOG_LEVEL: 'warn', NODE_COMPILE_CACHE: join(dataDir, 'compiled') }
    const ownEnds: string[] = []
    mkdirSync(join(dataDir, 'aggregator'))
    const aggregator = keepRunning({
      onOwnEnd: (how) => ownEnds.push(`aggregator ${how}`),
      script: join(ROOT, 'services/aggregator/main.ts'),
      logFile: logFile('aggregator'),
      environment: () => ({
        ...shared,
        ...{ IOC_DATA_DIR: join(dataDir, 'aggregator'), IOC_PORT_BASE: String(ports.aggregatorBases[0]) },
        ...{ KAFKA_BROKERS: brokers, CLICKHOUSE_URL: url },
      }),
    })
    undo.push(() => aggregator.stop())

    const telling = openTelling(kafka)
    await telling.tell(eventContracts.map(({ id }) => progressOf(id, '2026-01-01T00:00:00+07:00')))

    const daysFile = join(dataDir, 'days.json')
    const days = setDays(daysFile, `${FIRST_DAY}T00:00:00+07:00`)
    openSigningKey(dataDir, 'snapshot-publisher')
    const jwks = join(dataDir, 'publisher-jwks.json')
    writeFileSync(jwks, JSON.stringify(publicJwks(dataDir, 'snapshot-publisher')))
    const receiverDir = join(dataDir, 'receiver')
    const receiver = keepRunning({
      onOwnEnd: (how) => ownEnds.push(`receiver ${how}`),
      script: join(ROOT, 'services/national-ioc/main.ts'),
      logFile: logFile('receiver'),
      environment: () => ({
        ...shared,
        ...{ IOC_DATA_DIR: receiverDir, IOC_PORT_BASE: String(receiverBase), NATIONAL_TRUSTED_JWKS: jwks },
      }),
    })
    undo.push(() => receiver.stop())

    const publishers = new Map<number, Kept>()
    undo.push(() => Promise.all([...publishers.values()].map((publisher) => publisher.stop())))
    const hire = (slot: number): Kept =>
      keepRunning({
        onOwnEnd: (how) => ownEnds.push(`publisher ${how}`),
        script: join(import.meta.dirname, 'publisher/main.ts'),
        logFile: logFile(`publisher-${slot}`),
        environment: () => ({
          ...shared,
          ...{
            FAULTS_SLOT: String(slot),
            FAULTS_DAYS: daysFile,
            FAULTS_DESIGN: design,
            IOC_DATA_DIR: dataDir,
            KAFKA_BROKERS: brokers,
          },
          CLICKHOUSE_URL: `http://127.0.0.1:${ports.clickhouseLines[slot]}`,
          NATIONAL_IOC_URL: `http://127.0.0.1:${receiverLines[slot]}`,
        }),
      })
    const staff = async (count: number) => {
      for (let slot = 0; slot < SLOTS; slot++) {
        const present = publishers.get(slot)
        if (slot < count && !present) publishers.set(slot, hire(slot))
        if (slot >= count && present) {
          publishers.delete(slot)
          await present.stop()
        }
      }
      const begun = ['aggregator', ...[...publishers.keys()].map((slot) => `publisher-${slot}`)]
      for (const name of begun)
        await until(
          `${name} has begun`,
          () => existsSync(join(dataDir, name, 'run', `${name}.pid`)),
          BEGUN_MS_MAX,
        )
    }
    return {
      ...{ dataDir, kafka, engines, days, lines, telling, receiver, publishers, ownEnds, staff, close },
      questions: openQuestions(url),
      archiveFile: join(receiverDir, 'national-ioc/received.sqlite'),
    }
  } catch (error) {
    await close(false)
    throw error
  }
}
