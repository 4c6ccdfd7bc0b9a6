import type { Sending } from '../input/event.ts'

/** What is known of one event that was sent: the oracle of these runs. */
export type Sent = {
  sending: Sending
  attempts: number
  /** Attempts that were acknowledged. None: unknown, it may be in the log or not. */
  acknowledged: number
  /** Where Kafka said it put it, for what went straight into the log. */
  positions: { partition: number; offset: number }[]
}

/** Everything sent into one world, and what its doors said that they should not have said. */
export type History = {
  readonly all: readonly Sent[]
  of(sending: Sending): Sent
  readonly surprises: string[]
}

export const openHistory = (): History => {
  const bySending = new Map<Sending, Sent>()
  const all: Sent[] = []
  return {
    all,
    of: (sending) => {
      const known = bySending.get(sending)
      if (known) return known
      const fresh: Sent = { sending, attempts: 0, acknowledged: 0, positions: [] }
      bySending.set(sending, fresh)
      all.push(fresh)
      return fresh
    },
    surprises: [],
  }
}
