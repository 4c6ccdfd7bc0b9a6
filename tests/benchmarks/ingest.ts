import { loadavg } from 'node:os'
import { join } from 'node:path'
import { type Folded, foldOnce } from './fold-once.ts'
import { CONSUMERS, openKafkaEngine } from './ingest.engine.ts'
import { openRawInsert } from './ingest.raw.ts'
import { type Benchmark, median, spreadOf } from './measure.ts'
import { enginesCpu, openStage, type Stage, sendDossiers } from './stage.ts'

/** One way of taking in all events: how fast, and what CPU it took of whom. */
type Taken = { perSecond: number; cpu: Record<'aggregator' | 'clickhouse' | 'kafka', number> }

const TABLES = ['ledger', 'dossier_version', 'dossier']

/**
 * Events a second from a filled topic into ClickHouse, three ways, turn by turn in one run: the product's aggregator (validated, ledger, tables,
 * exactly once); ClickHouse's own Kafka engine into tables with the same columns, with 1, 2 and 4 consumers; and the rows of the first
 * from files into the same tables, which is as fast as the engine goes. Ratio: ours ÷ the Kafka engine's best.
 */
export const ingest: Benchmark = async ({ rounds, events, say }) => {
  const stage = await openStage()
  try {
    say(`  sending ${events} events …`)
    await sendDossiers(stage.kafka, events)
    const engine = await openKafkaEngine(stage, events).catch((error: Error) => error)
    const raw = openRawInsert(stage, join(stage.dataDir, 'rows'))

    const ways: Record<string, (turn: number) => Promise<Taken>> = {
      ours: (turn) => ours(stage, events, turn),
      ...(engine instanceof Error
        ? {}
        : Object.fromEntries(
            CONSUMERS.map((consumers) => [
              `engine, consumers ${consumers}`,
              (turn: number) => watched(stage, events, () => engine.take(consumers, `${turn}-${consumers}`)),
            ]),
          )),
      'raw insert': async () => {
        await emptied(stage)
        return watched(stage, events, async () => events / (await raw.insert()))
      },
    }
    const taken = await inTurns(ways, rounds, say, raw.keep)
    const speed = (name: string) => median(taken.by[name]!.map(({ perSecond }) => perSecond))
    const missing = engine instanceof Error ? engine : taken.missing
    const engines = Object.keys(taken.by).filter(isEngine)
    const best = engines.toSorted((a, b) => speed(b) - speed(a))[0]
    const ratiosTo = (name: string) =>
      taken.by.ours!.map(({ perSecond }, turn) => perSecond / taken.by[name]![turn]!.perSecond)
    const cpuOf = (name: string) => median(taken.by[name]!.map(allCpu))
    return {
      ratio: best === undefined ? null : spreadOf(ratiosTo(best)),
      figures: {
        events,
        eventBytes: await stage.clickhouse
          .query<{ bytes: number }>('SELECT round(avg(value_bytes)) AS bytes FROM ledger')
          .then(([row]) => row?.bytes ?? 0),
        rawLimitRatio: spreadOf(ratiosTo('raw insert')).median,
        ...(best !== undefined && { cpuRatio: Number((cpuOf(best) / cpuOf('ours')).toFixed(3)) }),
        ...Object.fromEntries(
          Object.keys(taken.by).flatMap((name) => [
            [`${name}, events/s`, Math.round(speed(name))],
            ...(['aggregator', 'clickhouse', 'kafka'] as const)
              .map((who): [string, number] => [
                `${name}, CPU of ${who}, µs an event`,
                Number(median(taken.by[name]!.map(({ cpu }) => cpu[who])).toFixed(2)),
              ])
              .filter(([, cpu]) => cpu > 0),
          ]),
        ),
      },
      conditions: {
        ...(await versionsOf(stage)),
        topic: '4 partitions, 1 broker, no compression on the wire',
        best: best ?? 'none',
        load: loadavg()
          .map((each) => each.toFixed(1))
          .join(' '),
        ...(!(engine instanceof Error) && { engine: engine.settings }),
      },
      ...(missing && { says: `the yardstick cannot run: ${missing.message}; no ratio is given` }),
    }
  } finally {
    await stage.close()
  }
}

const isEngine = (name: string) => name.startsWith('engine')

/**
 * Every way once a round, the other way round each time. Round 0 does not count: files, code and the rows to insert from are there
 * afterwards. A yardstick that fails is left out from then on, and said.
 */
const inTurns = async (
  ways: Record<string, (turn: number) => Promise<Taken>>,
  rounds: number,
  say: (line: string) => void,
  afterFirst: () => Promise<void>,
) => {
  const by: Record<string, Taken[]> = {}
  let missing: Error | null = null
  for (let round = 0; round <= rounds; round++) {
    const names = Object.keys(ways).filter((name) => !(missing && isEngine(name)))
    for (const name of round % 2 === 0 ? names : names.reverse()) {
      if (missing && isEngine(name)) continue
      try {
        const now = await ways[name]!(round)
        if (round === 0 && name === 'ours') await afterFirst()
        say(
          `  ${round === 0 ? 'warm-up' : `round ${round}`}, ${name}: ${Math.round(now.perSecond)} events/s, CPU µs an event: ${shown(now)}`,
        )
        if (round > 0) by[name] = [...(by[name] ?? []), now]
      } catch (error) {
        if (!isEngine(name)) throw error
        missing = error as Error
        say(`  ${name}: ${missing.message}`)
        for (const each of Object.keys(by).filter(isEngine)) delete by[each]
      }
    }
  }
  return { by, missing }
}

const emptied = async ({ clickhouse }: Stage) => {
  for (const table of TABLES) await clickhouse.command(`TRUNCATE TABLE ${table}`)
}

/** The product's aggregator, a process of its own, from the first batch it is given until its last row is durable in the ledger. */
const ours = async (stage: Stage, events: number, turn: number): Promise<Taken> => {
  await emptied(stage)
  let folded: Folded | null = null
  const taken = await watched(stage, events, async () => {
    folded = await foldOnce(stage, 'with', events, `ingest-${turn}`)
    return events / folded.seconds
  })
  const [counted] = await stage.clickhouse.query<{ ledger: number; rows: number }>(
    `SELECT (SELECT count() FROM ledger FINAL) AS ledger, (SELECT count() FROM dossier_version FINAL) AS rows`,
  )
  if (counted?.ledger !== events || counted.rows === 0)
    throw new Error(`ours: ${JSON.stringify(counted)} rows of ${events} events`)
  return { ...taken, cpu: { ...taken.cpu, aggregator: (folded!.cpuSeconds / events) * 1e6 } }
}

/** CPU of the engines while something is taken in. */
const watched = async (stage: Stage, events: number, take: () => Promise<number>): Promise<Taken> => {
  const since = enginesCpu(stage)
  const perSecond = await take()
  const { clickhouse, kafka } = since()
  return {
    perSecond,
    cpu: { aggregator: 0, clickhouse: (clickhouse * 1000) / events, kafka: (kafka * 1000) / events },
  }
}

const allCpu = ({ cpu }: Taken) => cpu.aggregator + cpu.clickhouse + cpu.kafka

const shown = ({ cpu }: Taken) =>
  Object.entries(cpu)
    .filter(([, each]) => each > 0)
    .map(([who, each]) => `${who} ${each.toFixed(1)}`)
    .join(', ')

const versionsOf = async ({ clickhouse }: Stage) => {
  const [said] = await clickhouse.query<{ clickhouse: string }>('SELECT version() AS clickhouse')
  return { clickhouse: said?.clickhouse ?? 'unknown', kafka: '4.3.1', node: process.version }
}
