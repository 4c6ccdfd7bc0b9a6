import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PORT_OFFSETS } from '@ioc/config'
import { openCheckpoints } from '@ioc/source/checkpoint.ts'
import { until } from '../browser/until.ts'
import { dossierEvent, type Event } from '../end-to-end/dossiers.ts'

const ROOT = join(import.meta.dirname, '../..')
type Service = 'dossier-producer' | 'hotline-producer' | 'survey-producer' | 'figure-producer'
export const BATCH = 'application/cloudevents-batch+json'

export type Answer = { status: number; retryAfter: number | null; body: Record<string, unknown> }

/** A producer, of dossiers unless another is named, as a process of its own: on its own ports and folder, as on a machine of its own. */
export type ProducerProcess = {
  dataDir: string
  portBase: number
  start(): Promise<void>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Ends it in order; gives the exit code. */
  stop(): Promise<number | null>
  push(events: readonly Event[]): Promise<Answer>
  get(path: string): Promise<Response>
}

export type ProducerOptions = {
  dataDir: string
  brokers: string
  service?: Service
  settings?: Record<string, string>
  /** The rebuilt half-year is 385,000 events: unless a test wants them it is told that all were sent. */
  replay?: boolean
}

/** @param portBase where its ports are; of two producers the second must be asked for when the first listens */
export const producerProcess = (options: ProducerOptions, portBase: number): ProducerProcess => {
  const { dataDir, service = 'dossier-producer' } = options
  const url = `http://127.0.0.1:${portBase + PORT_OFFSETS[service]}`
  let child: ChildProcess | null = null
  if (!options.replay)
    openCheckpoints(dataDir, service, 'first-half-2024').save({
      checkpoint: null,
      emitted: 0,
      rejected: 0,
      skipped: 0,
      completeUpToMs: null,
      finished: true,
    })

  const end = async (signal: NodeJS.Signals) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const exited = once(child, 'exit')
    child.kill(signal)
    const [code] = await exited
    return code as number | null
  }

  return {
    dataDir,
    portBase,
    start: async () => {
      mkdirSync(join(dataDir, 'log'), { recursive: true })
      const log = openSync(join(dataDir, 'log', `${service}.log`), 'a')
      child = spawn(process.execPath, [join(ROOT, 'services', service, 'main.ts')], {
        env: {
          IOC_DATA_DIR: dataDir,
          IOC_PORT_BASE: String(portBase),
          KAFKA_BROKERS: options.brokers,
          ...options.settings,
        },
        stdio: ['ignore', log, log],
      })
      closeSync(log)
      await until('the producer lives', async () => (await fetch(`${url}/health/live`)).ok, 60_000)
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    push: async (events) => {
      const answer = await fetch(`${url}/v1/events`, {
        method: 'POST',
        headers: {
          'content-type': BATCH,
          authorization: `Bearer ${readFileSync(join(dataDir, 'keys/dossier-push'), 'utf8').trim()}`,
        },
        body: JSON.stringify(events),
      })
      const retryAfter = answer.headers.get('retry-after')
      return {
        status: answer.status,
        retryAfter: retryAfter === null ? null : Number(retryAfter),
        body: (await answer.json()) as Record<string, unknown>,
      }
    },
    get: (path) => fetch(url + path),
  }
}

/** `npm run source -- <words> --json` beside a producer; gives the exit code and what it printed. */
export const sourceCommand = async (
  { portBase, dataDir }: Pick<ProducerProcess, 'portBase'> & { dataDir?: string },
  brokers: string,
  ...words: string[]
): Promise<{ code: number; stdout: string }> => {
  const child = spawn(process.execPath, [join(ROOT, 'infra/sources/main.ts'), ...words], {
    env: {
      ...{ KAFKA_BROKERS: brokers, IOC_PORT_BASE: String(portBase) },
      ...(dataDir === undefined ? {} : { IOC_DATA_DIR: dataDir }),
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  const [code] = await once(child, 'close')
  return { code: code as number, stdout }
}

/** Dossiers whose unit is in no catalogue: each is refused for the same reason. */
export const badDossiers = (count: number): Event[] =>
  Array.from({ length: count }, (_, i) =>
    dossierEvent(`3${String(i).padStart(4, '0')}`, { data: { unitCode: '99999' } }),
  )

export const goodDossiers = (count: number): Event[] =>
  Array.from({ length: count }, (_, i) => dossierEvent(`4${String(i).padStart(4, '0')}`))
