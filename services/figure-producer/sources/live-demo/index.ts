import type { Catalogues } from '@ioc/catalogues'
import { reportedFigure } from '@ioc/schemas/events/reported-figure.ts'
import { LIVE_START_MS, seedOf, seedTag, tellLive } from '@ioc/simulation'
import type { Source } from '@ioc/source/source.ts'
import { figuresBySecond } from './figures-by-second.ts'

/** Simulated figures of departments from 2024-07-01 on, one about every two minutes of the business clock. */
export const liveDemo = (catalogues: Catalogues, options: { seed?: string } = {}): Source => {
  const seed = options.seed ?? 'live-demo'
  const at = figuresBySecond(seedOf(seed), seedTag(seed), catalogues)
  return {
    name: 'live-demo',
    contract: reportedFigure as unknown as Source['contract'],
    title: { vi: 'Số liệu báo cáo mô phỏng trực tiếp', en: 'Reported figures, simulated live' },
    simulated: true,
    rhythmSeconds: 15,
    completeFromMs: LIVE_START_MS,
    pollMs: 1000,
    read: (since, { clock, signal }) =>
      tellLive({ tag: seedTag(seed), startMs: LIVE_START_MS, at }, since, clock, signal),
  }
}
