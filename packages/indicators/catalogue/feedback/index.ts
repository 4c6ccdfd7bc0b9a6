import type { CountedIndicator } from '../../define.ts'
import { CHANNELS } from './family.ts'
import { feedbackForwardedInTime, feedbackProcessedInTime, feedbackPublishedInTime } from './in-time.ts'
import { feedbackProcessed } from './processed.ts'
import { feedbackReceived, feedbackRepeated } from './received.ts'
import { feedbackSatisfied } from './satisfied.ts'

/** Indicators over citizens' feedback, the portal's first and then the hotline's. */
export const feedback: readonly CountedIndicator[] = CHANNELS.flatMap((channel) =>
  [
    feedbackProcessed,
    feedbackReceived,
    feedbackForwardedInTime,
    feedbackProcessedInTime,
    feedbackPublishedInTime,
    feedbackSatisfied,
    feedbackRepeated,
  ].map((of) => of(channel)),
)
