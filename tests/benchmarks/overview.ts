import { setTimeout as wait } from 'node:timers/promises'
import { openCatalogues } from '@ioc/catalogues'
import { dossier, event, progress } from '../browser/events.ts'
import { startLiveCentre } from '../browser/harness.ts'
import { makeDossiers } from './indicators.data.ts'
import { type Benchmark, median, spreadOf } from './measure.ts'
import { openStream, percentile } from './stream.ts'

const DOSSIERS = 1_000_000
const STEP = 500_000
const PER_SECOND = 500
const SECONDS = 30
/** Pages that look at the overview, each asking again some seconds after its last answer, as the page does. */
const PAGES = 20
const AGAIN_MS = 5_000
const GOAL_MS = 150
/** Different questions among them: scopes and periods. */
const QUESTIONS = [
  'scope=68&period=month',
  'scope=68&period=day',
  'scope=672&period=month',
  'scope=676&period=year',
]

/**
 * What the overview takes to answer, over HTTP from the service's own process, over a million dossiers while events stream in through the
 * whole river. The first answer to each question is counted; who asks again gets the newest that is known, and how old it is.
 * Ratio: p95 ÷ the goal of 150 ms.
 */
export const overview: Benchmark = async ({ rounds, say }) => {
  const centre = await startLiveCentre()
  try {
    const catalogues = openCatalogues()
    for (let made = 0; made < DOSSIERS; made += STEP) {
      say(`  making dossiers ${made / 1e6} to ${(made + STEP) / 1e6} million …`)
      await makeDossiers(centre.clickhouse, catalogues, made, made + STEP)
    }
    await centre.kafka.publish('source-progress.v1', [
      event('source-progress.v1', 'benchmark', 'spoken', progress('benchmark', 'dossier.v1', 86_400)),
    ])
    const ask = async (question: string) => {
      const beganMs = performance.now()
      const answer = await fetch(`${centre.url}/v1/overview?date=2024-06-15&${question}`)
      const { asOf } = (await answer.json()) as { asOf: string }
      if (!answer.ok) throw new Error(`the overview answers ${answer.status}`)
      return { ms: performance.now() - beganMs, ageMs: Date.now() - Date.parse(asOf) }
    }
    const first: number[] = []
    for (const question of QUESTIONS) first.push((await ask(question)).ms)
    const ps: number[][] = []
    let oldestMs = 0
    for (let round = 0; round < rounds; round++) {
      const stream = openStream(centre.kafka, `overview-${round}`, PER_SECOND, dossier)
      const endMs = performance.now() + SECONDS * 1_000
      const times: number[] = []
      await Promise.all(
        Array.from({ length: PAGES }, async (_, page) => {
          await wait((page * AGAIN_MS) / PAGES)
          while (performance.now() < endMs) {
            const { ms, ageMs } = await ask(QUESTIONS[page % QUESTIONS.length]!)
            times.push(ms)
            oldestMs = Math.max(oldestMs, ageMs)
            await wait(AGAIN_MS)
          }
        }),
      )
      const sent = await stream.stop()
      ps.push([50, 95, 99].map((at) => percentile(times, at)))
      say(
        `  round ${round + 1}: p50 ${Math.round(ps.at(-1)![0]!)}, p95 ${Math.round(ps.at(-1)![1]!)}, p99 ${Math.round(ps.at(-1)![2]!)} ms of ${times.length}, beside ${Math.round(sent / SECONDS)} events/s`,
      )
    }
    const of = (k: number) => Math.round(median(ps.map((each) => each[k]!)))
    return {
      ratio: spreadOf(ps.map((each) => each[1]! / GOAL_MS)),
      figures: {
        dossiers: DOSSIERS,
        'pages asking': PAGES,
        'p50, ms': of(0),
        'p95, ms': of(1),
        'p99, ms': of(2),
        'first answer to a question, ms': Math.round(median(first)),
        'oldest answer, ms': Math.round(oldestMs),
      },
    }
  } finally {
    await centre.close()
  }
}
