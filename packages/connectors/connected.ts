import type { Contract } from '@ioc/schemas'
import type { Mapping } from './mapping.ts'
import type { Way } from './way.ts'

/** A source that is read from another system: its mapping, the way in, and a recorded sample to try it on. */
export type ConnectedSource = {
  /** `ce_source` of its events; lower-case letters, digits and hyphens. */
  name: string
  contract: Contract
  title: { vi: string; en: string }
  /** True for simulated data; shown wherever its events are. */
  simulated: boolean
  /** It speaks (progress, even of zero events) at least this often. */
  rhythmSeconds: number
  pollMs: number
  /** Codes of the units its other system keeps wherever it is run; the place may say others. Not given: those of the whole province. */
  units?: readonly string[]
  /** Of the contract's streams those its other system keeps; the place may say others. Not given: all. */
  streams?: readonly string[]
  // biome-ignore lint/suspicious/noExplicitAny: each way has settings of its own; its own zod type reads them
  way: Way<any>
  mapping: Mapping
  /** Beside it: records as the other system writes them, made up, so that no person stands in them. NDJSON, CSV or XLSX. */
  sample: URL
}

/** The sources a `sources/connected.ts` exports, one a line. */
export const connectedIn = (module: object): readonly ConnectedSource[] =>
  Object.values(module as Record<string, ConnectedSource>)
