import type { Reason } from '@ioc/schemas'
import type { Checkpoint, SourceContext } from '@ioc/source/source.ts'
import type { z } from 'zod'

/** One record as the other system wrote it: a line, a row, an object of an answer. Names are theirs. */
export type RawRecord = Readonly<Record<string, unknown>>

/** A record that was read, or the bytes that no record could be made of and why; `where` is for people: file and line, page and index. */
export type Read =
  | { where: string; record: RawRecord }
  | { where: string; bytes: Buffer; faults: readonly Reason[] }

/** What one step of reading gave: at most a few thousand records, and where to go on. */
export type Reading = {
  reads: readonly Read[]
  checkpoint: Checkpoint
  /** Everything the other system knew up to this business instant (epoch ms) has been read. */
  completeUpToMs: number
}

/** Business days, first and last inside, as `YYYY-MM-DD` of the province. */
export type DayRange = { from: string; to: string }

/** A way in, opened with the settings of one place. */
export type OpenWay = {
  /** Goes on after a checkpoint (null: from the beginning) and ends when there is nothing more for now. */
  read(since: Checkpoint | null, context: SourceContext): AsyncIterable<Reading>
  /**
   * Reads again what the other system has about these days, or more than that; whoever asks leaves out what lies outside. Goes on after a
   * checkpoint of its own, apart from that of `read`. Not given: `read` from the beginning is asked instead.
   */
  readDays?(days: DayRange, since: Checkpoint | null, context: SourceContext): AsyncIterable<Reading>
  close(): Promise<void>
}

/** What a way may use of the place it runs in. */
export type WayDoors = {
  /** Name of the source, for messages and files of its own. */
  name: string
  /** Folder of the source's own, made before it is opened: what a way must remember beyond its checkpoint. */
  ownFolder: string
  /** That of the source’s live reading, where this is another one beside it: to look into, never to change. */
  liveFolder?: string
  /** System clock, epoch ms. */
  now(): number
  /** Told of what a person should know and nothing stops for: a clock an hour off, a watermark that went back. */
  notice(message: string): void
}

/**
 * How records get from another system to here. Settings come from a file of the place
 * (`$IOC_DATA_DIR/sources/<producer>.<name>.json`); secrets in it are names of files.
 */
export type Way<Settings = unknown> = {
  kind: 'poll' | 'drop' | 'database'
  settings: z.ZodType<Settings>
  /** First day (`YYYY-MM-DD`) it reads by these settings; null: everything there is. Not given: it always does. */
  completeFrom?(settings: Settings): string | null
  open(settings: Settings, doors: WayDoors): OpenWay
  /** Records of an answer that somebody wrote down as a sample; null: it is no answer of this interface. */
  recordsOf?(json: unknown): readonly RawRecord[] | null
}

/**
 * The other side cannot be read now: it is away, slow, says no, or answers wrongly. Read again later from the same checkpoint; a
 * person sees the message. `retryAfterMs` is what the other side asked for.
 */
export class CannotRead extends Error {
  readonly retryAfterMs: number | null
  constructor(message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'CannotRead'
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}
