import type { DossierInput } from '@ioc/schemas/events/dossier.ts'
import { chance, draw } from '@ioc/simulation'
import type { Life } from './life.ts'
import type { Cell } from './population.ts'
import { PERIOD_END } from './time.ts'

type Status = DossierInput['status']

/** What one-stop systems do to a record on its way, besides sending it once and in time (domain.md §6.5). */
export type Twist =
  | 'none'
  | 'repeat' // the same event again
  | 'sent-anew' // the same version under another id
  | 'conflict' // the id of another event with other content
  | 'mistaken' // says something wrong, corrected later
  | 'correction'
  | 'void'
  | 'refusable' // must be rejected

/** One event of a dossier: the version it tells, when the system knew it, and when it was sent. Seconds of `instants`. */
export type Step = {
  status: Status
  recorded: number
  sequence: number
  told: number
  twist: Twist
  /** Number of the step whose event id it carries; its own but for repeats and conflicts. */
  idStep: number
}

const HOUR = 3600
const DAY = 86_400
const LAST_SECOND = PERIOD_END - 1
const P = { lag: 40, twist: 41, which: 42, delay: 43, side: 44 }

/** All events of one dossier within the period; a function of seed and slot alone. */
export const stepsOf = (seed: number, slot: number, cell: Cell, life: Life): Step[] => {
  const steps = versions(cell, life, Math.floor(chance(seed, slot, P.lag) * 45))
  if (cell.fate === 'rejected') return [{ ...steps.at(-1)!, twist: 'refusable' }]
  if (cell.fate === 'voided') {
    const last = steps.at(-1)!
    const recorded =
      last.recorded + Math.floor((0.1 + chance(seed, slot, P.delay) * 0.9) * (LAST_SECOND - last.recorded))
    steps.push({ ...last, recorded, told: recorded, sequence: 0, twist: 'void', idStep: steps.length })
    // A voided dossier stays voided when an old event of it comes again.
    if (draw(seed, slot, P.side) % 3 === 0) again(steps, steps.length - 2, 'repeat', recorded + HOUR)
    return steps
  }
  twist(steps, cell, (purpose) => chance(seed, slot, purpose))
  return steps
}

/** The versions as they should be: each change recorded a moment after it happened. */
function versions(cell: Cell, life: Life, lag: number): Step[] {
  const steps: Step[] = []
  const add = (status: Status, at: number | null) => {
    if (at === null) return
    const recorded = at === LAST_SECOND ? at : at + lag
    if (recorded > LAST_SECOND) return
    const sequence = recorded === steps.at(-1)?.recorded ? 1 : 0
    steps.push({ status, recorded, sequence, told: recorded, twist: 'none', idStep: steps.length })
  }
  if (life.received === null) add('registered', life.submitted)
  add('not-accepted', life.refused)
  add('received', life.received)
  add('in-process', life.inProcess)
  if (life.supplement) {
    add('supplement-requested', life.supplement.requested)
    add('in-process', life.supplement.supplied)
  }
  if (life.stopped !== null) add(cell.fate === 'stopped' ? 'stopped' : 'withdrawal-requested', life.stopped)
  add('finished', life.finished)
  add('returned', life.returned)
  return steps
}

const again = (steps: Step[], of: number, kind: Twist, told: number) => {
  const first = steps[of]!
  const idStep = kind === 'sent-anew' ? steps.length : first.idStep
  steps.push({ ...first, told: Math.min(told, LAST_SECOND), twist: kind, idStep })
}

/** Two in a hundred dossiers meet with something; none of it may change what counts in the end. */
function twist(steps: Step[], cell: Cell, u: (purpose: number) => number) {
  const kind = u(P.twist)
  const which = Math.floor(u(P.which) * steps.length)
  const delay = u(P.delay)
  const last = steps.length - 1
  const end = steps[last]!
  const tell = (step: Step, told: number) => {
    step.told = Math.min(told, LAST_SECOND)
  }
  if (kind < 0.004) again(steps, which, 'repeat', steps[which]!.recorded + 60 + Math.floor(delay * 3 * DAY))
  else if (kind < 0.0052)
    again(steps, which, 'sent-anew', steps[which]!.recorded + Math.floor(delay * 20 * DAY))
  else if (kind < 0.0056) {
    // Only an older version: which of two contents of one instant wins is not for a source to say.
    if (last > 0) again(steps, 0, 'conflict', steps[0]!.recorded + 60 + Math.floor(delay * DAY))
  } else if (kind < 0.0106) {
    if (last > 0) tell(steps[last - 1]!, end.recorded + 30 + Math.floor(delay * HOUR))
  } else if (kind < 0.0166) tell(end, end.recorded + DAY + Math.floor(delay * 9 * DAY))
  else if (kind < 0.0196 && cell.fate === 'finished') {
    const recorded = end.recorded + HOUR + Math.floor(delay * 3 * DAY)
    if (recorded >= LAST_SECOND) return
    end.twist = 'mistaken'
    steps.push({ ...end, recorded, sequence: 0, told: recorded, twist: 'correction', idStep: steps.length })
    if (u(P.side) < 0.3) tell(end, recorded + HOUR) // the mistake comes after its correction
  }
}
