import { type Kafka, RecordTooLarge } from '@ioc/kafka'
import type { Reason } from '@ioc/schemas'
import type { Breaker } from './breaker.ts'
import { type Delivery, openDelivery } from './delivery.ts'
import { type Edge, type Incoming, judgeAtEdge } from './edge.ts'
import { openGate } from './gate.ts'
import { firstOutOfScope, type UnitTree } from './key-scope.ts'
import type { PushCounts } from './push-counts.ts'
import type { Grant } from './push-key.ts'
import { AWAY, type Refusal } from './refusal.ts'

export type IntakeOptions = {
  kafka: Pick<Kafka, 'publish' | 'ping'>
  edge: Edge
  /** The tree of units in force, for keys that may speak of some only. */
  tree(): UnitTree
  breaker: Breaker
  /** Aborted when the service stops. */
  stopping: AbortSignal
  onSent?(accepted: number, rejected: number): void
  /** The way to Kafka, where others share it. */
  delivery?: Delivery
  /** Counts each event that was taken. */
  counts?: Pick<PushCounts, 'count'>
}

export type Rejection = { index: number; id: string | null; reasons: readonly Reason[] }

/** What became of a body: taken, and acknowledged by Kafka, rejects and all; or refused as a whole, and nothing of it kept. */
export type Taken = { accepted: number; rejected: Rejection[] } | { refusal: Refusal }

/** The way of pushed events, whatever form they came in: scope of the key, breaker, judgement, acknowledgement. */
export type Intake = {
  /** The refusal of whoever may speak for these sources, if it is clear without looking at the body. */
  shut(sources: ReadonlySet<string>): Refusal | null
  take(events: readonly Incoming[], grant: Grant): Promise<Taken>
}

export const openIntake = (options: IntakeOptions): Intake => {
  const { edge, onSent } = options
  const delivery = options.delivery ?? openDelivery(options.kafka, options.stopping)
  const gate = openGate(options.breaker)
  return {
    shut: (sources) => (delivery.away() ? AWAY : gate.shut(sources)),
    take: async (events, grant) => {
      const outside = firstOutOfScope(events, grant, { contract: edge.contract, tree: options.tree() })
      if (outside)
        return {
          refusal: {
            status: 403,
            title: 'Key may not speak of that unit',
            detail: `Event ${outside.index} of the body is of unit ${outside.unit}; this key speaks for ${outside.units.join(', ')} and what lies below on the day the event belongs to. Nothing of this body was kept.`,
            more: {
              code: 'unit-out-of-scope',
              index: outside.index,
              unit: outside.unit,
              units: outside.units,
            },
          },
        }
      const passage = gate.enter(events.map((event) => event.source))
      if ('status' in passage) return { refusal: passage }
      try {
        const judged = events.map((event) => judgeAtEdge(event, edge))
        const verdicts = judged.map((j) => j.reasons)
        const stillHeld = passage.judge(verdicts)
        if (stillHeld) return { refusal: stillHeld }
        const records = judged.map((j) => j.record)
        if (!(await delivery.deliver(edge.contract.id, records))) return { refusal: AWAY }
        passage.sent(verdicts)
        const rejected = verdicts.flatMap((reasons, index): Rejection[] =>
          reasons === null ? [] : [{ index, id: events[index]!.id, reasons }],
        )
        onSent?.(events.length - rejected.length, rejected.length)
        for (const [index, { source }] of events.entries())
          options.counts?.count(source, verdicts[index] !== null)
        return { accepted: events.length - rejected.length, rejected }
      } catch (error) {
        if (!(error instanceof RecordTooLarge)) throw error
        return {
          refusal: {
            status: 413,
            title: 'Event too large',
            detail: `Event ${error.index} of the body is too large to be kept, even sealed; send the others without it, and it in parts the contract allows.`,
          },
        }
      } finally {
        passage.leave()
      }
    },
  }
}
