import type { ReplayOutcome } from '@ioc/dead-letters/replay.ts'
import type { ReplayPage } from './answers.ts'

/** What became of the dead letters tried so far, and where to go on. */
export type Tried = {
  tried: number
  outcomes: Partial<Record<ReplayOutcome, number>>
  /** Pass as `before`; null before the first page. */
  at: string | null
  /** There is nothing after. */
  ended: boolean
}
export const NOTHING_TRIED: Tried = { tried: 0, outcomes: {}, at: null, ended: false }

type Doors = {
  /** Replays one page; what it throws ends the going on, and the last told is where it can be taken up. */
  replay(before: string | null): Promise<ReplayPage>
  isStopped(): boolean
  tell(tried: Tried): void
}

/**
 * Replays page after page until nothing is left or somebody stops it. Each is tried once, however it ends: what would be
 * rejected stays where it is, and the cursor has gone past it.
 */
export const replayOn = async (from: Tried, { replay, isStopped, tell }: Doors): Promise<void> => {
  for (let now = from; !now.ended && !isStopped(); ) {
    const { results, next } = await replay(now.at)
    const outcomes = { ...now.outcomes }
    for (const { outcome } of results) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    now = { tried: now.tried + results.length, outcomes, at: next, ended: next === null }
    tell(now)
  }
}

const SENT: readonly ReplayOutcome[] = ['kept', 'rejected-again', 'sent']

/** How many were sent, how many would be rejected again, and how many were not sent for another reason. */
export const sumsOf = ({ tried, outcomes }: Tried) => {
  const sent = SENT.reduce((sum, outcome) => sum + (outcomes[outcome] ?? 0), 0)
  const refused = outcomes['would-be-rejected'] ?? 0
  return { sent, refused, other: tried - sent - refused }
}
