import { cutSeconds } from './answers.ts'
import { COSTS } from './costs.ts'
import type { Size } from './sizes.ts'
import { storageOf } from './storage.ts'

/** What a size asks ÷ what there is; above 1 it breaks. Null where the size does not say. */
export type Limit = { what: string; share: number | null }

export const dossiersOf = ({ eventsPerYear }: Size): number => eventsPerYear / COSTS.eventsPerDossier.value

/** One machine of 2 cores as it is built, without replicas, after a year. */
export const limitsOf = (size: Size): Limit[] => {
  const { ledger, versions, current, log } = storageOf(size)
  const onDisk = (ledger + versions + current) / COSTS.replicas.value + log / COSTS.logReplicas.value
  const snapshot = size.provinces && (size.provinces * COSTS.snapshotBytes.value) / COSTS.messageBytes.value
  return [
    { what: 'folding', share: size.eventsPerSecond / COSTS.oneMachine.value },
    { what: 'indicators of a date', share: cutSeconds(dossiersOf(size), 2) / COSTS.goalSeconds.value },
    { what: 'record of a snapshot', share: snapshot },
    { what: 'disk after a year', share: onDisk / COSTS.disk.value },
  ]
}

/** The one that is furthest beyond; null where nothing is. */
export const firstToBreak = (limits: readonly Limit[]): Limit | null =>
  limits.reduce<Limit | null>(
    (worst, limit) => ((limit.share ?? 0) > Math.max(1, worst?.share ?? 0) ? limit : worst),
    null,
  )
