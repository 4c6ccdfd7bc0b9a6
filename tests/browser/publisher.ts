import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { PORT_OFFSETS } from '@ioc/config/settings.ts'
import type { LiveCentre } from './harness.ts'
import { until } from './until.ts'

const SERVICES = join(import.meta.dirname, '../../services')

/** The national IOC and the snapshot publisher, as processes beside a centre: its data folder, engines and ports. */
export async function startPublisher(centre: LiveCentre): Promise<{ close(): Promise<void> }> {
  const base = Number(new URL(centre.url).port)
  const nationalPort = base + PORT_OFFSETS['national-ioc']
  const started: ChildProcess[] = []
  const start = async (service: 'national-ioc' | 'snapshot-publisher') => {
    const child = spawn(process.execPath, [join(SERVICES, service, 'main.ts')], {
      env: {
        IOC_DATA_DIR: centre.dataDir,
        IOC_PORT_BASE: String(base),
        IOC_LOG_LEVEL: 'warn',
        KAFKA_BROKERS: centre.engines.kafka.brokers,
        CLICKHOUSE_URL: centre.engines.clickhouse.url,
        NATIONAL_IOC_URL: `http://127.0.0.1:${nationalPort}`,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child.stderr!.pipe(createWriteStream(join(centre.dataDir, `log/${service}.log`)))
    started.push(child)
    const health = `http://127.0.0.1:${base + PORT_OFFSETS[service]}/health/ready`
    await until(`${service} is ready`, async () => (await fetch(health)).ok, 60_000)
  }
  const close = async () => {
    for (const child of started.toReversed()) {
      if (child.exitCode !== null) continue
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    }
  }
  try {
    await start('national-ioc')
    await start('snapshot-publisher')
  } catch (error) {
    await close()
    throw error
  }
  return { close }
}
