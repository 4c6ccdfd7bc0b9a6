import type { OutgoingRecord } from '@ioc/kafka'
import { ATTRIBUTE_LENGTH_MAX, REASONS_HEADER, REPLAY_HEADER, readRecord, SEALED_HEADER } from '@ioc/reader'
import { contractById, type Reason } from '@ioc/schemas'
import { readInstant } from '@ioc/schemas/events/instant.ts'
import type { Original } from '@ioc/sealing/original.ts'
import { readCloudEvents, SINGLE, UnreadableBody } from '@ioc/source/cloud-events.ts'
import { type Incoming, judgeAtEdge } from '@ioc/source/edge.ts'
import { changedPaths, type Mending, mended } from './changes.ts'
import type { DeadLetterDoors } from './doors.ts'
import { type EventDocument, eventOf, isWhole } from './event.ts'

/** What would become of a dead letter if it were sent now, and the record to send where it would be kept. */
export type Verdict =
  | { kind: 'keep'; mode: 'strict' | 'lenient'; record: OutgoingRecord; subject: string }
  | { kind: 'reject'; mode: 'strict' | 'lenient'; reasons: readonly Reason[] }

export type Judging = {
  topic: string
  original: Original
  atEdge: boolean
  /** Position of the first dead letter, for the header that links to it. */
  root: string
  mending: Mending | null
}

type Doors = Pick<DeadLetterDoors, 'catalogues' | 'sealer' | 'businessNow'>

/**
 * Judges before anything is sent. Strictly, as a producer, what was refused at the edge or was changed by a person; leniently, as
 * the aggregator, what came straight to Kafka and goes back as it is. Only a `keep` is ever sent, so a replay cannot loop.
 */
export const judge = (judging: Judging, doors: Doors): Verdict => {
  const isMended = judging.mending !== null && changedPaths(judging.mending).length > 0
  return isMended || judging.atEdge ? judgeStrictly(judging, isMended, doors) : judgeLeniently(judging, doors)
}

const OURS = new Set([SEALED_HEADER, REASONS_HEADER, REPLAY_HEADER])

const judgeLeniently = ({ topic, original, root }: Judging, doors: Doors): Verdict => {
  const headers = Object.fromEntries(
    Object.entries(original.headers).filter(([name]) => name !== REPLAY_HEADER),
  )
  const outcome = readRecord(
    { topic, partition: 0, offset: 0, appendedAtMs: 0, key: original.key, value: original.value, headers },
    {
      contracts: contractById,
      catalogues: doors.catalogues(),
      atArrival: () => doors.businessNow(),
      isSealed: (bytes) => doors.sealer().opens(bytes),
    },
  )
  if (outcome.kind !== 'keep') return { kind: 'reject', mode: 'lenient', reasons: reasonsOf(outcome) }
  return {
    kind: 'keep',
    mode: 'lenient',
    subject: outcome.value.subject,
    record: {
      key: outcome.value.subject,
      value: original.value,
      headers: {
        ...Object.fromEntries(
          Object.entries(headers)
            .filter(([name]) => !OURS.has(name))
            .map(([name, value]) => [name, value.toString('utf8')]),
        ),
        [REPLAY_HEADER]: root,
      },
    },
  }
}

/** A record that would be passed over would have no effect either: it is said, and not sent. */
const reasonsOf = (
  outcome: { kind: 'skip'; reason: string } | { kind: 'reject'; reasons: Reason[] },
): Reason[] =>
  outcome.kind === 'reject'
    ? outcome.reasons
    : [
        {
          path: '',
          code: 'would-be-skipped',
          message: `would be passed over (${outcome.reason}) and change nothing`,
        },
      ]

const judgeStrictly = (
  { topic, original, root, mending }: Judging,
  isMended: boolean,
  doors: Doors,
): Verdict => {
  const refused = (reasons: readonly Reason[]): Verdict => ({ kind: 'reject', mode: 'strict', reasons })
  const contract = contractById.get(topic)
  if (!contract)
    return refused([
      {
        path: '',
        code: 'unknown-type',
        message: `no contract of this version belongs to the topic ${topic}`,
      },
    ])
  const incoming =
    isMended && mending ? incomingOf(mended(eventOf(original), mending)) : incomingAsItCame(original)
  if (!incoming) return refused([NOT_READABLE])
  const told = sourceOf(original)
  if (isMended && told !== '' && incoming.source !== told) return refused([anotherSource(told)])
  const judged = judgeAtEdge(incoming, {
    contract,
    catalogues: doors.catalogues(),
    sealer: doors.sealer(),
    businessNow: doors.businessNow,
  })
  if (judged.reasons !== null) return refused(judged.reasons)
  return {
    kind: 'keep',
    mode: 'strict',
    subject: judged.record.key ?? '',
    record: { ...judged.record, headers: { ...judged.record.headers, [REPLAY_HEADER]: root } },
  }
}

/** Whose event it was, as its key vouched for; empty where nobody's name was readable, as in a header too long to be one. */
const sourceOf = (original: Original): string => {
  const { source } = eventOf(original)
  return typeof source === 'string' && source.length <= ATTRIBUTE_LENGTH_MAX ? source : ''
}

/** A mend sets right what a source said; it does not put words into the mouth of another. */
const anotherSource = (told: string): Reason => ({
  path: 'source',
  code: 'another-source',
  message: `was ${told}: a mended event stays that of the source that sent it`,
})

const NOT_READABLE: Reason = {
  path: 'data',
  code: 'not-readable',
  message: 'is no JSON object of at most 32 levels; give the whole data anew to mend it',
}

/** A structured event through the same reading as a push. */
const incomingOf = (event: EventDocument): Incoming | null => {
  try {
    return readCloudEvents(SINGLE, {}, Buffer.from(JSON.stringify(event)))[0] ?? null
  } catch (error) {
    if (error instanceof UnreadableBody) return null
    throw error
  }
}

const incomingAsItCame = (original: Original): Incoming | null => {
  if (isWhole(original)) return incomingOf(eventOf(original))
  const text = (name: string) => original.headers[`ce_${name}`]?.toString('utf8') || null
  const time = text('time')
  const timeMs = time === null ? null : readInstant(time)
  // An attribute that is missing or wrong goes the way of a push, which names it; bytes alone are judged as they are.
  if (text('id') === null || text('source') === null || typeof timeMs === 'string')
    return incomingOf(eventOf(original))
  return {
    id: text('id'),
    source: text('source') ?? '',
    type: text('type'),
    timeMs,
    data: original.value ?? Buffer.alloc(0),
  }
}
