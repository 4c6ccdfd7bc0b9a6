import { createServer } from 'node:net'
import { EX_CONFIG, enginePorts, PORT_OFFSETS } from '@ioc/config'
import { Stop } from './stop-error.ts'

const isFree = (host: string, port: number) =>
  new Promise<boolean>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE'
        ? resolve(false)
        : reject(new Stop(`cannot listen on ${host}:${port}: ${error.code}`, EX_CONFIG)),
    )
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })

/** Refuses to start if any port is taken, naming every one and whose it would be; nothing has been started by then. */
export const checkPorts = async (
  host: string,
  portBase: number,
  engines: { kafka: boolean; clickhouse: boolean },
) => {
  const ports = enginePorts(portBase)
  const wanted: [string, string, number][] = [
    ...Object.entries(PORT_OFFSETS).map(([service, offset]): [string, string, number] => [
      service,
      host,
      portBase + offset,
    ]),
    ...(engines.kafka
      ? ([
          ['Kafka', '127.0.0.1', ports.kafka],
          ['Kafka’s controller', '127.0.0.1', ports.kafkaController],
        ] as [string, string, number][])
      : []),
    ...(engines.clickhouse
      ? ([['ClickHouse', '127.0.0.1', ports.clickhouse]] as [string, string, number][])
      : []),
  ]
  const taken: string[] = []
  for (const [name, at, port] of wanted) if (!(await isFree(at, port))) taken.push(`${port} (${name})`)
  if (taken.length > 0)
    throw new Stop(
      `port ${taken.join(', ')} already taken on this machine: stop what listens there, or choose another IOC_PORT_BASE`,
      EX_CONFIG,
    )
}
