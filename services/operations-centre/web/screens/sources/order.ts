import type { Source } from '../../../sources/sources.ts'

type Judged = Pick<Source, 'source' | 'freshness' | 'control' | 'rejects' | 'identityConflicts'>

const BY_FRESHNESS: Record<Source['freshness'], number> = { stale: 1, delayed: 2, unknown: 5, fresh: 6 }

/** How soon a source needs an eye; small comes first. Held, then silent, then what has rejects or conflicts, then never heard, then well. */
const urgency = ({ freshness, control, rejects, identityConflicts }: Judged): number => {
  if (control?.state === 'held') return 0
  const byFreshness = BY_FRESHNESS[freshness]
  if (byFreshness <= 2) return byFreshness
  if ((rejects ?? []).length > 0) return 3
  return (identityConflicts ?? 0) > 0 ? 4 : byFreshness
}

/** What needs an eye first; among equals the order stays as the server gives it, so that nothing jumps. */
export const byNeed = <Each extends Judged>(sources: readonly Each[]): Each[] =>
  sources.toSorted((a, b) => urgency(a) - urgency(b))
