import { reportedFigure } from '@ioc/schemas/events/reported-figure.ts'
import { scriptOf, seedTag, tell } from '@ioc/simulation'
import type { Source } from '@ioc/source/source.ts'
import { figureEvents } from './figures.ts'
import { spoiltFigures } from './rejects.ts'

export const SEED = 'lam-dong-2024-h1'
/** Of documents issued earlier it holds a few, not all. */
const FROM_MS = Date.parse('2024-01-01T00:00:00+07:00')
const END_MS = Date.parse('2024-07-01T00:00:00+07:00') - 1

/** Figures of the province's documents of the first half of 2024, real as printed; only when they were typed in is not. */
export const firstHalf2024 = (options: { seed?: string } = {}): Source => {
  const tag = seedTag(options.seed ?? SEED)
  const script = scriptOf(tag, END_MS, [...figureEvents(tag), ...spoiltFigures(tag)])
  return {
    name: 'first-half-2024',
    contract: reportedFigure as unknown as Source['contract'],
    title: {
      vi: 'Số liệu báo cáo 6 tháng đầu năm 2024 (nhập lại)',
      en: 'Reported figures of the first half of 2024 (re-entered)',
    },
    simulated: true,
    rhythmSeconds: 60,
    completeFromMs: FROM_MS,
    pollMs: null,
    total: script.length,
    read: (since, { signal }) => tell(script, since, signal),
  }
}
