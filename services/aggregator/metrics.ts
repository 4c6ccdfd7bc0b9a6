import type { Trouble } from '@ioc/pipeline'
import { Counter, Gauge, type Registry } from 'prom-client'

type Counts = { keep: number; skip: number; reject: number; control: number }

/** What the aggregator counts of itself, for Prometheus. */
export const openMetrics = (
  registry: Registry,
  lag: () => { topic: string; partition: number; next: number; highWatermark: number }[],
) => {
  const records = new Counter({
    name: 'ioc_records_folded_total',
    help: 'Records durable in the ledger, by topic and verdict (repeats after a crash count again)',
    labelNames: ['topic', 'verdict'],
    registers: [registry],
  })
  const blocks = new Counter({
    name: 'ioc_blocks_folded_total',
    help: 'Blocks durable in the ledger, by topic; records a block tell whether inserts are large enough',
    labelNames: ['topic'],
    registers: [registry],
  })
  new Gauge({
    name: 'ioc_lag_records',
    help: 'Records appended to the log and not yet read, by topic and partition',
    labelNames: ['topic', 'partition'],
    registers: [registry],
    collect() {
      this.reset()
      for (const { topic, partition, next, highWatermark } of lag())
        this.set({ topic, partition }, Math.max(0, highWatermark - next))
    },
  })
  const repeats = new Counter({
    name: 'ioc_repeats_total',
    help: 'Attempts that were not acknowledged and are repeated, by what and why; `refused` needs a person',
    labelNames: ['what', 'kind', 'code'],
    registers: [registry],
  })
  return {
    trouble: ({ what, kind, code }: Trouble) => repeats.inc({ what, kind, code: String(code ?? '') }),
    block: (topic: string, counts: Counts) => {
      blocks.inc({ topic })
      for (const [verdict, n] of Object.entries(counts)) if (n > 0) records.inc({ topic, verdict }, n)
    },
  }
}
