import type { Catalogues } from '@ioc/catalogues'
import { surveyResponse } from '@ioc/schemas/events/survey-response.ts'
import { LIVE_START_MS, seedOf, seedTag, tellLive } from '@ioc/simulation'
import type { Source } from '@ioc/source/source.ts'
import { formsBySecond } from './forms-by-second.ts'

/** Simulated forms of the survey of 2024, one about every thirty seconds of the business clock. */
export const liveDemo = (catalogues: Catalogues, options: { seed?: string } = {}): Source => {
  const seed = options.seed ?? 'live-demo'
  const at = formsBySecond(seedOf(seed), seedTag(seed), catalogues)
  return {
    name: 'live-demo',
    contract: surveyResponse as unknown as Source['contract'],
    title: { vi: 'Phiếu khảo sát mô phỏng trực tiếp', en: 'Survey forms, simulated live' },
    simulated: true,
    rhythmSeconds: 15,
    completeFromMs: LIVE_START_MS,
    pollMs: 1000,
    read: (since, { clock, signal }) =>
      tellLive({ tag: seedTag(seed), startMs: LIVE_START_MS, at }, since, clock, signal),
  }
}
