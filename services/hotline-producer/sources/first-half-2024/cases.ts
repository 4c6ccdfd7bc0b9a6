import type { Catalogues } from '@ioc/catalogues'
import { chance, officeSecond, permutation } from '@ioc/simulation'
import printed from './printed.json' with { type: 'json' }
import shape from './shape.json' with { type: 'json' }
import { days, END_WORKING, FIRST_WORKING, instants, PERIOD_END } from './time.ts'

export type Outcome =
  | 'published'
  | 'awaiting-publication'
  | 'refused'
  | 'forwarded'
  | 'awaiting-supplement'
  | 'open'

/** One piece of feedback, before anybody writes it down. Instants are seconds of `instants`. */
export type Case = {
  number: number
  channel: 'national-portal' | 'hotline'
  feedbackCode: string
  unitCode: string
  outcome: Outcome
  voided: boolean
  received: number
  /** First decision on it: forwarded, refused, asked to supplement, taken up. */
  decided: number
  processed: number | null
  published: number | null
  /** Never leaves this process but as a keyed hash. */
  caller: string
}

const DAY = 86_400
const P = { received: 1, hour: 2, unit: 3, outcome: 4, decided: 5, processed: 6, published: 7, caller: 8 }

/** All cases: first the national portal's, whose counts are printed, then the hotline's. */
export const casesOf = (seed: number, catalogues: Catalogues): Case[] => {
  const { received, processed } = printed.nationalPortal
  const portal = received + shape.nationalPortalBeforePeriod + shape.nationalPortalVoided
  const units = catalogues.unitsOn(printed.period.from).filter((unit) => unit.level !== 'province')
  const shuffled = permutation(seed, received)
  const hotlineShuffled = permutation(seed, shape.hotline)
  return Array.from({ length: portal + shape.hotline }, (_, number): Case => {
    const u = (purpose: number) => chance(seed, number, purpose)
    const hotline = number >= portal
    const beforePeriod =
      !hotline && number >= received && number < received + shape.nationalPortalBeforePeriod
    const isProcessed = hotline
      ? hotlineShuffled(number - portal) < (shape.hotline * shape.hotlineProcessedPerHundred) / 100
      : number >= received || shuffled(number) < processed
    const from = beforePeriod ? FIRST_WORKING - 8 : FIRST_WORKING
    // What is to be processed within the period comes early enough for it.
    const to = beforePeriod ? FIRST_WORKING : isProcessed ? END_WORKING - 18 : END_WORKING
    const day = days.pick(from, to, u(P.received))
    const at = days.startSeconds[day]! + Math.floor(u(P.hour) * DAY)
    const outcome = isProcessed ? outcomeOf(u(P.outcome)) : unprocessedOutcomeOf(hotline, u(P.outcome))
    const decided = workingInstant(day + 1 + Math.floor(u(P.decided) * 2), u(P.decided))
    // Most within the 15 working days allowed; a few a little later.
    const processedAt = workingInstant(day + 3 + Math.floor(u(P.processed) ** 2 * 14), u(P.processed))
    const opened = instants.day(at).replaceAll('-', '')
    return {
      number,
      channel: hotline ? 'hotline' : 'national-portal',
      feedbackCode: `${hotline ? 'DDN' : 'PAKN'}-${opened}-${String(number + 1).padStart(5, '0')}`,
      unitCode: units[Math.floor(u(P.unit) * units.length)]!.code,
      outcome,
      voided: !hotline && number >= received + shape.nationalPortalBeforePeriod,
      received: at,
      decided: Math.min(decided, PERIOD_END - 60),
      processed: isProcessed ? processedAt : null,
      published: outcome === 'published' ? processedAt + 3600 + Math.floor(u(P.published) * 2 * DAY) : null,
      caller: `simulated-caller-${Math.floor(u(P.caller) * shape.callers)}`,
    }
  })
}

const workingInstant = (workingDay: number, u: number) => days.startSeconds[workingDay]! + officeSecond(u)

const outcomeOf = (u: number): Outcome => (u < 0.9 ? 'published' : 'awaiting-publication')

const unprocessedOutcomeOf = (hotline: boolean, u: number): Outcome => {
  if (hotline && u < 0.3) return 'refused'
  if (hotline && u < 0.55) return 'forwarded'
  return u < 0.75 ? 'awaiting-supplement' : 'open'
}
