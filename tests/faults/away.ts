import { setTimeout as pause } from 'node:timers/promises'
import { until } from '../browser/until.ts'
import { countInLedger, ledgerHas } from './away/ledger.ts'
import { watchMemory } from './away/memory.ts'
import { openRiver, type River } from './away/river.ts'
import { streamEvents } from './away/stream.ts'

export type AwayOptions = {
  engine: 'clickhouse' | 'kafka'
  /** How long it is away. */
  seconds: number
  /** Events a second, pushed from before the absence until after it. */
  rate: number
  /** Killed and not started again until the time is over (SIGKILL), or held still (SIGSTOP). */
  how?: 'killed' | 'paused'
  /** Told what happens, for a person. */
  say?(line: string): void
}

export type AwayResult = {
  engine: AwayOptions['engine']
  how: 'killed' | 'paused'
  awaySeconds: number
  rate: number
  /** Events answered with 200. */
  acknowledged: number
  /** Acknowledged and not kept in the ledger. */
  lost: number
  /** Log positions or subjects that count more than once, read as the product reads. */
  doubled: number
  /** From the engine's return until what is owed is less than two seconds of the stream. */
  catchUpSeconds: number
  rssMaxMb: Record<string, number>
  /** Bodies by the status they were answered with; `none`: no answer came. */
  answers: Record<string, number>
  /** The longest a sender waited for an answer while the engine was away. */
  answerSecondsMax: number
  /** Services that ended and were started again. */
  restarts: number
}

const BEFORE_SECONDS = 5
const AFTER_SECONDS = 5
const CATCH_UP_MS_MAX = 900_000

/** An engine goes away under load and comes back: is everything acknowledged there once, and did every process stay small? */
export const runAway = async (options: AwayOptions): Promise<AwayResult> => {
  const { engine, seconds, rate, how = 'killed' } = options
  const say = options.say ?? (() => {})
  const river = await openRiver(say)
  try {
    const memory = watchMemory(river.dataDir, river.services)
    const stream = streamEvents(river, { rate, seconds: BEFORE_SECONDS + seconds + AFTER_SECONDS })
    await pause(BEFORE_SECONDS * 1000)
    say(`${engine} is ${how} for ${seconds} s, at ${rate} events/s`)
    const awayFrom = performance.now()
    await river.takeAway(engine, how)
    await pause(seconds * 1000)
    const awaySeconds = Math.round((performance.now() - awayFrom) / 1000)
    await river.bringBack(engine, how)
    const backAt = performance.now()
    say(`${engine} is back; ${stream.acknowledged()} acknowledged so far`)
    const owed = async () =>
      stream.due() - stream.acknowledged() + (await recordsIn(river)) - (await countInLedger(river))
    await until('it has caught up', async () => (await owed()) <= 2 * rate, CATCH_UP_MS_MAX)
    const catchUpSeconds = tenths((performance.now() - backAt) / 1000)
    say(`caught up in ${catchUpSeconds} s; the stream ends`)
    await stream.finished
    const ends = await river.ends()
    await until('the ledger has all that was sent', () => ledgerHas(river, ends), CATCH_UP_MS_MAX)
    const { lost, doubled } = await stream.compare(river)
    return {
      engine,
      how,
      awaySeconds,
      rate,
      acknowledged: stream.acknowledged(),
      lost,
      doubled,
      catchUpSeconds,
      rssMaxMb: memory.stop(),
      answers: stream.answers(),
      answerSecondsMax: tenths(stream.slowestMs() / 1000),
      restarts: river.restarts(),
    }
  } finally {
    await river.close()
  }
}

const recordsIn = async (river: River) => (await river.ends()).reduce((sum, { high }) => sum + high, 0)

const tenths = (value: number) => Math.round(value * 10) / 10
