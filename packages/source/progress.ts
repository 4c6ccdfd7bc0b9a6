import type { Kafka, OutgoingRecord } from '@ioc/kafka'
import { sourceProgress } from '@ioc/schemas'
import { typeOf } from '@ioc/schemas/events/contract.ts'
import { FIRST_MS, toIso } from '@ioc/schemas/events/instant.ts'
import type { SourceProgressInput } from '@ioc/schemas/events/source-progress.ts'
import type { SourceState } from './checkpoint.ts'
import type { Source } from './source.ts'

const ISSUING_SYSTEM = 'ioc.lamdong.gov.vn'
/** The province's code: the source speaks for all its units. */
const ALL_UNITS = ['68']

/** Who speaks of its progress. */
export type Speaker = Pick<
  Source,
  'name' | 'simulated' | 'rhythmSeconds' | 'completeFromMs' | 'units' | 'streams'
> & {
  contract: { id: string }
}

type Progressed = Pick<SourceState, 'emitted' | 'rejected'> & { completeUpToMs: number; finished?: boolean }

/** Says how far a source is: complete up to, counts since its first start, and how soon it will speak again. */
export const publishProgress = async (
  kafka: Kafka,
  source: Speaker,
  state: Progressed,
  businessNowMs: number,
  signal: AbortSignal,
): Promise<void> => {
  const { record } = progressRecord(source, state, businessNowMs)
  await kafka.publish(sourceProgress.id, [record], { signal })
}

/** The record that says it. */
export const progressRecord = (
  source: Speaker,
  state: Progressed,
  businessNowMs: number,
): { record: OutgoingRecord; data: SourceProgressInput } => {
  const data: SourceProgressInput = {
    issuingSystem: ISSUING_SYSTEM,
    recordedAt: toIso(businessNowMs),
    // A standing clock says the same instant twice; what was emitted since tells which came later.
    sequence: state.emitted + (state.finished ? 1 : 0),
    voided: false,
    source: source.name,
    contract: source.contract.id,
    units: [...(source.units ?? ALL_UNITS)],
    streams: source.streams === undefined ? null : [...source.streams],
    completeFrom: source.completeFromMs === undefined ? null : toIso(source.completeFromMs),
    // In the middle of a first walk nothing is known to be complete yet; the earliest instant there is says so.
    completeUpTo: toIso(Math.max(state.completeUpToMs, FIRST_MS)),
    rhythmSeconds: source.rhythmSeconds,
    emitted: state.emitted,
    rejected: state.rejected,
    simulated: source.simulated,
  }
  const record: OutgoingRecord = {
    key: `${source.name}/${source.contract.id}`,
    value: JSON.stringify(data),
    headers: {
      ce_specversion: '1.0',
      ce_id: `${source.name}/${source.contract.id}/${businessNowMs}/${state.emitted}${state.finished ? '/finished' : ''}`,
      ce_source: source.name,
      ce_type: typeOf(sourceProgress),
      ce_time: toIso(businessNowMs),
      'content-type': 'application/json',
    },
  }
  return { record, data }
}
