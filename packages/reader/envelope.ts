import { keep, type Outcome, type Reason } from '@ioc/schemas'
import { readInstant } from '@ioc/schemas/events/instant.ts'

/** CloudEvents 1.0 attributes of one record, from its headers (Kafka binding, binary mode). */
export type Envelope = { source: string; id: string; type: string; timeMs: number | null }

/** Characters of an attribute; a longer one names nobody. */
export const ATTRIBUTE_LENGTH_MAX = 256

const textOf = (header: Buffer | undefined): string | null =>
  header === undefined ? null : header.toString('utf8')

/** Remembers the last view: of one batch, version, source and type are one view in all records (packages/kafka/record-reading.ts). */
const remembering = () => {
  let last: Buffer | undefined
  let lastText: string | null = null
  return (header: Buffer | undefined): string | null => {
    if (header !== last) [last, lastText] = [header, textOf(header)]
    return lastText
  }
}
const textsOf = {
  specversion: remembering(),
  source: remembering(),
  type: remembering(),
  id: textOf,
}

/** An event id travels in the open, so it must be a code: no spaces, no diacritics, no `@`. */
export const EVENT_ID = /^[\w.:/+-]{1,128}$/

/** Of a rejected event even the id may be personal data: one of digits alone could be a citizen's number or a telephone. */
export const isShownId = (id: string): boolean => EVENT_ID.test(id) && /[A-Za-z]/.test(id)

/** Attributes as far as they look like codes; for the ledger row of a record that is rejected. Anything else is left out: it could be personal data. */
export const attributesOf = (headers: Record<string, Buffer>) => {
  const code = (name: string) => {
    const text = textOf(headers[name])
    return text !== null && isShownId(text) ? text : ''
  }
  return { source: code('ce_source'), id: code('ce_id'), type: code('ce_type') }
}

/** Reads the envelope; every missing or unreadable attribute is named at once. */
export const readEnvelope = (headers: Record<string, Buffer>): Outcome<Envelope> => {
  const reasons: Reason[] = []
  const required = (name: 'id' | 'source' | 'type'): string => {
    const text = textsOf[name](headers[`ce_${name}`])
    if (text === null || text === '')
      reasons.push({
        path: `headers.ce_${name}`,
        code: 'missing-header',
        message: `the CloudEvents attribute ${name} is missing`,
      })
    else if (text.length > ATTRIBUTE_LENGTH_MAX)
      reasons.push({
        path: `headers.ce_${name}`,
        code: 'header-too-long',
        message: `is longer than ${ATTRIBUTE_LENGTH_MAX} characters`,
      })
    return text ?? ''
  }
  const version = textsOf.specversion(headers.ce_specversion)
  if (version !== '1.0')
    reasons.push({
      path: 'headers.ce_specversion',
      code: 'wrong-specversion',
      message: 'expects CloudEvents 1.0 in binary mode',
    })
  const id = required('id')
  if (id !== '' && !EVENT_ID.test(id))
    reasons.push({
      path: 'headers.ce_id',
      code: 'wrong-format',
      message: 'is no event id: letters, digits and . : / + - _',
    })
  const envelope = { id, source: required('source'), type: required('type') }
  const time = textOf(headers.ce_time)
  const timeMs = time === null ? null : readInstant(time)
  if (typeof timeMs === 'string')
    reasons.push({
      path: 'headers.ce_time',
      code: timeMs,
      message: 'is not an instant of RFC 3339 within 1970 and 2100',
    })
  return reasons.length > 0
    ? { kind: 'reject', reasons }
    : keep({ ...envelope, timeMs: timeMs as number | null })
}

/** Header of a record that is a dead letter sent again: the log position of the first one, `topic/partition/offset`. */
export const REPLAY_HEADER = 'ioc_replay_of'

const POSITION = /^[a-z0-9.-]{1,64}\/\d{1,10}\/\d{1,16}$/

/** Which dead letter a record replays; empty for all others, and for what is no log position: anyone may write a header. */
export const replayOf = (headers: Record<string, Buffer>): string => {
  const text = textOf(headers[REPLAY_HEADER])
  return text !== null && POSITION.test(text) ? text : ''
}
