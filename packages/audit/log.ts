import { type Kafka, TopicMissing } from '@ioc/kafka'
import type { LedgerEnd } from './ends.ts'
import type { Finding, PartitionReport } from './findings.ts'

export type LogEnds = { topic: string; partition: number; begins: number; ends: number }

/** Where the logs of these topics begin and end now. Asked after the ledger's ends were fixed, so a log can only be ahead. */
export const logEnds = async (
  kafka: Pick<Kafka, 'admin'>,
  topics: readonly string[],
): Promise<{ ends: LogEnds[]; missing: string[] }> => {
  const ends: LogEnds[] = []
  const missing: string[] = []
  for (const topic of topics)
    try {
      for (const { partition, low, high } of await kafka.admin.offsets(topic))
        ends.push({ topic, partition, begins: low, ends: high })
    } catch (error) {
      if (!(error instanceof TopicMissing)) throw error
      missing.push(topic)
    }
  return { ends, missing }
}

/** How far the ledger is behind a log, and whether it can be its ledger at all. */
export const compareWithLog = (
  ledger: readonly LedgerEnd[],
  { ends, missing }: { ends: readonly LogEnds[]; missing: readonly string[] },
): { logs: Map<string, PartitionReport['log']>; findings: Finding[] } => {
  const endOf = (at: { topic: string; partition: number }) =>
    ledger.find((l) => l.topic === at.topic && l.partition === at.partition)?.end ?? -1
  const findings: Finding[] = missing.map((topic) => ({
    kind: 'topic-missing',
    topic,
    partition: null,
    table: 'ledger',
    count: 1,
    examples: [],
  }))
  const logs = new Map<string, PartitionReport['log']>()
  for (const log of ends) {
    const { topic, partition, begins } = log
    const next = endOf(log) + 1
    const place = { topic, partition, table: 'ledger' }
    logs.set(`${topic}/${partition}`, { begins, ends: log.ends, lag: Math.max(0, log.ends - next) })
    if (next > log.ends)
      findings.push({
        kind: 'beyond-log',
        ...place,
        count: next - log.ends,
        examples: [`${topic}/${partition}/${log.ends}-${next - 1}`],
      })
    else if (begins > next)
      findings.push({
        kind: 'log-begins-after',
        ...place,
        count: begins - next,
        examples: [`${topic}/${partition}/${next}-${begins - 1}`],
      })
  }
  return { logs, findings }
}
