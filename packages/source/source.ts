import type { BusinessClock } from '@ioc/clock'
import type { Contract, Reason } from '@ioc/schemas'
import type { CallerHashing } from './caller-hash.ts'

/** Where a source has read up to: JSON of the source's own making, stored after everything before it was acknowledged. */
export type Checkpoint = { readonly [key: string]: string | number | boolean | null }

/**
 * One event as the source knows it, before it is judged: the data of the contract's input form (instants as text),
 * or raw bytes where not even that could be made of it. Ids are stable: the same event read twice has the same id.
 */
export type Candidate =
  | { id: string; atMs: number; data: Record<string, unknown> }
  /** `faults`: what was wrong with them already where they were read. */
  | { id: string; atMs: number; bytes: Buffer; faults?: readonly Reason[] }

/** What one step of reading gave: at most a few thousand events, and where to go on. */
export type SourceBatch = {
  events: readonly Candidate[]
  /** Records that were read and mean nothing here. */
  skipped?: number
  checkpoint: Checkpoint
  /** Everything known up to this business instant (epoch ms) has been read once this batch is sent. */
  completeUpToMs: number
}

/** What a source may use while it reads. */
export type SourceContext = {
  clock: BusinessClock
  /** Aborted when the service stops; a source ends its iteration soon after. */
  signal: AbortSignal
} & CallerHashing

/**
 * Where events come from. `read` goes on after a checkpoint (null: from the beginning) and ends when there is nothing
 * more for now; it is called again every `pollMs`, or never again where that is null (a finished rebuild).
 */
export type Source = {
  /** `ce_source` of its events; lower-case letters, digits and hyphens. */
  name: string
  contract: Contract
  title: { vi: string; en: string }
  /** True for rebuilt and simulated data; shown wherever its events are. */
  simulated: boolean
  /** It speaks (progress, even of zero events) at least this often. */
  rhythmSeconds: number
  /**
   * From this business instant (epoch ms) on it tells everything; of periods that begin before, numbers are missing, not zero. Not given: it
   * does not say, and is taken to tell of all there ever was.
   */
  completeFromMs?: number
  /** Codes of the units it tells everything of; of others a number is missing, not zero. Not given: all of the province. */
  units?: readonly string[]
  /** Of the contract's streams (`streamsOf`) those it tells everything of; of others a number is missing, not zero. Not given: all. */
  streams?: readonly string[]
  pollMs: number | null
  /** Number of events in all, where it is known beforehand; for progress bars. */
  total?: number
  read(since: Checkpoint | null, context: SourceContext): AsyncIterable<SourceBatch>
  /** Told of each batch once it is acknowledged, in order; one that was read and held back is read again. */
  sent?(batch: SourceBatch): void
}
