/** Waiting for something to become true without asking again and again: nothing here has a timer. */
export const openChanges = () => {
  let waiting: { holds: () => boolean; go: () => void }[] = []
  return {
    /** Resolves at the first change after which the condition holds, or at once. */
    until: (holds: () => boolean): Promise<void> =>
      holds() ? Promise.resolve() : new Promise((go) => void waiting.push({ holds, go })),
    /** To be called after every change. */
    tell: (): void => {
      const ready = waiting.filter(({ holds }) => holds())
      if (ready.length === 0) return
      waiting = waiting.filter((each) => !ready.includes(each))
      for (const { go } of ready) go()
    },
  }
}

export type Changes = ReturnType<typeof openChanges>
