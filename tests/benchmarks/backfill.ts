import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { writePlaced } from '@ioc/connectors/place.ts'
import { dossier as contract } from '@ioc/schemas'
import { dossier, event } from '../browser/events.ts'
import { openRiver, type River } from '../engines/dead-letters.river.ts'
import { openPast } from './backfill.past.ts'
import { type Benchmark, median, spreadOf } from './measure.ts'
import { openRowsSeen } from './rows-seen.ts'
import { openStream, percentile } from './stream.ts'

/** Live events a second beside which single ones are timed; the goal is of the second. */
const RATES = [200, 2_000] as const
const SECONDS = 20
const EVERY_MS = 200
const GOAL_MS = 1_000
const MAIN = join(import.meta.dirname, '../../infra/sources/backfill/main.ts')

/**
 * How long a live event takes from its acknowledgement to its row, while a past month is filled in beside it and while none is, turn by turn. The
 * backfill is the product's command as it comes, at 1,000 events a second at most. Ratio: p95 beside it at 2,000 live events a second ÷ the goal of 1 s.
 */
export const backfillBeside: Benchmark = async ({ rounds, say }) => {
  const river = await openRiver()
  const past = await openPast()
  try {
    await river.startAggregator()
    writePlaced(river.dataDir, 'dossier-producer', 'one-stop-portal', {
      ...{ on: false, generation: 1, settings: { url: past.url, pageSize: 500 } },
    })
    const delays = new Map<string, number[]>()
    const filled: number[] = []
    let aside = 0
    for (let round = 0; round <= rounds; round++)
      for (const rate of RATES)
        for (const beside of [false, true]) {
          const filling = beside ? startBackfill(river) : null
          if (filling) await filling.begun
          const sentBefore = past.asked()
          const timed = await run(river, `${round}-${rate}-${beside}`, rate)
          const records = past.asked() - sentBefore
          const stood = (await filling?.stop()) ?? 0
          if (round === 0) continue // warms up
          const key = `${rate}/s ${beside ? 'beside a backfill' : 'alone'}`
          delays.set(key, [...(delays.get(key) ?? []), percentile(timed, 95)])
          if (beside) {
            filled.push(records / SECONDS)
            aside += stood
          }
          say(
            `  ${key}, round ${round}: p50 ${percentile(timed, 50)} ms, p95 ${percentile(timed, 95)} ms of ${timed.length}${beside ? `; ${Math.round(records / SECONDS)} past records/s, stood aside ${stood} times` : ''}`,
          )
        }
    return {
      ratio: spreadOf(delays.get('2000/s beside a backfill')!.map((ms) => ms / GOAL_MS)),
      figures: Object.fromEntries([
        ...[...delays].map(([key, each]) => [
          `acknowledged to row, ${key}, p95, ms`,
          Math.round(median(each)),
        ]),
        ['past records a second meanwhile', Math.round(median(filled))],
        ['times it was said to stand aside', aside],
        ['timed events a round', Math.round((SECONDS * 1000) / EVERY_MS)],
      ]) as Record<string, number>,
    }
  } finally {
    await past.close()
    await river.close()
  }
}

/** One round: a live stream at a rate, and single events timed until ClickHouse gives their row. */
const run = async (river: River, round: string, rate: number): Promise<number[]> => {
  const stream = openStream(river.kafka, round, rate, dossier)
  const rowSeen = openRowsSeen(river.clickhouse)
  const delays: number[] = []
  const timing: Promise<void>[] = []
  const endMs = performance.now() + SECONDS * 1000
  for (let n = 0; performance.now() < endMs; n++) {
    const data = dossier(FIRST_TIMED + timedSoFar++)
    await river.kafka.publish(contract.id, [event(contract.id, 'timed', `timed-${round}-${n}`, data)])
    const acknowledgedMs = performance.now()
    const seen = () => void delays.push(Math.round(performance.now() - acknowledgedMs))
    timing.push(rowSeen(data).then(seen))
    await wait(EVERY_MS)
  }
  await stream.stop()
  await Promise.all(timing)
  return delays
}
/** Serial numbers of timed dossiers, which no others have. */
const FIRST_TIMED = 9_000_000
let timedSoFar = 0

/** `npm run backfill` of a month; `begun` once it has sent something, and stopped it tells how often it stood aside. */
const startBackfill = (river: River) => {
  const child = spawn(
    process.execPath,
    [MAIN, 'one-stop-portal', '--from', '2024-05-01', '--to', '2024-05-31'],
    {
      env: {
        ...{ IOC_DATA_DIR: river.dataDir, KAFKA_BROKERS: river.brokers, CLICKHOUSE_URL: river.clickhouseUrl },
        IOC_BUSINESS_CLOCK: '2024-07-01T00:00:00+07:00',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  const said = text(child.stderr)
  const begun = Promise.withResolvers<void>()
  child.stderr.on('data', (line: Buffer) => {
    if (line.includes('sent')) begun.resolve()
  })
  child.once('exit', (code) => begun.reject(new Error(`the backfill ended with ${code} before it had begun`)))
  return {
    begun: begun.promise,
    stop: async (): Promise<number> => {
      if (child.exitCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      return (await said).split('standing aside').length - 1
    },
  }
}
