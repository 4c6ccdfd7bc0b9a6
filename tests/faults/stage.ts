import type { Sending } from './input/event.ts'
import { type Letters, openLetters } from './oracle/letters.ts'
import type { Ends } from './oracle/log-ends.ts'
import { type History, openHistory } from './sending/history.ts'
import { openSender, type Sender } from './sending/sender.ts'
import { openWorld, type World } from './world/world.ts'

/** A world in use: what was sent into it so far, and how far its log has been looked at. */
export type Stage = {
  world: World
  sender: Sender
  history: History
  letters: Letters
  /** Of everything looked at so far: what the ledger keeps. */
  everKept: Set<string>
  judgedTo: Ends
  close(keepFolder: boolean): Promise<void>
}

/** Breaks something once all has healed, as no fault here may; gives what the oracle is to take for the history. */
export type Sabotage = (
  stage: Stage,
  from: Ends,
  ends: Ends,
  history: readonly Sending[],
) => Promise<readonly Sending[]>

/** How long the ledger may take to come to the end of the log: first with traps still set, then with all faults over. */
export const DRAIN_MS_MAX = 60_000
export const HEAL_MS_MAX = 300_000

/** Opens a world that nothing has been sent into yet. `start` spreads the ports of worlds that begin at the same time. */
export const openStage = async (start: number): Promise<Stage> => {
  const world = await openWorld(start)
  const sender = openSender([`127.0.0.1:${world.ports.kafkaLine}`], world.dataDir, world.ports.doorsBase)
  const letters = openLetters(world.kafka)
  return {
    world,
    sender,
    history: openHistory(),
    letters,
    everKept: new Set(),
    judgedTo: new Map(),
    close: async (keepFolder) => {
      sender.close()
      await letters.close()
      await world.close(keepFolder)
    },
  }
}
