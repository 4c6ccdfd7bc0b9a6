import type { Data, Told } from './told.ts'
import { isNewer, subjectOf, versionOf } from './version.ts'

/** Newest version of each subject of a topic. */
export type States<Event extends Told = Told> = Map<string, Map<string, Event>>

/** The history folded: whatever order things came in, and however often, the newest version of a subject is its state. */
export const statesOf = <Event extends Told>(events: Iterable<Event>): States<Event> => {
  const states: States<Event> = new Map()
  for (const event of events) {
    const ofTopic = states.get(event.topic) ?? new Map<string, Event>()
    states.set(event.topic, ofTopic)
    const subject = subjectOf(event)
    const before = ofTopic.get(subject)
    if (!before || isNewer(versionOf(event), versionOf(before))) ofTopic.set(subject, event)
  }
  return states
}

/** The states of a topic that count: a voided subject counts nowhere. */
export const living = <Event extends Told>(
  states: States<Event>,
  topic: string,
): (Event & { data: Data })[] =>
  [...(states.get(topic)?.values() ?? [])].filter(
    (event): event is Event & { data: Data } => event.data !== null && !event.data.voided,
  )
