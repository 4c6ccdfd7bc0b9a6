/** What sources have said of a contract, as of the same cut: for which units, complete up to when (epoch ms), simulated or not. */
export type Said = { units: readonly string[]; completeUpToMs: number; simulated: boolean }

/** By contract what each of its sources said. */
export type Spoken = ReadonlyMap<string, readonly Said[]>

/** For a scope: how far the furthest source had come that speaks for it, and whether any of them simulates; -1: none speaks. */
export const spokenFor = (
  spoken: Spoken,
  contract: string,
  units: readonly string[],
): { completeUpToMs: number; simulated: boolean } => {
  // A source speaks for a scope if it speaks for the unit, one above it, or one of those in it.
  const mine = (spoken.get(contract) ?? []).filter((said) => said.units.some((unit) => units.includes(unit)))
  return {
    completeUpToMs: Math.max(-1, ...mine.map((said) => said.completeUpToMs)),
    simulated: mine.some((said) => said.simulated),
  }
}
