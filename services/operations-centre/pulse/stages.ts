/** The river's stages in the order data meets them. */
export const STAGES = ['sources', 'kafka', 'ledger', 'indicators', 'snapshot', 'national'] as const
export type StageId = (typeof STAGES)[number]

/** What a stage is doing. `stopped`: it owes work and does none, or does not answer. `held`: a source is held, whatever the others do. */
export const STAGE_STATES = ['flowing', 'idle', 'behind', 'held', 'stopped', 'unknown'] as const
export type StageState = (typeof STAGE_STATES)[number]

/** What a stage owes, in its own measure. */
export const LAG_UNITS = ['records', 'seconds', 'days', 'snapshots', 'sources', 'held'] as const
export type Lag = { amount: number; unit: (typeof LAG_UNITS)[number] }

/** Null is unknown, never zero. */
export type Stage = {
  id: StageId
  state: StageState
  total: number | null
  perSecond: number | null
  lag: Lag | null
  /** When this was seen, epoch ms. */
  asOfMs: number | null
}

/** Work that would take longer than this at the present speed counts as behind. */
const BEHIND_SECONDS = 10
/** Below this a stage is at rest: a progress record now and then is no flow. */
const FLOW_PER_SECOND = 0.05

/** Judges a stage that carries records. */
export function stateOfFlow(seen: {
  failing: boolean
  total: number | null
  perSecond: number | null
  lagRecords: number | null
}): StageState {
  if (seen.failing) return 'stopped'
  if (seen.total === null || seen.perSecond === null) return 'unknown'
  const owed = seen.lagRecords ?? 0
  if (seen.perSecond < FLOW_PER_SECOND) return owed > 0 ? 'stopped' : 'idle'
  return owed > seen.perSecond * BEHIND_SECONDS ? 'behind' : 'flowing'
}

/** Judges the sources: one that is held comes first, since nothing of it arrives until it is mended or released. */
export function stateOfSources(flow: StageState, silent: number, held: number): StageState {
  if (held > 0) return 'held'
  return flow !== 'unknown' && silent > 0 ? 'behind' : flow
}

/** Judges the figures by how old the last count is; asking is what computes them, so an old one is not a fault. */
export function stateOfFigures(failing: boolean, ageSeconds: number | null): StageState {
  if (failing) return 'stopped'
  if (ageSeconds === null) return 'unknown'
  return ageSeconds <= BEHIND_SECONDS ? 'flowing' : 'idle'
}

/** Judges the daily snapshots by how many closed days have none. */
export function stateOfSnapshots(daysOwed: number | null): StageState {
  if (daysOwed === null) return 'unknown'
  return daysOwed > 0 ? 'behind' : 'idle'
}

/** Judges delivery: snapshots without the national IOC's acceptance; null: not known. */
export function stateOfDelivery(
  totals: { published: number; refused: number; owed: number } | null,
): StageState {
  if (totals === null || totals.published === 0) return 'unknown'
  if (totals.refused > 0) return 'stopped'
  return totals.owed > 0 ? 'behind' : 'idle'
}
