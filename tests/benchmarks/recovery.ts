import { setTimeout as wait } from 'node:timers/promises'
import { dossier } from '@ioc/schemas'
import { until } from '../browser/until.ts'
import { type SmallRiver, startSmallRiver } from '../end-to-end/ends.river.ts'
import { countBehind } from './caught-up.ts'
import { type Benchmark, median, spreadOf } from './measure.ts'
import { startStream } from './stream.ts'

/** Who is ended by SIGKILL, by its pid file; the launcher's own functions start it again. */
const KILLED = ['aggregator', 'clickhouse', 'kafka'] as const
const GOAL_SECONDS = 5
const LOOK_MS = 50
/** A look that takes longer has waited for an engine. */
const KNOWN_MS_MAX = 1_000
/** It may be behind by so much of the stream more than it was before: below that, chance decides. */
const MORE_SECONDS = 0.5
/** As long as it was never further behind than that, all is well again. */
const CALM_MS = 5_000
const WITHIN_MS = 300_000

/**
 * How long after a SIGKILL under load the ledger has caught up with the end of the log: from the signal until it was behind for the last time by half
 * a second of the stream more than it ever was in the seconds before. The aggregator, ClickHouse and Kafka in turn. Ratio: the aggregator ÷ the goal of 5 s.
 */
export const recovery: Benchmark = async ({ rounds, seconds, rates, say }) => {
  const river = await startSmallRiver({ names: ['aggregator'] })
  try {
    const found = new Map<string, Recovered[]>()
    for (const rate of rates) {
      const stream = await startStream(river.brokers, `recovery-${rate}`, rate)
      await until('the ledger follows the log', async () => (await behind(river)) < rate, WITHIN_MS)
      // No turn to warm up: what is timed is a process that has only just started.
      for (let round = 1; round <= rounds; round++)
        for (const name of KILLED) {
          const recovered = await killed(river, name, seconds * 1000, rate * MORE_SECONDS)
          const { answersMs, caughtUpMs, mostBehind, usual } = recovered
          const key = `${name} killed at ${rate}/s`
          say(
            `  round ${round}, ${key}: engines answer after ${(answersMs / 1000).toFixed(2)} s, caught up after ${(caughtUpMs / 1000).toFixed(2)} s; ${mostBehind} records behind at most, ${usual} before`,
          )
          found.set(key, [...(found.get(key) ?? []), recovered])
        }
      say(`  ${Math.round(await stream.stop())} events/s acknowledged at ${rate}/s, with all interruptions`)
    }
    const { clickhouse, kafka } = river
    await until(
      'the ledger has the whole log',
      async () => (await countBehind({ clickhouse, kafka }, [dossier.id])) === 0,
      WITHIN_MS,
    )
    const [counted] = await clickhouse.query<{ rows: number; offsets: number }>(
      'SELECT count() AS rows, uniqExact(`partition`, `offset`) AS offsets FROM ledger FINAL WHERE topic = {topic:String}',
      { topic: dossier.id },
    )
    const ends = await kafka.admin.offsets(dossier.id)
    const inLog = ends.reduce((sum, { high }) => sum + high, 0)
    if (counted!.rows !== inLog || counted!.offsets !== inLog)
      throw new Error(`the log has ${inLog} records, the ledger ${JSON.stringify(counted)}`)
    const ratios = found.get(`aggregator killed at ${rates[0]}/s`)!
    return {
      ratio: spreadOf(ratios.map(({ caughtUpMs }) => caughtUpMs / 1000 / GOAL_SECONDS)),
      figures: Object.fromEntries(
        [...found].flatMap(([key, each]) => [
          [
            `${key}, caught up after, s`,
            Number((median(each.map((one) => one.caughtUpMs)) / 1000).toFixed(2)),
          ],
          [
            `${key}, engines answer after, s`,
            Number((median(each.map((one) => one.answersMs)) / 1000).toFixed(2)),
          ],
          [`${key}, most records behind`, Math.round(median(each.map((one) => one.mostBehind)))],
        ]),
      ) as Record<string, number>,
      conditions: {
        'caught up': `for ${CALM_MS / 1000} s never further behind than in the ${seconds} s before and ${MORE_SECONDS} s of the stream`,
      },
    }
  } finally {
    await river.close()
  }
}

/** `answersMs`: until both engines told their ends again, and went on doing so. */
type Recovered = { answersMs: number; caughtUpMs: number; mostBehind: number; usual: number }

/** Infinite while an engine does not answer: then nobody knows. */
const behind = ({ kafka, clickhouse }: SmallRiver): Promise<number> =>
  countBehind({ kafka, clickhouse }, [dossier.id]).catch(() => Number.POSITIVE_INFINITY)

/** Watches for a while, ends a process, and watches until all has been as before for a while. */
const killed = async (
  river: SmallRiver,
  name: string,
  beforeMs: number,
  more: number,
): Promise<Recovered> => {
  let usual = 0
  for (const endMs = performance.now() + beforeMs; performance.now() < endMs; await wait(LOOK_MS))
    usual = Math.max(usual, await behind(river))
  const killedMs = performance.now()
  river.signal(name, 'SIGKILL')
  let lastBehindMs = killedMs
  let lastUnknownMs = killedMs
  let mostBehind = 0
  while (performance.now() - lastBehindMs < CALM_MS) {
    const askedMs = performance.now()
    const records = await behind(river)
    // An engine that is away is waited for inside the question: while it was, nobody knew.
    const isKnown = Number.isFinite(records) && performance.now() - askedMs < KNOWN_MS_MAX
    if (isKnown) mostBehind = Math.max(mostBehind, records)
    else lastUnknownMs = performance.now()
    if (!isKnown || records > usual + more) lastBehindMs = performance.now()
    if (lastBehindMs - killedMs > WITHIN_MS)
      throw new Error(`${WITHIN_MS / 1000} s after ${name} was killed it is ${records} records behind`)
    await wait(LOOK_MS)
  }
  return { answersMs: lastUnknownMs - killedMs, caughtUpMs: lastBehindMs - killedMs, mostBehind, usual }
}
