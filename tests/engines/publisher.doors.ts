import type { Examined } from '../../services/snapshot-publisher/examined.ts'
import type { Parcel, Receiver } from '../../services/snapshot-publisher/receivers/index.ts'

/** What a publisher examined, in memory. */
export const remembered = (): Examined => {
  const known = new Map<string, Parameters<Examined['set']>[1]>()
  return {
    of: (group) => known.get(group) ?? null,
    set: (group, watermark) => void known.set(group, watermark),
  }
}

/** A receiver that accepts all it is sent, and notes what that was. */
export const takesEverything = (sent: string[]): Receiver => ({
  name: 'a receiver that takes everything',
  send: async ({ key }: Parcel) => {
    sent.push(key)
    return {
      ...{
        outcome: 'accepted' as const,
        code: 'accepted' as const,
        detail: '',
        httpStatus: 200,
        receipt: '{}',
      },
      ...{ text: '', retryAfterMs: null, bytesSent: 0 },
    }
  },
  close: () => {},
})
