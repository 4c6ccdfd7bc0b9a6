import { type Folded, foldOnce, type Way } from './fold-once.ts'
import { type Benchmark, median, spreadOf } from './measure.ts'
import { openStage, type Stage, sendDossiers } from './stage.ts'

const emptied = async ({ clickhouse }: Stage) => {
  for (const table of ['ledger', 'dossier_version', 'dossier'])
    await clickhouse.command(`TRUNCATE TABLE ${table}`)
}

const counted = async ({ clickhouse }: Stage, table: string) =>
  (await clickhouse.query<{ rows: number }>(`SELECT count() AS rows FROM ${table} FINAL`))[0]!.rows

/**
 * What the ledger and its guarantees cost: the same records folded by two aggregators, turn by turn. Without: the same reading and the
 * same business rows, the commit right after them, no ledger, no order of inserts, no dead letters, no check at the start.
 */
export const ledgerCost: Benchmark = async ({ rounds, events, say }) => {
  const stage = await openStage()
  try {
    say(`  sending ${events} events …`)
    await sendDossiers(stage.kafka, events)
    const ratios: number[] = []
    const all: Record<Way, Folded[]> = { with: [], without: [] }
    // One turn of each that does not count: files and code are warm afterwards for both.
    for (let round = 0; round <= rounds; round++) {
      const order: Way[] = round % 2 === 0 ? ['without', 'with'] : ['with', 'without']
      const now = {} as Record<Way, Folded>
      for (const way of order) {
        await emptied(stage)
        now[way] = await foldOnce(stage, way, events, `bench-${way}-${round}`)
        const rows = await counted(stage, way === 'with' ? 'ledger' : 'dossier_version')
        if (way === 'with' ? rows !== events : rows === 0)
          throw new Error(`${way}: ${rows} of ${events} rows`)
      }
      const ratio = now.without.seconds / now.with.seconds
      say(
        `  ${round === 0 ? 'warm-up' : `round ${round}`}: with ${now.with.seconds.toFixed(2)} s, without ${now.without.seconds.toFixed(2)} s, ratio ${ratio.toFixed(3)}`,
      )
      if (round === 0) continue
      ratios.push(ratio)
      for (const way of order) all[way].push(now[way])
    }
    const of = (way: Way, pick: (folded: Folded) => number) => Math.round(median(all[way].map(pick)))
    return {
      ratio: spreadOf(ratios),
      figures: {
        events,
        withEventsPerSecond: of('with', (f) => events / f.seconds),
        withoutEventsPerSecond: of('without', (f) => events / f.seconds),
        withCpuMicrosecondsPerEvent: of('with', (f) => (f.cpuSeconds / events) * 1e6),
        withoutCpuMicrosecondsPerEvent: of('without', (f) => (f.cpuSeconds / events) * 1e6),
        withRssMb: of('with', (f) => f.rssMb),
        withoutRssMb: of('without', (f) => f.rssMb),
      },
    }
  } finally {
    await stage.close()
  }
}
