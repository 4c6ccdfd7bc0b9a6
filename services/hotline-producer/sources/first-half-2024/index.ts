import type { Catalogues } from '@ioc/catalogues'
import { feedback } from '@ioc/schemas/events/feedback.ts'
import { scriptOf, seedOf, seedTag, tell } from '@ioc/simulation'
import type { Candidate, Source } from '@ioc/source/source.ts'
import { casesOf } from './cases.ts'
import { spoiltRecords } from './rejects.ts'
import { END_MS, instants, PERIOD_FROM } from './time.ts'
import { tellingOf } from './write.ts'

export const SEED = 'lam-dong-2024-h1'

/**
 * Feedback of the first half of 2024, rebuilt: the national portal's as printed, the hotline's synthetic. Two streams
 * that are never merged; callers are known by a keyed hash only.
 */
export const firstHalf2024 = (catalogues: Catalogues, options: { seed?: string } = {}): Source => {
  const seed = options.seed ?? SEED
  const tag = seedTag(seed)
  const cases = casesOf(seedOf(seed), catalogues)
  const events = (callerHash: (identifier: string) => string): Candidate[] => [
    ...cases.flatMap((each) => tellingOf(seedOf(seed), tag, each, callerHash)),
    ...spoiltRecords(tag),
  ]
  return {
    name: 'first-half-2024',
    contract: feedback as unknown as Source['contract'],
    title: {
      vi: 'Phản ánh, kiến nghị 6 tháng đầu năm 2024 (dựng lại)',
      en: 'Feedback of the first half of 2024 (rebuilt)',
    },
    simulated: true,
    rhythmSeconds: 60,
    // Of December it holds only what went on into the half-year.
    completeFromMs: instants.ms(PERIOD_FROM),
    pollMs: null,
    get total() {
      return events(() => '').length
    },
    read: (since, { signal, callerHash }) => tell(scriptOf(tag, END_MS, events(callerHash)), since, signal),
  }
}
