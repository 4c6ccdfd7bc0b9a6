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

type Engines = { kafka: boolean; clickhouse: boolean }
type Wanted = [name: string, host: string, port: number]

const ofEngines = (portBase: number, engines: Engines): Wanted[] => {
  const ports = enginePorts(portBase)
  const kafka: Wanted[] = [
    ['Kafka', '127.0.0.1', ports.kafka],
    ['Kafka’s controller', '127.0.0.1', ports.kafkaController],
  ]
  const clickhouse: Wanted[] = [['ClickHouse', '127.0.0.1', ports.clickhouse]]
  return [...(engines.kafka ? kafka : []), ...(engines.clickhouse ? clickhouse : [])]
}

/** Refuses to start engines whose ports are taken, naming every one. */
export const checkEnginePorts = (portBase: number, engines: Engines) =>
  refuseTaken(ofEngines(portBase, engines))

/** Refuses to start if any port is taken, naming every one and whose it would be; nothing has been started by then. */
export const checkPorts = (host: string, portBase: number, engines: Engines) => {
  const services = Object.entries(PORT_OFFSETS).map(
    ([service, offset]): Wanted => [service, host, portBase + offset],
  )
  return refuseTaken([...services, ...ofEngines(portBase, engines)])
}

const refuseTaken = async (wanted: readonly Wanted[]) => {
  const taken: string[] = []
  for (const [name, at, port] of wanted) if (!(await isFree(at, port))) taken.push(`${port} (${name})`)
  if (taken.length > 0)
    throw new Stop(
      `port ${taken.join(', ')} already taken on this machine: stop what listens there, or choose another IOC_PORT_BASE`,
      EX_CONFIG,
    )
}
