import { readInstant } from '@ioc/schemas/events/instant.ts'

/**
 * The newest of some instants as contracts write them, or null: when a system knew a record that says no time of its own (inferred). What is
 * null or cannot be read is passed over.
 */
export const newestInstant = (instants: readonly unknown[]): string | null => {
  let newest: { text: string; ms: number } | null = null
  for (const instant of instants) {
    if (typeof instant !== 'string') continue
    const ms = readInstant(instant)
    if (typeof ms === 'number' && (newest === null || ms > newest.ms)) newest = { text: instant, ms }
  }
  return newest?.text ?? null
}
