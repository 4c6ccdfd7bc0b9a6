import type { ClickHouse } from '@ioc/clickhouse'
import { pauseUnless } from '@ioc/clock/pause.ts'
import type { Kafka } from '@ioc/kafka'
import type { Log } from '@ioc/log'
import { EVENT_TOPICS } from '@ioc/schemas'
import { readLedgerSteps } from './ledger-steps.ts'
import { openRate } from './rate.ts'
import { openTally, type Tally } from './tally.ts'

/** The ends of the log, per topic. */
export type LogEnds = ReadonlyMap<string, readonly { partition: number; low: number; high: number }[]>

/** What was last known of an engine: nothing yet, or a value with its instant, and whether the last look failed. */
export type Look<T> =
  | { value: T; asOfMs: number; failing: boolean }
  | { value: null; asOfMs: null; failing: boolean }

/** The beat of the river: ends of the log and growth of the ledger, looked at every two seconds, for all viewers at once. */
export type Pulse = {
  log(): Look<LogEnds>
  ledger(): Look<Tally>
  /** Settled when the ledger was looked at for the first time: before that nobody knows which sources were ever heard. */
  ledgerSeen: Promise<void>
  logPerSecond(): number | null
  ledgerPerSecond(): number | null
  start(): Promise<void>
  stop(): Promise<void>
}

const BEAT_MS = 2_000
const WINDOW_MS = 10_000
const OLD_MS = 10_000
/** The ledger only grows, except when a backup is restored under a running centre: a whole count sees that. */
const RECOUNT_MS = 300_000

export function openPulse(doors: {
  kafka: Kafka
  clickhouse: ClickHouse
  topics: readonly string[]
  now: () => number
  log: Log
}): Pulse {
  const { kafka, clickhouse, topics, now, log } = doors
  let ends: Look<LogEnds> = { value: null, asOfMs: null, failing: false }
  let tally: Look<Tally> = { value: null, asOfMs: null, failing: false }
  let countedWholeMs = Number.NEGATIVE_INFINITY
  const logRate = openRate(WINDOW_MS)
  const ledgerRate = openRate(WINDOW_MS)
  const seen = Promise.withResolvers<void>()
  const stopping = new AbortController()
  let beating: Promise<unknown> = Promise.resolve()

  async function lookAtLog(): Promise<void> {
    const read = new Map<string, { partition: number; low: number; high: number }[]>()
    for (const topic of topics) read.set(topic, await kafka.admin.offsets(topic))
    ends = { value: read, asOfMs: now(), failing: false }
    logRate.tell(recordsIn(read, EVENT_TOPICS), ends.asOfMs)
  }

  async function lookAtLedger(): Promise<void> {
    const askedMs = now()
    const whole = tally.value === null || askedMs - countedWholeMs > RECOUNT_MS
    const counted = whole ? openTally((topic) => EVENT_TOPICS.includes(topic)) : tally.value!
    counted.add(await readLedgerSteps(clickhouse, counted.marks()))
    if (whole) countedWholeMs = askedMs
    tally = { value: counted, asOfMs: askedMs, failing: false }
    seen.resolve()
    ledgerRate.tell(ledgerRecords(counted), askedMs)
  }

  /** An engine that is away is a fact to show, not a fault of the centre; the next beat asks again. */
  async function beatOn(look: () => Promise<void>, failed: () => void, what: string): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await look()
      } catch (error) {
        failed()
        log.warn(
          { fault: error instanceof Error ? error.name : typeof error },
          `${what} could not be looked at`,
        )
      }
      await pauseUnless(BEAT_MS, stopping.signal)
    }
  }

  /** A look that hangs has not failed yet, but what it should renew is old. */
  const judged = <T>(look: Look<T>): Look<T> =>
    look.asOfMs !== null && now() - look.asOfMs > OLD_MS ? { ...look, failing: true } : look

  return {
    log: () => judged(ends),
    ledger: () => judged(tally),
    ledgerSeen: seen.promise,
    logPerSecond: () => logRate.perSecond(),
    ledgerPerSecond: () => ledgerRate.perSecond(),
    start: async () => {
      // Two beats, so that one engine that hangs does not stop the look at the other.
      beating = Promise.all([
        beatOn(lookAtLog, () => (ends = { ...ends, failing: true }), 'the log'),
        beatOn(lookAtLedger, () => (tally = { ...tally, failing: true }), 'the ledger'),
      ])
    },
    stop: async () => {
      stopping.abort()
      await beating
    },
  }
}

/** Records ever appended to these topics: high ends, whatever retention has since removed. */
export const recordsIn = (ends: LogEnds, topics: readonly string[]): number =>
  topics.flatMap((topic) => ends.get(topic) ?? []).reduce((sum, { high }) => sum + high, 0)

/** Rows of the ledger over the event topics. */
export const ledgerRecords = (tally: Tally): number =>
  tally
    .marks()
    .filter(({ topic }) => EVENT_TOPICS.includes(topic))
    .reduce((sum, { next }) => sum + next, 0)
