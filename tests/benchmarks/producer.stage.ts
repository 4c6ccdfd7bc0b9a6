import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PORT_OFFSETS } from '@ioc/config'
import { launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { NODE_FLAGS } from '@ioc/launcher/services.ts'
import { createLog } from '@ioc/log'
import type { PushProducer } from '@ioc/push-keys'
import { topics } from '@ioc/schemas'
import { openCheckpoints } from '@ioc/source/checkpoint.ts'
import { until } from '../browser/until.ts'
import { freePair, freePortBase } from '../ports.ts'
import { openUndo } from './undo.ts'

const SERVICES = join(import.meta.dirname, '../../services')

/** One producer as the launcher runs it, before a Kafka of its own. */
export type ProducerStage = {
  dataDir: string
  brokers: string
  kafka: Kafka
  portBase: number
  url: string
  pids(): { producer: number; kafka: number }
  /** Ends the producer as a power cut would, and starts it again. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** Starts it; whatever started is ended again if the rest does not come up. */
export const openProducerStage = async (service: PushProducer): Promise<ProducerStage> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-bench-'))
  const undo = openUndo()
  undo.push(() => rmSync(dataDir, { recursive: true, force: true }))
  try {
    const log = createLog('bench', 'error')
    await prepareKafka(log)
    const engine = await launchKafka({ dataDir, port: await freePair() })
    undo.push(() => engine.stop())
    const kafka = openKafka({ brokers: [engine.brokers], clientId: 'bench' }, log)
    undo.push(() => kafka.close())
    await provisionTopics(kafka, [...topics], log)
    // The rebuilt half-year is no part of it.
    openCheckpoints(dataDir, service, 'first-half-2024').save({
      ...{ checkpoint: null, emitted: 0, rejected: 0, skipped: 0, completeUpToMs: null, finished: true },
    })
    const portBase = await freePortBase()
    const url = `http://127.0.0.1:${portBase + PORT_OFFSETS[service]}`
    let child: ChildProcess
    const start = async () => {
      const said = openSync(join(dataDir, 'producer.log'), 'a')
      child = spawn(process.execPath, [...NODE_FLAGS, join(SERVICES, service, 'main.ts')], {
        env: {
          ...{ IOC_DATA_DIR: dataDir, IOC_PORT_BASE: String(portBase), KAFKA_BROKERS: engine.brokers },
          IOC_BUSINESS_CLOCK: '2024-07-01T00:00:00+07:00',
        },
        stdio: ['ignore', said, said],
      })
      closeSync(said)
      await until('the producer is ready', async () => (await fetch(`${url}/health/ready`)).ok, 120_000)
    }
    const end = async (signal: NodeJS.Signals) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
    }
    undo.push(() => end('SIGTERM'))
    await start()
    return {
      ...{ dataDir, brokers: engine.brokers, kafka, portBase, url, close: undo.close },
      pids: () => ({ producer: child.pid!, kafka: engine.pid }),
      restart: async () => {
        await end('SIGKILL')
        await start()
      },
    }
  } catch (error) {
    await undo.close()
    throw error
  }
}
