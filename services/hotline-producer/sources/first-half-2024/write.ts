import type { FeedbackInput } from '@ioc/schemas/events/feedback.ts'
import { chance } from '@ioc/simulation'
import type { Candidate } from '@ioc/source/source.ts'
import type { Case } from './cases.ts'
import { instants, PERIOD_END } from './time.ts'

export const SYSTEMS = {
  'national-portal': 'feedback.dichvucong.gov.vn',
  hotline: 'hotline.lamdong.gov.vn',
} as const

const DAY = 86_400
const P = { kind: 20, verdict: 21, twist: 22, delay: 23 }

type Stage = { status: FeedbackInput['status']; at: number }

/** Stages of a case within the period, each with the status the portal's list has for it (domain.md §7). */
function stagesOf(each: Case): Stage[] {
  const stages: Stage[] = [{ status: 'received-locally', at: each.received }]
  const add = (status: Stage['status'], at: number | null) => {
    if (at !== null && at < PERIOD_END - 120) stages.push({ status, at })
  }
  switch (each.outcome) {
    case 'refused':
    case 'forwarded':
    case 'awaiting-supplement':
      add(each.outcome, each.decided)
      break
    case 'open':
      add('handled-locally', each.decided)
      break
    default:
      add('handled-locally', each.decided)
      add('awaiting-publication', each.processed)
      add('published', each.published)
  }
  return stages.sort((a, b) => a.at - b.at)
}

/** All events of one case, with what happens to some of them on the way. */
export const tellingOf = (
  seed: number,
  tag: string,
  each: Case,
  callerHash: (identifier: string) => string,
): Candidate[] => {
  const u = (purpose: number) => chance(seed, each.number, purpose)
  const hash = callerHash(each.caller)
  const told = (stage: Stage, step: number, more: Partial<FeedbackInput> = {}): Candidate => ({
    id: `${tag}-${each.number}-${step}`,
    atMs: instants.ms(stage.at),
    data: { ...stateAt(each, stage, u), callerHash: hash, ...more },
  })
  const stages = stagesOf(each)
  const events = stages.map((stage, i) => told(stage, i))
  const last = stages.at(-1)!
  const later = (seconds: number) => Math.min(last.at + seconds, PERIOD_END - 60)
  const ahead = (event: Candidate, second: number): Candidate => ({ ...event, atMs: instants.ms(second) })

  if (each.voided) {
    const at = later(3 * DAY)
    events.push(told({ ...last, at }, stages.length, { voided: true }))
  } else if (u(P.twist) < 0.03) events.push(ahead(events[0]!, later(60 + Math.floor(u(P.delay) * DAY))))
  else if (u(P.twist) < 0.06)
    events[events.length - 1] = ahead(events.at(-1)!, later(Math.floor(u(P.delay) * 9 * DAY)))
  else if (u(P.twist) < 0.08 && stages.length > 1) events[0] = ahead(events[0]!, later(300))
  else if (u(P.twist) < 0.11 && each.channel === 'hotline' && last.at < PERIOD_END - DAY) {
    // Taken for the national portal's by mistake: counted with it until the correction.
    events[events.length - 1] = told(last, stages.length - 1, { channel: 'national-portal' })
    events.push(told({ ...last, at: last.at + 7200 }, stages.length))
  }
  return events
}

function stateAt(each: Case, stage: Stage, u: (purpose: number) => number): FeedbackInput {
  const at = instants.text(stage.at)
  const processed = each.processed !== null && each.processed <= stage.at
  const published = each.published !== null && each.published <= stage.at
  const data: FeedbackInput = {
    issuingSystem: SYSTEMS[each.channel],
    recordedAt: at,
    sequence: 0,
    voided: false,
    feedbackCode: each.feedbackCode,
    channel: each.channel,
    kind: u(P.kind) < 0.62 ? 'regulation' : u(P.kind) < 0.85 ? 'conduct' : 'other',
    unitCode: each.unitCode,
    status: stage.status,
    receivedAt: instants.text(each.received),
    processedAt: processed ? instants.text(each.processed!) : null,
  }
  if (published) data.publishedAt = instants.text(each.published!)
  if (published && u(P.verdict) < 0.2) data.verdict = u(P.verdict) < 0.13 ? 'like' : 'dislike'
  if (stage.status === 'refused' || stage.status === 'forwarded') data.forwardedAt = at
  if (stage.status === 'awaiting-supplement') data.supplementRequestedAt = at
  return data
}
