import { setTimeout as wait } from 'node:timers/promises'
import type { ClickHouse } from '@ioc/clickhouse'
import { PORT_OFFSETS, type ServiceName } from '@ioc/config'
import type { Kafka } from '@ioc/kafka'
import { contracts, EVENT_TOPICS } from '@ioc/schemas'
import { patiently } from './patience.ts'
import type { Progress } from './progress.ts'

/** The source whose end is the end of the replay. */
const REPLAYED = 'first-half-2024'
const POLL_MS = 500

export const PRODUCERS: readonly ServiceName[] = [
  'dossier-producer',
  'hotline-producer',
  'survey-producer',
  'figure-producer',
]

type SourceStatus = { name: string; total: number | null; emitted: number; state: string }

const statuses = async (host: string, portBase: number): Promise<SourceStatus[]> => {
  const answers = await Promise.all(
    PRODUCERS.map(async (name) => {
      const answer = await fetch(`http://${host}:${portBase + PORT_OFFSETS[name]}/v1/sources`).catch(
        () => null,
      )
      if (!answer?.ok) return [{ name: REPLAYED, total: null, emitted: 0, state: 'unreachable' }]
      return ((await answer.json()) as { sources: SourceStatus[] }).sources
    }),
  )
  return answers.flat().filter((source) => source.name === REPLAYED)
}

/** Records of the log by topic, as appended. */
const appended = async (kafka: Kafka, topics: readonly string[]) =>
  Promise.all(
    topics.map(async (topic) => (await kafka.admin.offsets(topic)).reduce((sum, p) => sum + p.high, 0)),
  )

/** True when the ledger holds every offset the log holds now, partition by partition. */
export const ledgerIsComplete = async (kafka: Kafka, clickhouse: ClickHouse): Promise<boolean> => {
  // The ends of the log first: what is appended while the ledger is asked is not waited for.
  const ends = await Promise.all(
    contracts.map(async ({ id }) =>
      (await kafka.admin.offsets(id)).map(({ partition, high }) => ({ key: `${id}/${partition}`, high })),
    ),
  )
  const rows = await clickhouse.query<{ topic: string; partition: number; offsets: number }>(
    'SELECT topic, `partition`, uniqExact(`offset`) AS offsets FROM ledger GROUP BY topic, `partition`',
  )
  const have = new Map(rows.map((row) => [`${row.topic}/${row.partition}`, row.offsets]))
  return ends.flat().every(({ key, high }) => (have.get(key) ?? 0) >= high)
}

/** Waits until the half-year is in the log and every record of the log is in the ledger, showing how far both are. */
export const waitForReplay = async (options: {
  kafka: Kafka
  clickhouse: ClickHouse
  host: string
  portBase: number
  progress: Progress
  signal: AbortSignal
  say(line: string): void
}): Promise<void> => {
  const { kafka, clickhouse, progress, signal } = options
  let highest = 0
  /** One look; true when all is done. */
  const look = async (): Promise<boolean> => {
    const sources = await statuses(options.host, options.portBase)
    const emitted = sources.reduce((sum, source) => sum + source.emitted, 0)
    const total = sources.reduce((sum, source) => sum + (source.total ?? source.emitted), 0)
    const inLog = (await appended(kafka, EVENT_TOPICS)).reduce((sum, n) => sum + n, 0)
    const [folded] = await clickhouse.query<{ rows: number }>(
      'SELECT count() AS rows FROM ledger WHERE topic IN ({topics:Array(String)})',
      {
        topics: EVENT_TOPICS,
      },
    )
    highest = Math.max(highest, total, inLog)
    progress.show([
      { title: 'produced (Kafka)', done: emitted, total: Math.max(total, emitted) },
      { title: 'folded (ClickHouse)', done: Math.min(folded?.rows ?? 0, highest), total: highest },
    ])
    const produced =
      sources.length >= PRODUCERS.length && sources.every((source) => source.state === 'finished')
    // Counting every offset exactly costs seconds; it is worth while only once there are as many rows as records.
    const plausible = (folded?.rows ?? 0) >= inLog
    return produced && plausible && (await ledgerIsComplete(kafka, clickhouse))
  }
  while (!signal.aborted) {
    if (await patiently('watching the replay', look, options).catch(unlessAborted(signal))) break
    await wait(POLL_MS, undefined, { signal }).catch(() => {})
  }
  progress.end()
}

const unlessAborted = (signal: AbortSignal) => (error: unknown) => {
  if (!signal.aborted) throw error
  return false
}
