import type { openPublisher } from '../../../services/snapshot-publisher/publisher.ts'
import type { Receiver } from '../../../services/snapshot-publisher/receivers/index.ts'

type Options = Parameters<typeof openPublisher>[0]

/** Publishers as others have built them: each must be caught by these runs, else the runs say little of ours. */
export const DESIGNS: Record<string, (options: Options) => Options> = {
  /** Sent is done, whatever the answer was, or if none came. */
  'forget-answers': (options) => ({ ...options, receiver: believingAll(options.receiver) }),
  /** A day that is made late is cut at "now", not where the log stood at its time. */
  'cut-at-now': (options) => ({
    ...options,
    clock: {
      ...options.clock,
      systemInstantOf: (businessMs) =>
        options.clock.systemInstantOf(businessMs) === null ? null : Date.now() + 1,
    },
  }),
}

const believingAll = (receiver: Receiver): Receiver => ({
  ...receiver,
  send: async (...asked) => {
    const answer = await receiver.send(...asked)
    return answer.outcome === 'again' ? { ...answer, outcome: 'accepted', code: 'accepted' } : answer
  },
})
