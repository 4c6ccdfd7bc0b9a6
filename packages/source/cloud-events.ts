import { DEPTH_MAX, EVENT_ID, tooDeep } from '@ioc/reader'
import type { Reason } from '@ioc/schemas'
import { readInstant } from '@ioc/schemas/events/instant.ts'
import type { Incoming } from './edge.ts'
import { elementsOf } from './json-elements.ts'

/** A body that is no readable CloudEvents message at all: answered with 400, nothing of it is kept. */
export class UnreadableBody extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UnreadableBody'
  }
}

export const SINGLE = 'application/cloudevents+json'
export const BATCH = 'application/cloudevents-batch+json'

type Attributes = Record<string, unknown>

const fault = (path: string, code: Reason['code'], message: string): Reason => ({ path, code, message })

/** Of data that came as bytes the same is said where they are read. */
const TOO_DEEP = fault('data', 'too-deep', `the value is nested deeper than ${DEPTH_MAX} levels`)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (error) {
    throw new UnreadableBody(
      `the body is not JSON in UTF-8 (${body.length} bytes)${error instanceof SyntaxError ? '' : ': broken encoding'}`,
    )
  }
}

/** Attributes travel percent-encoded in HTTP headers (CloudEvents HTTP binding 3.1.3.2). */
const percentDecoded = (name: string, value: string): string => {
  try {
    return decodeURIComponent(value)
  } catch {
    throw new UnreadableBody(`the header ${name} is not percent-encoded UTF-8`)
  }
}

/**
 * Judges the attributes of one event; what is missing or wrong becomes a reason of that event alone, beside those of its data.
 * @param original the event as it came: kept in place of its data where there is a reason
 */
const incomingFrom = (
  attributes: Attributes,
  data: Incoming['data'],
  original: () => Buffer,
  ofData: readonly Reason[] = [],
): Incoming => {
  const faults: Reason[] = []
  const text = (name: string): string | null => {
    const value = attributes[name]
    if (typeof value === 'string' && value !== '' && value.length <= 256) return value
    faults.push(
      fault(
        name,
        'missing-attribute',
        `the CloudEvents attribute ${name} is missing, empty or no short text`,
      ),
    )
    return null
  }
  if (attributes.specversion !== '1.0')
    faults.push(fault('specversion', 'wrong-specversion', 'expects "1.0"'))
  const [id, source, type] = [text('id'), text('source'), text('type')]
  if (id !== null && !EVENT_ID.test(id))
    faults.push(
      fault(
        'id',
        'wrong-format',
        'is no event id: 1 to 128 letters, digits and . : / + - _ (an id travels in the open)',
      ),
    )
  let timeMs: number | null = null
  if (attributes.time !== undefined && attributes.time !== null) {
    const read = typeof attributes.time === 'string' ? readInstant(attributes.time) : 'wrong-instant'
    if (typeof read === 'number') timeMs = read
    else faults.push(fault('time', read, 'is not an instant of RFC 3339 within 1970 and 2100'))
  }
  faults.push(...ofData)
  return { id, source: source ?? '', type, timeMs, data: faults.length > 0 ? original() : data, faults }
}

const structured = (event: unknown, original: () => Buffer): Incoming => {
  if (!isObject(event))
    return {
      id: null,
      source: '',
      type: null,
      timeMs: null,
      data: original(),
      faults: [fault('', 'not-an-event', 'is not a CloudEvent (a JSON object)')],
    }
  const { data, data_base64, ...attributes } = event
  if (typeof data_base64 === 'string')
    return incomingFrom(attributes, Buffer.from(data_base64, 'base64'), original)
  if (!isObject(data))
    return incomingFrom(attributes, {}, original, [
      fault('data', 'not-an-object', 'expects the data as a JSON object'),
    ])
  return incomingFrom(attributes, data, original, tooDeep(data) ? [TOO_DEEP] : [])
}

/**
 * Reads a push: CloudEvents 1.0 over HTTP in structured, batch or binary mode. Throws UnreadableBody where nothing can be
 * told apart; a fault of one event in a batch is that event's alone.
 */
export const readCloudEvents = (
  contentType: string,
  headers: Record<string, unknown>,
  body: Buffer,
): Incoming[] => {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (mediaType === BATCH) {
    const events = parse(body)
    if (!Array.isArray(events)) throw new UnreadableBody('a batch is a JSON array of CloudEvents')
    let elements: Buffer[] | null = null
    const original = (index: number) => {
      elements ??= elementsOf(body)
      return elements[index]!
    }
    return events.map((event, index) => structured(event, () => original(index)))
  }
  if (mediaType === SINGLE) {
    const event = parse(body)
    if (!isObject(event)) throw new UnreadableBody('a structured CloudEvent is a JSON object')
    return [structured(event, () => body)]
  }
  if (headers['ce-specversion'] === undefined)
    throw new UnreadableBody(
      `expects Content-Type ${SINGLE} or ${BATCH}, or binary mode with ce- headers and Content-Type application/json`,
    )
  const attributes = Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith('ce-'))
      .map(([name, value]) => [
        name.slice(3),
        typeof value === 'string' ? percentDecoded(name, value) : value,
      ]),
  )
  parse(body) // an unreadable body is the sender's transport fault: 400
  const original = () => Buffer.from(JSON.stringify({ ...attributes, data_base64: body.toString('base64') }))
  return [incomingFrom(attributes, body, original)]
}
