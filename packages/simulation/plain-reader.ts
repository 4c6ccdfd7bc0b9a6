import type { Reason } from '@ioc/schemas'
import type { CatalogueView, Contract, Versioned } from '@ioc/schemas/events/contract.ts'

type Told = { id: string } & ({ data: Record<string, unknown> } | { bytes: Buffer })

/** What the plainest possible reader makes of an event: its data, or the fields and reasons it stumbles over. */
export type PlainReading<Data> = { data: Data } | { fields: string[] }

/** A record may be this far ahead of its arrival (design §4). */
const AHEAD_MS_MAX = 600_000

const fieldOf = (reason: Reason) => reason.path.split('.')[1] ?? ''

/**
 * Reads an event strictly by its contract and nothing else. It shares no code with the product's reader, so that a
 * rebuilt half-year is counted by two that do not copy each other's mistakes.
 */
export const readPlainly = <Data extends Versioned>(
  contract: Contract<Data>,
  catalogues: CatalogueView,
  arrivedAtMs: number,
  told: Told,
): PlainReading<Data> => {
  if ('bytes' in told) return { fields: [''] } // sources send bytes only where no data can be made of them
  const read = contract.data.safeParse(told.data)
  if (!read.success)
    return {
      fields: read.error.issues.flatMap((issue) =>
        issue.path.length === 0 && issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])],
      ),
    }
  const reasons = contract.check(read.data, catalogues)
  if (reasons.length > 0) return { fields: reasons.map(fieldOf) }
  return read.data.recordedAt > arrivedAtMs + AHEAD_MS_MAX ? { fields: ['recordedAt'] } : { data: read.data }
}

/** Newest version of each subject, by recordedAt and sequence, kept as whatever `summarise` makes of it; null if voided. */
export const newestVersions = <Data extends Versioned, Summary>(
  contract: Contract<Data>,
  summarise: (data: Data) => Summary,
) => {
  const newest = new Map<string, { recordedAt: number; sequence: number; summary: Summary | null }>()
  return {
    add: (data: Data): void => {
      const subject = `${data.issuingSystem}/${contract.code(data)}`
      const known = newest.get(subject)
      if (known && data.recordedAt < known.recordedAt) return
      if (known && data.recordedAt === known.recordedAt && data.sequence <= known.sequence) return
      const { recordedAt, sequence } = data
      newest.set(subject, { recordedAt, sequence, summary: data.voided ? null : summarise(data) })
    },
    /** Summaries of the subjects that still count. */
    summaries: (): Summary[] => [...newest.values()].flatMap(({ summary }) => summary ?? []),
  }
}
