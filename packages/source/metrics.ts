import { Counter, Gauge } from '@ioc/health'
import type { Registry } from 'prom-client'
import type { Breaker } from './breaker.ts'

/** What a producer tells Prometheus; gives, for a source, the counter of what Kafka acknowledged. */
export const openMetrics = (registry: Registry, contract: string, breaker: Breaker) => {
  const sent = new Counter({
    name: 'ioc_events_sent_total',
    help: 'Events acknowledged by Kafka, by how they came and what the edge said of them',
    labelNames: ['source', 'verdict'],
    registers: [registry],
  })
  const gauge = (
    name: string,
    help: string,
    read: (each: ReturnType<Breaker['sources']>[number]) => number,
  ) =>
    new Gauge({
      name,
      help,
      labelNames: ['source', 'contract'],
      registers: [registry],
      collect() {
        for (const each of breaker.sources()) this.set({ source: each.source, contract }, read(each))
      },
    })
  gauge('ioc_source_held', '1 while the source is held, by the breaker or by a person', ({ held }) => +held)
  gauge(
    'ioc_source_window_events',
    'Events the breaker looks back on, at most 1,000',
    ({ counts }) => counts.events,
  )
  gauge(
    'ioc_source_window_rejected',
    'Of the events the breaker looks back on, those the edge refused',
    ({ counts }) => counts.rejected,
  )
  return (source: string) => (accepted: number, rejected: number) => {
    sent.inc({ source, verdict: 'accepted' }, accepted)
    sent.inc({ source, verdict: 'rejected' }, rejected)
  }
}
