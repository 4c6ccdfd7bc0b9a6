import type { Draws } from '../draws.ts'
import type { Data, Sending, Way } from './event.ts'

/** What a push key of each contract may speak for; what goes straight into the log speaks for a source of its own. */
export const PUSH_SOURCES: Record<string, string> = {
  'dossier.v1': 'dossier-push',
  'feedback.v1': 'feedback-push',
  'survey-response.v1': 'survey-push',
  'reported-figure.v1': 'figure-push',
}
export const LOG_SOURCE = 'fault-log'
export const PARTITIONS = 4

const headersOf = (topic: string, id: string, source: string) => ({
  ce_specversion: '1.0',
  ce_id: id,
  ce_source: source,
  ce_type: `vn.lamdong.ioc.${topic}`,
  'content-type': 'application/json',
})

/** A good event. Straight into the log, versions of one subject meet in different partitions. */
export const good = (
  draws: Draws,
  way: Way,
  topic: string,
  id: string,
  data: Data,
  extra: Sending['extra'] = null,
): Sending => {
  const source = way === 'push' ? PUSH_SOURCES[topic]! : LOG_SOURCE
  return {
    topic,
    way,
    id,
    source,
    value: JSON.stringify({ ...data, ...extra }),
    headers: headersOf(topic, id, source),
    verdict: 'keep',
    data,
    extra,
    partition: draws.below(PARTITIONS),
  }
}

/** An event of readable form that its producer must refuse. */
export const refused = (topic: string, id: string, data: Record<string, unknown>): Sending => {
  const source = PUSH_SOURCES[topic]!
  return {
    topic,
    way: 'push',
    id,
    source,
    value: JSON.stringify(data),
    headers: headersOf(topic, id, source),
    verdict: 'reject',
    data: null,
    extra: null,
    partition: 0,
  }
}

const FAULTS: readonly ((data: Data) => Record<string, unknown>)[] = [
  ({ recordedAt: _, ...data }) => data,
  (data) => ({ ...data, unitCode: '99999' }),
  (data) => ({ ...data, recordedAt: '2099-01-01T00:00:00+07:00' }),
  (data) => ({ ...data, recordedAt: '1969-07-20T20:17:00Z' }),
  (data) => ({ ...data, sequence: '1.234,5' }),
  (data) => ({ ...data, citizenName: 'x' }),
  (data) => ({ ...data, voided: null }),
]

export const spoilt = (draws: Draws, data: Data): Record<string, unknown> => draws.pick(FAULTS)(data)

const nested = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`

/** What a broken writer puts into the log: each must end as a rejected row, and its partition must go on. */
const POISON: readonly [
  name: string,
  make: (
    data: Data,
    headers: Record<string, string>,
  ) => { value: Buffer | string | null; headers: Record<string, string> },
][] = [
  ['no value', (_, headers) => ({ value: null, headers })],
  ['empty', (_, headers) => ({ value: '', headers })],
  ['not UTF-8', (_, headers) => ({ value: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), headers })],
  ['not JSON', (_, headers) => ({ value: '{"issuingSystem":', headers })],
  ['an array', (_, headers) => ({ value: '[1,2,3]', headers })],
  [
    'deep',
    (data, headers) => ({
      value: JSON.stringify({ ...data, more: 0 }).replace('"more":0', `"more":${nested(5_000)}`),
      headers,
    }),
  ],
  ['no headers', (data) => ({ value: JSON.stringify(data), headers: {} })],
  [
    'no id',
    (data, { ce_id: _, ...headers }) => ({
      value: JSON.stringify(data),
      headers: headers as Record<string, string>,
    }),
  ],
  [
    'another version',
    (data, headers) => ({
      value: JSON.stringify(data),
      headers: { ...headers, ce_type: `${headers.ce_type}00` },
    }),
  ],
  [
    'beyond 2^53',
    (data, headers) => ({
      value: JSON.stringify(data).replace(/"sequence":\d+/, '"sequence":9007199254740993'),
      headers,
    }),
  ],
  [
    'year 0',
    (data, headers) => ({ value: JSON.stringify({ ...data, recordedAt: '0000-01-01T00:00:00Z' }), headers }),
  ],
  [
    'year 9999',
    (data, headers) => ({ value: JSON.stringify({ ...data, recordedAt: '9999-12-31T23:59:59Z' }), headers }),
  ],
  [
    'says it is sealed',
    (data, headers) => ({ value: JSON.stringify(data), headers: { ...headers, ioc_sealed: '00000000' } }),
  ],
  ['a person', (data, headers) => ({ value: JSON.stringify({ ...data, citizenName: 'x' }), headers })],
]

export const poison = (draws: Draws, topic: string, id: string, data: Data): Sending => {
  const [, make] = draws.pick(POISON)
  const made = make(data, headersOf(topic, id, LOG_SOURCE))
  return {
    topic,
    way: 'log',
    id,
    source: LOG_SOURCE,
    ...made,
    verdict: 'reject',
    data: null,
    extra: null,
    partition: draws.below(PARTITIONS),
  }
}

/** A value of 5 MB that is no JSON. */
export const hugePoison = (draws: Draws, topic: string, id: string): Sending => ({
  topic,
  way: 'log',
  id,
  source: LOG_SOURCE,
  value: 'x'.repeat(5_000_000),
  headers: headersOf(topic, id, LOG_SOURCE),
  verdict: 'reject',
  data: null,
  extra: null,
  partition: draws.below(PARTITIONS),
})

/** A probe is a record that is fine and not meant for us. */
export const probe = (draws: Draws, topic: string, id: string): Sending => ({
  topic,
  way: 'log',
  id,
  source: LOG_SOURCE,
  value: '{}',
  headers: { ...headersOf(topic, id, LOG_SOURCE), ioc_purpose: 'probe' },
  verdict: 'skip',
  data: null,
  extra: null,
  partition: draws.below(PARTITIONS),
})
