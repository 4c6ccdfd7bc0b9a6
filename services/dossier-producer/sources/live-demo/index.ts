import type { Catalogues } from '@ioc/catalogues'
import { dossier } from '@ioc/schemas/events/dossier.ts'
import { LIVE_START_MS, seedOf, seedTag, tellLive } from '@ioc/simulation'
import type { Candidate, Source } from '@ioc/source/source.ts'
import { dossiersBySecond } from './dossiers-by-second.ts'

/** Simulated dossiers from 2024-07-01 on, a few events a second on the business clock. */
export const liveDemo = (catalogues: Catalogues, options: { seed?: string } = {}): Source => {
  const seed = options.seed ?? 'live-demo'
  const at = dossiersBySecond(seedOf(seed), seedTag(seed), catalogues)
  return {
    name: 'live-demo',
    contract: dossier as unknown as Source['contract'],
    title: { vi: 'Hồ sơ mô phỏng trực tiếp', en: 'Dossiers, simulated live' },
    simulated: true,
    rhythmSeconds: 15,
    completeFromMs: LIVE_START_MS,
    pollMs: 1000,
    read: (since, { clock, signal }) =>
      tellLive<Candidate>({ tag: seedTag(seed), startMs: LIVE_START_MS, at }, since, clock, signal),
  }
}
