/** What the ledger holds of one partition, verdict and source beyond an offset already counted. */
export type LedgerStep = {
  topic: string
  partition: number
  verdict: Verdict
  source: string
  records: number
  /** Of those, sent by their source: not replayed by a person here. */
  sent: number
  lastOffset: number
  /** When the last that its source sent arrived (epoch ms); null: all of them were replayed by a person here. */
  lastAppendedMs: number | null
}

export const VERDICTS = ['keep', 'skip', 'reject', 'control'] as const
export type Verdict = (typeof VERDICTS)[number]

/** How far a partition is counted: `next` is the first offset that is not. */
export type Mark = { topic: string; partition: number; next: number }
/** One name may speak through several producers, so a source is known by its name and the contract of its events. */
export const sourceKey = (source: string, contract: string) => `${source} ${contract}`

/**
 * The ledger counted as it grows. The ledger of a partition is contiguous (design §4), so what lies beyond the last offset
 * seen is new and what lies before it is a repeat: counting only the new is exact, also over unmerged parts.
 */
export type Tally = {
  marks(): Mark[]
  add(steps: readonly LedgerStep[]): void
  count(topic: string, verdict: Verdict): number
  /** What was heard of each source, by `sourceKey`; what sources say of themselves is no event, and what an operator replays is no
   * sign of life of its source. */
  sources(): ReadonlyMap<string, Heard>
}

/** What the ledger holds of one source: when its last event arrived (epoch ms), how many, and how many of them were rejected. */
export type Heard = { lastMs: number; records: number; rejected: number }

/** An empty tally; `isEventTopic` tells business events from what sources say of themselves. */
export function openTally(isEventTopic: (topic: string) => boolean): Tally {
  const marks = new Map<string, Mark>()
  const counts = new Map<string, number>()
  const sources = new Map<string, Heard>()

  function add(step: LedgerStep): void {
    const place = `${step.topic}/${step.partition}`
    const next = Math.max(marks.get(place)?.next ?? 0, step.lastOffset + 1)
    marks.set(place, { topic: step.topic, partition: step.partition, next })
    const cell = `${step.topic}/${step.verdict}`
    counts.set(cell, (counts.get(cell) ?? 0) + step.records)
    // A record without a readable envelope tells of no source.
    if (step.source === '' || !isEventTopic(step.topic) || step.lastAppendedMs === null) return
    const key = sourceKey(step.source, step.topic)
    const heard = sources.get(key) ?? { lastMs: 0, records: 0, rejected: 0 }
    sources.set(key, {
      lastMs: Math.max(heard.lastMs, step.lastAppendedMs),
      records: heard.records + step.sent,
      rejected: heard.rejected + (step.verdict === 'reject' ? step.sent : 0),
    })
  }

  return {
    marks: () => [...marks.values()],
    add: (steps) => steps.forEach(add),
    count: (topic, verdict) => counts.get(`${topic}/${verdict}`) ?? 0,
    sources: () => sources,
  }
}
