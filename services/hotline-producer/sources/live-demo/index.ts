import type { Catalogues } from '@ioc/catalogues'
import { feedback } from '@ioc/schemas/events/feedback.ts'
import { LIVE_START_MS, seedOf, seedTag, tellLive } from '@ioc/simulation'
import type { Source } from '@ioc/source/source.ts'
import { feedbackBySecond } from './feedback-by-second.ts'

/** Simulated feedback from 2024-07-01 on, about one event every twenty seconds of the business clock. */
export const liveDemo = (catalogues: Catalogues, options: { seed?: string } = {}): Source => {
  const seed = options.seed ?? 'live-demo'
  return {
    name: 'live-demo',
    contract: feedback as unknown as Source['contract'],
    title: { vi: 'Phản ánh, kiến nghị mô phỏng trực tiếp', en: 'Feedback, simulated live' },
    simulated: true,
    rhythmSeconds: 15,
    completeFromMs: LIVE_START_MS,
    pollMs: 1000,
    read: (since, context) => {
      const { clock, signal } = context
      const at = feedbackBySecond(seedOf(seed), seedTag(seed), catalogues, context)
      return tellLive({ tag: seedTag(seed), startMs: LIVE_START_MS, at }, since, clock, signal)
    },
  }
}
