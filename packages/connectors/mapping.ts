import { type CallerHashing, callerHashes } from '@ioc/source/caller-hash.ts'
import type { RawRecord } from './way.ts'

export { callerHashes }

/**
 * What a record means: an event in the contract's input form, or nothing. What cannot be read of a field stays as the text it was:
 * the contract refuses it by name, and a person mends it there. Fields that are not named are left behind, person fields among them.
 */
export type Mapped =
  | {
      kind: 'event'
      data: Record<string, unknown>
      /** Stable: the same record read twice has the same. Not said: made of the data. */
      id?: string
    }
  | { kind: 'skip'; why: string }

/** Keyed hashes of a feedback caller's identifier; the identifier itself stays here at the edge: `...callerHashes(context, identifier)`. */
export type MapContext = CallerHashing

/** Pure: the same record gives the same, today and in a year. */
export type Mapping = (record: RawRecord, context: MapContext) => Mapped | readonly Mapped[]

export const event = (data: Record<string, unknown>, id?: string): Mapped =>
  id === undefined ? { kind: 'event', data } : { kind: 'event', data, id }

export const skip = (why: string): Mapped => ({ kind: 'skip', why })
