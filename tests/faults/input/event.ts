import type { Data, Told } from '../../counting/told.ts'

export type { Data }

/** How an event goes out: through the push API of its contract's producer, or straight into the log with acks=all. */
export type Way = 'push' | 'log'

/** One event as it is sent, and what must become of it. Sent again it is the same bytes. Its `data` and `extra` (what the
 * aggregator must set aside as unknown) are null unless it is kept. */
export type Sending = Told & {
  way: Way
  /** CloudEvents id and source; empty for poison without them. */
  id: string
  source: string
  value: Buffer | string | null
  headers: Record<string, string>
  verdict: 'keep' | 'reject' | 'skip'
  /** Of what goes straight into the log: the partition. */
  partition: number
}

/** Events that travel together: one push, or one request to one partition. */
export type Batch = {
  way: Way
  topic: string
  events: readonly Sending[]
  /** A breath before it, so that the input lasts about as long as the faults. */
  pauseMs: number
}
