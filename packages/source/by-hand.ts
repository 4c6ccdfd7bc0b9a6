import type { SourceControl } from '@ioc/schemas/control/source-control.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'

/** The record of a hold or release that a person decides; `nowMs` is the system clock. */
export const decidedByHand = (
  decision: Pick<SourceControl, 'source' | 'contract' | 'state' | 'by' | 'why'>,
  nowMs: number,
): SourceControl => ({ ...decision, at: toIso(nowMs), lastReason: null, counts: null })
