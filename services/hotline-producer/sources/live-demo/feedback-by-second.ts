import type { Catalogues, Unit } from '@ioc/catalogues'
import type { FeedbackInput } from '@ioc/schemas/events/feedback.ts'
import { dayOf, toIso } from '@ioc/schemas/events/instant.ts'
import { chance, LIVE_START_MS } from '@ioc/simulation'
import { type CallerHashing, callerHashes } from '@ioc/source/caller-hash.ts'
import type { Candidate } from '@ioc/source/source.ts'

/** A citizen speaks about once a minute; an answer takes up to ten. */
const SECONDS_BETWEEN = 60
const LIFE_SECONDS_MAX = 600
const P = { born: 1, channel: 2, kind: 3, unit: 4, taken: 5, processed: 6, caller: 7 }

/** Events of each second: feedback that comes in it, and the next step of what came within the last ten minutes. */
export const feedbackBySecond = (
  seed: number,
  tag: string,
  catalogues: Catalogues,
  callers: CallerHashing,
) => {
  const unitsOf = new Map<string, Unit[]>()
  const unitsOn = (day: string): Unit[] => {
    const known = unitsOf.get(day) ?? catalogues.unitsOn(day).filter((unit) => unit.level !== 'province')
    unitsOf.set(day, known)
    return known
  }

  return (second: number): Candidate[] => {
    const events: Candidate[] = []
    for (let born = Math.max(0, second - LIFE_SECONDS_MAX); born <= second; born++) {
      const u = (purpose: number) => chance(seed, born, purpose)
      if (u(P.born) * SECONDS_BETWEEN >= 1) continue
      const taken = born + 20 + Math.floor(u(P.taken) * 100)
      const processed = u(P.processed) < 0.85 ? taken + 60 + Math.floor(u(P.processed) * 400) : null
      const status =
        second === born ? 'received-locally' : second === taken ? 'handled-locally' : 'awaiting-publication'
      if (second !== born && second !== taken && second !== processed) continue
      const day = dayOf(msOf(born))
      const units = unitsOn(day)
      const channel = u(P.channel) < 0.1 ? 'national-portal' : 'hotline'
      const data: FeedbackInput = {
        issuingSystem: 'live-demo.simulated',
        recordedAt: toIso(msOf(second)),
        sequence: 0,
        voided: false,
        feedbackCode: `DEMO-${day.replaceAll('-', '')}-${born}`,
        channel,
        kind: u(P.kind) < 0.6 ? 'regulation' : 'conduct',
        unitCode: units[Math.floor(u(P.unit) * units.length)]!.code,
        status,
        receivedAt: toIso(msOf(born)),
        processedAt: second === processed ? toIso(msOf(second)) : null,
        ...callerHashes(callers, `simulated-caller-${Math.floor(u(P.caller) * 400)}`),
      }
      events.push({ id: `${tag}-${born}-${second - born}`, atMs: msOf(second), data })
    }
    return events
  }
}

const msOf = (second: number) => LIVE_START_MS + second * 1000
