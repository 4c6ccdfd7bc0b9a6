import { BREAKER, type SourceControl, sourceControl } from '@ioc/schemas/control/source-control.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'

/** Who decides by hand: anyone but the breaker, whose holds end by themselves, as a person's must not. */
export const personsName = sourceControl.shape.by.refine((by) => by.trim().toLowerCase() !== BREAKER, {
  error: `is "${BREAKER}", which is the word for holds no person decided; name whoever decides`,
})

/** The record of a hold or release that a person decides; `nowMs` is the system clock. */
export const decidedByHand = (
  decision: Pick<SourceControl, 'source' | 'contract' | 'state' | 'by' | 'why'>,
  nowMs: number,
): SourceControl => ({ ...decision, at: toIso(nowMs), lastReason: null, counts: null })
