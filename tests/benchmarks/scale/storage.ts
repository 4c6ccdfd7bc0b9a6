import { COSTS } from './costs.ts'
import type { Size } from './sizes.ts'

/** Bytes on disks, all replicas counted. */
export type Storage = { ledger: number; versions: number; current: number; log: number }

/** What a year leaves in ClickHouse, and what the log holds at any time; kept for ever but for the log. */
export const storageOf = ({ eventsPerYear }: Size): Storage => {
  const replicas = COSTS.replicas.value
  return {
    ledger: eventsPerYear * COSTS.ledgerBytes.value * replicas,
    versions: eventsPerYear * COSTS.versionBytes.value * replicas,
    current: (eventsPerYear / COSTS.eventsPerDossier.value) * COSTS.currentBytes.value * replicas,
    log: (eventsPerYear / 365) * COSTS.logDays.value * COSTS.recordBytes.value * COSTS.logReplicas.value,
  }
}
