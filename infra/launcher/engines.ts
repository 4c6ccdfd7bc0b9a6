import { join } from 'node:path'
import { enginePorts } from '@ioc/config'
import { launchClickHouse, whyFull } from '@ioc/infra-clickhouse'
import { launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { supervise } from './supervise.ts'

export type Engines = { brokers: string[]; clickhouseUrl: string; stop(): Promise<void> }

export type EnginesOptions = {
  dataDir: string
  portBase: number
  /** Given by the user: used and not started. */
  brokers: string[] | null
  clickhouseUrl: string | null
  user: string
  password: string
  say(line: string): void
}

/**
 * Starts the engines that were not given, side by side, and keeps them running until `stop`. What started is stopped again if the
 * other does not come up. An engine that was given is its owner's to watch.
 */
export const startEngines = async (options: EnginesOptions): Promise<Engines> => {
  const { dataDir, say } = options
  const ports = enginePorts(options.portBase)
  const log = {
    debug: () => {},
    info: (_fields: object, message: string) => say(message),
    warn: (_fields: object, message: string) => say(message),
    error: (_fields: object, message: string) => say(message),
  }
  const kafka = async () => {
    if (options.brokers) return null
    await prepareKafka(log)
    const where = { dataDir, port: ports.kafka, controllerPort: ports.kafkaController }
    return supervise({
      name: 'Kafka',
      launch: (signal) => launchKafka({ ...where, signal }),
      say,
      obstacle: () => whyFull(join(dataDir, 'kafka')),
    })
  }
  const clickhouse = async () => {
    if (options.clickhouseUrl) return null
    const where = { dataDir, port: ports.clickhouse, user: options.user, password: options.password }
    return supervise({
      name: 'ClickHouse',
      launch: (signal) => launchClickHouse({ ...where, signal }),
      say,
      obstacle: () => whyFull(join(dataDir, 'clickhouse')),
    })
  }

  const [k, c] = await Promise.allSettled([kafka(), clickhouse()])
  const stop = async () => {
    await Promise.all([
      k.status === 'fulfilled' ? k.value?.stop() : undefined,
      c.status === 'fulfilled' ? c.value?.stop() : undefined,
    ])
  }
  for (const settled of [k, c])
    if (settled.status === 'rejected') {
      await stop()
      throw settled.reason
    }
  return {
    brokers: options.brokers ?? [`127.0.0.1:${ports.kafka}`],
    clickhouseUrl: options.clickhouseUrl ?? `http://127.0.0.1:${ports.clickhouse}`,
    stop,
  }
}
