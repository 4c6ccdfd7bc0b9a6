/** What can be wrong with a snapshot, in the order in which it is looked for. */
export const FAULTS = [
  'bytes', // not JSON, or JSON two readers can read differently
  'schema',
  'digest',
  'unknown-key',
  'revoked-key',
  'signature',
  'control-totals',
  'chain',
] as const
export type Fault = (typeof FAULTS)[number]

/** The verdict over a snapshot, a receipt or a chain: sound, or the first thing that is wrong, with a sentence for a person. */
export type Verdict = { kind: 'sound' } | { kind: 'wrong'; fault: Fault; path: string; reason: string }

export const sound: Verdict = { kind: 'sound' }
export const wrong = (fault: Fault, reason: string, path = ''): Verdict & { kind: 'wrong' } => ({
  kind: 'wrong',
  fault,
  path,
  reason,
})
