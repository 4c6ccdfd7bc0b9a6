import { readJson, tooDeep } from '@ioc/reader'
import type { Original } from '@ioc/sealing/original.ts'

/** A dead letter as one structured CloudEvent: attributes beside `data`. Any of them may be missing or wrong; that is why it is here. */
export type EventDocument = Record<string, unknown>

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What the edge keeps of an event whose attributes were wrong is the whole event; no contract's data has fields of these names. */
const isWholeEvent = (json: Record<string, unknown>): boolean =>
  ['data', 'data_base64'].some((name) => Object.hasOwn(json, name)) &&
  ['specversion', 'id', 'source', 'type'].some((name) => Object.hasOwn(json, name))

/** Deeper than a reader takes, so that what is a little too deep can be mended field by field; deeper still would exhaust the stack. */
const LEVELS_MAX = 200

const parsed = (bytes: Buffer | null): { json: unknown } | null => {
  if (bytes === null) return null
  const read = readJson(bytes)
  if (read.kind === 'keep') return { json: read.value.json }
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return tooDeep(json, LEVELS_MAX) ? null : { json }
  } catch {
    return null // not JSON: it has no fields to show or mend one by one
  }
}

const attributesOf = (headers: Record<string, Buffer>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith('ce_'))
      .map(([name, value]) => [name.slice(3), value.toString('utf8')])
      .filter(([, text]) => text !== ''),
  )

/** True where the bytes are a whole event with its attributes, not its data alone. */
export const isWhole = (original: Original): boolean => {
  const whole = parsed(original.value)
  return whole !== null && isObject(whole.json) && isWholeEvent(whole.json)
}

/** The event inside a record's bytes; `data` is left out where they are not JSON. */
export const eventOf = (original: Original): EventDocument => {
  const whole = parsed(original.value)
  if (whole && isObject(whole.json) && isWholeEvent(whole.json)) {
    const { data_base64, ...rest } = whole.json
    if (typeof data_base64 !== 'string') return rest
    const inside = parsed(Buffer.from(data_base64, 'base64'))
    return inside ? { ...rest, data: inside.json } : rest
  }
  return { ...attributesOf(original.headers), ...(whole ? { data: whole.json } : {}) }
}

/** True where the bytes hold JSON, so that fields can be shown and mended one by one. */
export const isReadable = (event: EventDocument): boolean => Object.hasOwn(event, 'data')
