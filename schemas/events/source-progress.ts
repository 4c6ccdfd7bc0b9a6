import { z } from 'zod'
import { defineContract } from './contract.ts'
import { code, versioned, wholeNumber, yesNo } from './fields.ts'
import { instant, toLocalText } from './instant.ts'
import { STREAM } from './streams.ts'

/** What its column, a UInt32, holds. */
const RHYTHM_SECONDS_MAX = 2 ** 32 - 1

const data = z.strictObject({
  ...versioned,
  /** The source that speaks, as in `ce_source` of its events. */
  source: code('a source name', /^[a-z][a-z0-9-]{1,62}$/, 'first-half-2024'),
  /** Contract the source speaks of. */
  contract: code('a contract id', /^[a-z][a-z-]*\.v\d+$/, 'dossier.v1'),
  /** Units it speaks for; the province's code means all. */
  units: z
    .array(code('a unit code', /^[A-Z0-9.]{2,20}$/, '68'))
    .min(1)
    .max(2000),
  /** Of the contract's streams (feedback: channels, forms: questionnaires) those it tells; of the others it says nothing. Null: all of them. */
  streams: z
    .array(code('a stream', STREAM, 'hotline'))
    .min(1)
    .max(100)
    .nullable()
    .default(null),
  /** From when on it tells everything: of periods that begin before, it says nothing. Null: it does not say, and is taken to tell of all there ever was. */
  completeFrom: instant.nullable().default(null),
  /** Everything the source knows up to here has been sent. */
  completeUpTo: instant,
  /** The source promises to speak at least this often. */
  rhythmSeconds: wholeNumber.min(1).max(RHYTHM_SECONDS_MAX),
  /** Events since the source's first start. */
  emitted: wholeNumber,
  /** Of those, refused at the edge. */
  rejected: wholeNumber,
  /** True where its events are simulated or rebuilt, so that every screen can say so. */
  simulated: yesNo,
})
export type SourceProgress = z.output<typeof data>
export type SourceProgressInput = z.input<typeof data>

/** What makes *zero* different from *silent*: a source says how far it is, at least once per rhythm. */
export const sourceProgress = defineContract<SourceProgress>({
  id: 'source-progress.v1',
  title: { vi: 'Tiến độ nguồn dữ liệu', en: 'Progress of a source' },
  table: 'source_progress_version',
  data,
  code: (d) => `${d.source}/${d.contract}`,
  rules: [],
  columns: [
    'issuing_system',
    'source',
    'contract',
    'units',
    'streams',
    'complete_from',
    'complete_up_to',
    'rhythm_seconds',
    'emitted',
    'rejected',
    'simulated',
  ],
  row: (d) => [
    d.issuingSystem,
    d.source,
    d.contract,
    d.units,
    d.streams ?? [],
    d.completeFrom === null ? null : toLocalText(d.completeFrom),
    toLocalText(d.completeUpTo),
    d.rhythmSeconds,
    d.emitted,
    d.rejected,
    d.simulated,
  ],
  lookedUpColumns: [],
  lookUp: () => [],
})
