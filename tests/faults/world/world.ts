import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import { launchKafka } from '@ioc/infra-kafka'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { topics } from '@ioc/schemas'
import { openDeadLetterSealer } from '@ioc/sealing'
import { SLOTS } from '../schedule/plan.ts'
import { type Kept, keepRunning } from './child.ts'
import { type Engine, keepEngine } from './engine.ts'
import { disownFolder, ownFolder } from './leftovers.ts'
import { type Lines, openLines } from './lines.ts'
import { type Ports, takePorts } from './ports.ts'
import { openQuestions, type Questions } from './questions.ts'

const ROOT = join(import.meta.dirname, '../../..')

/** Kafka, ClickHouse, producers' doors, aggregators and the lines between them; serves seeds one after the other. */
export type World = {
  dataDir: string
  ports: Ports
  kafka: Kafka
  /** Straight to ClickHouse, past the proxies: what reads must not be struck. */
  clickhouse: ClickHouse
  questions: Questions
  engines: Record<'kafka' | 'clickhouse', Engine>
  lines: Lines
  doors: Kept
  aggregators: ReadonlyMap<number, Kept>
  /** Services that ended by themselves, as `service code`; whatever runs them has started them again. */
  ownEnds: string[]
  /** So many aggregators work from now on; new lives cut their blocks by these bytes, in turn. */
  staff(count: number, blockBytes: readonly number[]): void
  /** Ends everything; the folder stays if asked. */
  close(keepFolder: boolean): Promise<void>
}

const HEAP_MB = 256

/** Builds a world; on any failure what was started is ended again. */
export const openWorld = async (start: number): Promise<World> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-faults-'))
  ownFolder(dataDir)
  const undo: (() => Promise<unknown> | unknown)[] = []
  const close = async (keepFolder: boolean) => {
    // One step that fails must not leave an engine running.
    const faults: unknown[] = []
    for (const step of undo.splice(0).reverse()) {
      try {
        await step()
      } catch (error) {
        faults.push(error)
      }
    }
    if (faults.length > 0) throw new AggregateError(faults, `not everything in ${dataDir} could be ended`)
    if (!keepFolder) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    disownFolder(dataDir)
  }
  try {
    const ports = await takePorts(start, SLOTS)
    undo.push(() => ports.free())
    const folder = (name: string) => {
      mkdirSync(join(dataDir, name), { recursive: true })
      return join(dataDir, name)
    }
    const logs = folder('log')
    const engineLog = (name: string) => join(logs, `${name}.log`)

    const lines = await openLines(ports)
    undo.push(() => lines.close())
    const engine = async (launch: Parameters<typeof keepEngine>[0]) => {
      const kept = await keepEngine(launch)
      undo.push(() => kept.end())
      return kept
    }
    const starting = [
      engine(() =>
        launchKafka({
          dataDir,
          port: ports.kafka,
          advertisedPort: ports.kafkaLine,
          heapMb: HEAP_MB,
          logFile: engineLog('kafka'),
        }),
      ),
      engine(() => launchClickHouse({ dataDir, port: ports.clickhouse, logFile: engineLog('clickhouse') })),
    ] as const
    await Promise.allSettled(starting) // so that of two, the one that came up is ended when the other did not
    const [kafkaEngine, clickhouseEngine] = await Promise.all(starting)

    const log = createLog('faults', 'fatal')
    const kafka = openKafka({ brokers: [`127.0.0.1:${ports.kafkaLine}`], clientId: 'faults' }, log)
    undo.push(() => kafka.close())
    const url = `http://127.0.0.1:${ports.clickhouse}`
    const clickhouse = openClickHouse({ url, user: 'default', password: '', database: 'ioc' })
    undo.push(() => clickhouse.close())
    await provisionTopics(kafka, [...topics], log)
    await provisionTables(clickhouse, join(ROOT, 'schemas/tables'))

    // One key for all: what a door seals, every aggregator must be able to open.
    openDeadLetterSealer(dataDir)
    const shared = {
      KAFKA_BROKERS: `127.0.0.1:${ports.kafkaLine}`,
      IOC_LOG_LEVEL: 'warn',
      NODE_COMPILE_CACHE: folder('compiled'), // half the processor time of each start
    }
    const ownEnds: string[] = []
    const doors = keepRunning({
      onOwnEnd: (how) => ownEnds.push(`doors ${how}`),
      script: join(import.meta.dirname, '../doors/main.ts'),
      logFile: engineLog('doors'),
      environment: () => ({ ...shared, IOC_DATA_DIR: dataDir, IOC_PORT_BASE: String(ports.doorsBase) }),
    })
    undo.push(() => doors.stop())

    const aggregators = new Map<number, Kept>()
    undo.push(() => Promise.all([...aggregators.values()].map((aggregator) => aggregator.stop())))
    let sizes: readonly number[] = [3 << 20]
    let lives = 0
    const hire = (slot: number): Kept => {
      const own = folder(`aggregator-${slot}`)
      mkdirSync(join(own, 'secrets'), { recursive: true, mode: 0o700 })
      copyFileSync(join(dataDir, 'secrets/dead-letters.key'), join(own, 'secrets/dead-letters.key'))
      return keepRunning({
        onOwnEnd: (how) => ownEnds.push(`aggregator ${how}`),
        script: join(ROOT, 'services/aggregator/main.ts'),
        logFile: engineLog(`aggregator-${slot}`),
        environment: () => ({
          ...shared,
          IOC_DATA_DIR: own,
          IOC_PORT_BASE: String(ports.aggregatorBases[slot]),
          CLICKHOUSE_URL: `http://127.0.0.1:${ports.clickhouseLines[slot]}`,
          AGGREGATOR_BLOCK_BYTES: String(sizes[lives++ % sizes.length]),
        }),
      })
    }
    const staff = (count: number, blockBytes: readonly number[]) => {
      sizes = blockBytes
      lives = 0
      for (let slot = 0; slot < SLOTS; slot++) {
        const present = aggregators.get(slot)
        if (slot < count && !present) aggregators.set(slot, hire(slot))
        if (slot >= count && present) {
          aggregators.delete(slot)
          void present.stop()
        }
      }
    }
    return {
      dataDir,
      ports,
      kafka,
      clickhouse,
      questions: openQuestions(url),
      engines: { kafka: kafkaEngine, clickhouse: clickhouseEngine },
      lines,
      doors,
      aggregators,
      ownEnds,
      staff,
      close,
    }
  } catch (error) {
    await close(false)
    throw error
  }
}
