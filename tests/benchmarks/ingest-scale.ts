import { type Folded, foldTogether } from './fold-once.ts'
import { type Shape, sendShaped, topicOf } from './ingest-scale.data.ts'
import { type Benchmark, median, spreadOf } from './measure.ts'
import { enginesCpu, openStage, type Stage } from './stage.ts'

type Point = Shape & { aggregators: number }
const BASE: Point = { aggregators: 1, partitions: 4, size: 'usual', rejectedOf100: 0, repeatedOf100: 0 }

/** The grid: from one point in the middle one thing at a time is changed, since all of them together would be hundreds. */
export const POINTS: Readonly<Record<string, Point>> = {
  base: BASE,
  '2 aggregators': { ...BASE, aggregators: 2 },
  '4 aggregators': { ...BASE, aggregators: 4 },
  '1 partition': { ...BASE, partitions: 1 },
  '2 partitions': { ...BASE, partitions: 2 },
  '8 partitions': { ...BASE, partitions: 8 },
  '16 partitions': { ...BASE, partitions: 16 },
  'smallest events': { ...BASE, size: 'smallest' },
  'events of 2 kB': { ...BASE, size: 'large' },
  '1% rejects': { ...BASE, rejectedOf100: 1 },
  '20% rejects': { ...BASE, rejectedOf100: 20 },
  '10% duplicates': { ...BASE, repeatedOf100: 10 },
}

/** What one point took: events a second of all its aggregators, and CPU of all processes an event. */
type Taken = { perSecond: number; microseconds: number; folded: Folded }

/**
 * What an event costs as aggregators, partitions, sizes, rejects and duplicates grow, point by point over the grid in each round. Cost is the CPU of
 * all aggregators from their first batch on, ClickHouse and Kafka. Ratio: the dearest point ÷ the cheapest.
 */
export const ingestScale: Benchmark = async ({ rounds, events, points, say }) => {
  const names = points.length > 0 ? points : Object.keys(POINTS)
  const stage = await openStage()
  try {
    const sent = new Map<string, number>()
    for (const name of names) {
      const topic = topicOf(POINTS[name]!)
      if (sent.has(topic)) continue
      say(`  sending ${events} events to ${topic} …`)
      sent.set(topic, await sendShaped(stage.kafka, POINTS[name]!, events))
    }
    const by = new Map<string, Taken[]>(names.map((name) => [name, []]))
    // One turn of each that does not count; then the other way round each time.
    for (let round = 0; round <= rounds; round++)
      for (const name of round % 2 === 0 ? names : names.toReversed()) {
        const taken = await take(stage, POINTS[name]!, events, `scale-${round}-${names.indexOf(name)}`)
        say(
          `  ${round === 0 ? 'warm-up' : `round ${round}`}, ${name}: ${Math.round(taken.perSecond)} events/s, CPU µs an event ${taken.microseconds.toFixed(1)}`,
        )
        if (round > 0) by.get(name)!.push(taken)
      }
    const of = (name: string, read: (taken: Taken) => number) =>
      Number(median(by.get(name)!.map(read)).toPrecision(4))
    const ratios = Array.from({ length: rounds }, (_, round) => {
      const costs = names.map((name) => by.get(name)![round]!.microseconds)
      return Math.max(...costs) / Math.min(...costs)
    })
    const inWords =
      names.length > 1 ? undefined : 'one point has nothing to be compared with; no ratio is given'
    return {
      ratio: names.length > 1 ? spreadOf(ratios) : null,
      figures: Object.fromEntries([
        ['events a point', events],
        ...names.flatMap((name) => [
          [`${name}, bytes an event`, sent.get(topicOf(POINTS[name]!))!],
          [`${name}, events/s`, of(name, ({ perSecond }) => perSecond)],
          [`${name}, CPU µs an event`, of(name, ({ microseconds }) => microseconds)],
          [`${name}, largest aggregator, MB`, of(name, ({ folded }) => folded.rssMb)],
        ]),
      ]) as Record<string, number>,
      conditions: {
        base: '1 aggregator, 4 partitions, no rejects, no duplicates',
        breaker:
          'not on the way: rejects are put on the log itself, where a producer would have held its source',
      },
      ...(inWords && { says: inWords }),
    }
  } finally {
    await stage.close()
  }
}

const take = async (stage: Stage, point: Point, events: number, group: string): Promise<Taken> => {
  const { clickhouse } = stage
  for (const table of ['ledger', 'dossier_version', 'dossier'])
    await clickhouse.command(`TRUNCATE TABLE ${table}`)
  const since = enginesCpu(stage)
  const folded = await foldTogether(stage, point.aggregators, topicOf(point), events, group)
  const engines = since()
  const [counted] = await clickhouse.query<{ rows: number; rejected: number }>(
    "SELECT count() AS rows, countIf(verdict = 'reject') AS rejected FROM ledger FINAL",
  )
  const rejected = Math.floor((events * point.rejectedOf100) / 100)
  if (counted!.rows !== events || counted!.rejected !== rejected)
    throw new Error(`of ${events} events, ${rejected} of them bad, the ledger has ${JSON.stringify(counted)}`)
  const cpuMs = folded.foldingCpuSeconds * 1000 + engines.clickhouse + engines.kafka
  return { perSecond: events / folded.seconds, microseconds: (cpuMs * 1000) / events, folded }
}
