import { always, share } from '../../define.ts'
import { type FeedbackChannel, feedbackIndicator, ofChannel } from './family.ts'

/** Of the feedback processed in the period on which the citizen gave a verdict, the share that liked the answer. */
export const feedbackSatisfied = (channel: FeedbackChannel) =>
  feedbackIndicator(channel, {
    name: 'satisfied',
    vi: 'Tỷ lệ hài lòng với kết quả xử lý',
    en: 'Satisfied with the answer',
    kind: 'ratio',
    ...share(ofChannel(channel, 'processed_at', "verdict != ''"), always("verdict = 'like'")),
  })
