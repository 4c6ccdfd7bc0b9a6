import { Counter, Gauge, type Registry } from '@ioc/health'
import type { Standings } from './deliver.ts'
import type { Answer } from './receivers/index.ts'
import { DELIVERY_STATES } from './standing.ts'

/** What the publisher counts of itself, for Prometheus; `standings` is asked at each scrape. */
export const openMetrics = (registry: Registry, standings: () => Standings, now: () => number) => {
  const attempts = new Counter({
    name: 'ioc_snapshot_attempts_total',
    help: 'Attempts to deliver a snapshot, by what came of them; `refused` parks it until a person has looked',
    labelNames: ['outcome', 'code'],
    registers: [registry],
  })
  new Gauge({
    name: 'ioc_snapshots',
    help: 'Published snapshots by how they stand with the national IOC; `refused` are parked',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { counts } = standings()
      for (const state of DELIVERY_STATES) this.set({ state }, counts[state])
    },
  })
  new Gauge({
    name: 'ioc_snapshot_oldest_waiting_seconds',
    help: 'Since the oldest snapshot that waits for its receipt was published; 0 where none waits',
    registers: [registry],
    collect() {
      const { waitingSinceMs } = standings()
      this.set(waitingSinceMs === null ? 0 : Math.max(0, now() - waitingSinceMs) / 1000)
    },
  })
  return { attempt: ({ outcome, code }: Answer) => attempts.inc({ outcome, code }) }
}
