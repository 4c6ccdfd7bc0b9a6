import type { Choices } from './choose.ts'

/** Something that could happen next. */
type Step = {
  /** Whose code goes on; null for what is already on its way and no longer anybody's. */
  owner: string | null
  /** Who sent what is on its way. */
  sender: string | null
  go(): void
}

/** The one thread of a schedule: everything that waits to happen, and whose turn comes next. */
export const openWorld = (choices: Choices) => {
  let steps: Step[] = []
  const dead = new Set<string>()
  const paused = new Set<string>()
  let taken = 0

  const add = (step: Step): Step => {
    steps.push(step)
    return step
  }
  const remove = (step: Step): void => {
    steps = steps.filter((each) => each !== step)
  }

  return {
    dead,
    paused,
    taken: () => taken,
    /** Resolves when it is this life's turn; never for one that is dead. */
    turn: (owner: string): Promise<void> =>
      dead.has(owner) ? new Promise(() => {}) : new Promise((go) => void add({ owner, sender: null, go })),
    /** A timer: some time, or at once when the signal says so. */
    wait: (owner: string, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve()
        if (dead.has(owner)) return
        const step = add({ owner, sender: null, go: resolve })
        signal.addEventListener('abort', () => {
          remove(step)
          resolve()
        })
      }),
    /** Happens some time, whatever becomes of its sender; but a kill may lose it on its way. */
    send: (sender: string, go: () => void): void => {
      if (!dead.has(sender)) add({ owner: null, sender, go })
    },
    /** An answer on its way to a life. */
    answer: (owner: string, go: () => void): void => {
      if (!dead.has(owner)) add({ owner, sender: null, go })
    },
    /** Its code never goes on; what it sent may arrive or not. */
    kill: (owner: string): void => {
      dead.add(owner)
      steps = steps.filter((step) => step.owner !== owner && (step.sender !== owner || choices.happens(700)))
    },
    /** Lets one thing happen and all that follows from it by itself; false if nothing can. */
    step: async (): Promise<boolean> => {
      const able =
        paused.size === 0 ? steps : steps.filter(({ owner }) => owner === null || !paused.has(owner))
      if (able.length === 0) return false
      const chosen = able[choices.below(able.length)]!
      remove(chosen)
      taken++
      chosen.go()
      await settled()
      return true
    },
  }
}

/** A tick comes after every microtask there is: whatever could go on without a turn has done so. */
export const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve))

export type World = ReturnType<typeof openWorld>
