import { type Draws, drawsOf } from '../draws.ts'
import type { Batch, Data, Sending, Way } from './event.ts'
import { good, hugePoison, LOG_SOURCE, PUSH_SOURCES, poison, probe, refused, spoilt } from './sending.ts'
import { KINDS } from './subjects.ts'

/** Below the share of rejects at which a source is held (20%), with room. */
const REFUSED_SHARE = 0.03
const POISON_SHARE = 0.03
const LOG_SHARE = 0.3

/**
 * The input of one seed, in the order of its sending: new subjects, corrections, voided ones, exact duplicates, older versions after
 * newer ones, one instant with two contents, one id with two contents, what must be refused, and poison.
 */
export const inputPlanOf = (seed: number): Batch[] => {
  const draws = drawsOf(seed, 'input')
  return batched(draws, mixed(draws, eventsOf(draws, seed)))
}

function eventsOf(draws: Draws, seed: number): Sending[] {
  let serial = 0
  const nextId = () => `s${seed}-${serial++}`
  const way = (): Way => (draws.chance(LOG_SHARE) ? 'log' : 'push')
  const events: Sending[] = []
  for (const kind of KINDS) {
    const subjects = draws.between(...kind.subjects)
    for (let subject = 0; subject < subjects; subject++) {
      const versions = draws.pick([1, 1, 2, 3, 4])
      for (let n = 0; n < versions; n++) {
        const data = kind.make(draws, seed, subject)
        const event = good(draws, way(), kind.topic, nextId(), data, unknownField(draws, data))
        events.push(event)
        events.push(...echoes(draws, kind.topic, event, () => kind.make(draws, seed, subject)))
        if (draws.chance(REFUSED_SHARE)) events.push(refused(kind.topic, nextId(), spoilt(draws, data)))
        if (draws.chance(POISON_SHARE)) events.push(poison(draws, kind.topic, nextId(), data))
      }
    }
    if (draws.chance(0.3)) events.push(probe(draws, kind.topic, nextId()))
  }
  if (draws.chance(0.03)) events.push(hugePoison(draws, 'dossier.v1', nextId()))
  return events
}

/** The aggregator keeps what it does not know; a producer would refuse it, so such an event goes straight into the log. */
const unknownField = (draws: Draws, data: Data): Sending['extra'] =>
  draws.chance(0.02) ? { laterField: data.sequence } : null

/** What comes of an event besides itself: the same again, its instant with other content, its id with other content. */
function echoes(draws: Draws, topic: string, event: Sending, again: () => Data): Sending[] {
  const found: Sending[] = []
  if (draws.chance(0.08)) found.push(event)
  if (draws.chance(0.06)) {
    const { recordedAt, sequence } = event.data!
    found.push(good(draws, event.way, topic, `${event.id}-twin`, { ...again(), recordedAt, sequence }))
  }
  if (draws.chance(0.04)) found.push(good(draws, event.way, topic, event.id, again()))
  return found
}

/** Events with unknown fields cannot be pushed. */
const wayOf = (event: Sending): Sending =>
  event.extra === null || event.way === 'log'
    ? event
    : { ...event, way: 'log', source: LOG_SOURCE, headers: { ...event.headers, ce_source: LOG_SOURCE } }

/** Moves each event up to thirty places: versions of a subject pass each other. */
function mixed(draws: Draws, events: readonly Sending[]): Sending[] {
  return events
    .map((event, index) => ({ event: wayOf(event), place: index + draws.below(30) }))
    .sort((a, b) => a.place - b.place)
    .map(({ event }) => event)
}

/** Cuts the stream into what travels together: by way, topic and, straight into the log, partition. */
function batched(draws: Draws, events: readonly Sending[]): Batch[] {
  const open = new Map<string, { events: Sending[]; size: number }>()
  const batches: Batch[] = []
  const close = (key: string, events: Sending[]) => {
    open.delete(key)
    const { way, topic } = events[0]!
    batches.push({ way, topic, events, pauseMs: draws.pick([0, 0, 10, 25, 50]) })
  }
  for (const event of events) {
    const key = `${event.way} ${event.topic} ${event.way === 'log' ? event.partition : ''}`
    const batch = open.get(key) ?? { events: [], size: draws.pick([1, 3, 8, 15, 25]) }
    open.set(key, batch)
    batch.events.push(event)
    if (batch.events.length >= batch.size) close(key, batch.events)
  }
  for (const [key, { events: rest }] of [...open]) close(key, rest)
  return batches
}

/** Topics that are pushed to. */
export const PUSH_TOPICS = Object.keys(PUSH_SOURCES)
