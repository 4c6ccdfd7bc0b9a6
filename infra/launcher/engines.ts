import { launchClickHouse } from '@ioc/infra-clickhouse'
import { launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { enginePorts } from './ports.ts'

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

/** Starts the engines that were not given, side by side. What started is stopped again if the other does not come up. */
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
    return launchKafka({ dataDir, port: ports.kafka, controllerPort: ports.kafkaController })
  }
  const clickhouse = async () =>
    options.clickhouseUrl
      ? null
      : launchClickHouse({ dataDir, port: ports.clickhouse, user: options.user, password: options.password })

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
