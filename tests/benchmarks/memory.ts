import { setTimeout as wait } from 'node:timers/promises'
import { PORT_OFFSETS, type ServiceName } from '@ioc/config'
import { contracts } from '@ioc/schemas'
import { pagesBuilt } from '../browser/harness.ts'
import { until } from '../browser/until.ts'
import { type SmallRiver, startSmallRiver } from '../end-to-end/ends.river.ts'
import { addressOf } from '../end-to-end/river.ts'
import { streamEvents } from '../faults/away/stream.ts'
import { countBehind } from './caught-up.ts'
import { type Benchmark, median, peakMbOf, residentMbOf, spreadOf } from './measure.ts'
import { sendDossiers } from './stage.ts'

const SERVICES = Object.keys(PORT_OFFSETS) as ServiceName[]
const TOPICS = contracts.map(({ id }) => id)
/** What every service stays below. */
const GOAL_MB = 400
const LOOK_MS = 1_000
const SAY_MS = 60_000
const WITHIN_MS = 3_600_000
/** Somebody looks at the overview. */
const ASK_MS = 5_000

/** Resident memory of one process, MB, one number a look. */
type Watched = Map<string, number[]>

/**
 * Resident memory of every service: while a filled log is folded as fast as it goes, and while events are pushed at a steady rate for long. A process
 * that ended is a fault here. Ratio: the most any service ever had ÷ 400 MB. Flat: the median of the last quarter beside that of the second, when all is warm.
 */
export const memory: Benchmark = async ({ events, seconds, rates, say }) => {
  await pagesBuilt()
  const river = await startSmallRiver({ names: SERVICES })
  try {
    const pids = new Map([...SERVICES, 'clickhouse', 'kafka'].map((name) => [name, river.pidOf(name)!]))
    say(`  folding ${events} events …`)
    await sendDossiers(river.kafka, events)
    await until('all is folded', async () => (await countBehind(river, TOPICS)) === 0, WITHIN_MS)
    const peaks = peaksOf(pids)
    say(`  folded; most of each, MB: ${shown(peaks)}`)

    const watched: Watched = new Map([...pids.keys()].map((name) => [name, []]))
    for (const rate of rates) {
      say(`  pushing ${rate} events/s for ${seconds} s …`)
      await steadily(river, pids, watched, { rate, seconds }, say)
    }
    await until('all is folded', async () => (await countBehind(river, TOPICS)) === 0, WITHIN_MS)
    const whole = peaksOf(pids)
    const grown = (name: string) => {
      const { length } = watched.get(name)!
      const quarter = (n: number) => watched.get(name)!.slice((length * (n - 1)) >> 2, (length * n) >> 2)
      return median(quarter(4)) - median(quarter(2))
    }
    return {
      ratio: spreadOf([Math.max(...SERVICES.map((name) => whole.get(name)!)) / GOAL_MB]),
      figures: {
        'events folded first': events,
        'seconds of the stream': seconds,
        ...Object.fromEntries(
          [...pids.keys()].flatMap((name) => [
            [`${name}, most while folding, MB`, Math.round(peaks.get(name)!)],
            [`${name}, most of all, MB`, Math.round(whole.get(name)!)],
            [`${name}, median of the stream, MB`, Math.round(median(watched.get(name)!))],
            [`${name}, last quarter − second, MB`, Math.round(grown(name))],
          ]),
        ),
      },
      conditions: {
        goal: `of services; ClickHouse and Kafka are beside them`,
        rates: `${rates.join(', ')} events/s by push, the overview asked for every ${ASK_MS / 1000} s`,
      },
    }
  } finally {
    await river.close()
  }
}

/** Pushes at a rate and notes what each process has, each second. */
const steadily = async (
  river: SmallRiver,
  pids: ReadonlyMap<string, number>,
  watched: Watched,
  how: { rate: number; seconds: number },
  say: (line: string) => void,
) => {
  const pushUrl = `${addressOf(river, 'dossier-producer')}/v1/events`
  const stream = streamEvents({ dataDir: river.dataDir, pushUrl }, how)
  let done = false
  const finished = stream.finished.finally(() => {
    done = true
  })
  const viewer = (async () => {
    for (; !done; await wait(ASK_MS)) {
      const answer = await fetch(`${addressOf(river, 'operations-centre')}/v1/overview?scope=68&period=month`)
      await answer.arrayBuffer()
    }
  })()
  for (let saidMs = performance.now(); !done; await wait(LOOK_MS)) {
    for (const [name, pid] of pids) watched.get(name)!.push(residentMbOf(pid))
    if (performance.now() - saidMs < SAY_MS) continue
    saidMs = performance.now()
    const now = new Map([...watched].map(([name, each]) => [name, each.at(-1)!]))
    say(`  ${stream.acknowledged()} acknowledged; now, MB: ${shown(now)}`)
  }
  await Promise.all([finished, viewer])
}

/** The most each ever had; throws where one has ended, whether or not another runs in its place. */
const peaksOf = (pids: ReadonlyMap<string, number>) =>
  new Map([...pids].map(([name, pid]) => [name, peakMbOf(pid)]))

const shown = (mb: ReadonlyMap<string, number>) =>
  [...mb].map(([name, each]) => `${name} ${Math.round(each)}`).join(', ')
