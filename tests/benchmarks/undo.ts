type Step = () => Promise<unknown> | unknown

/** What ends each thing that was started, done last first; one that fails keeps none of the others from being done. */
export const openUndo = () => {
  const steps: Step[] = []
  return {
    push: (step: Step): void => void steps.push(step),
    close: async (): Promise<void> => {
      const faults: unknown[] = []
      for (const step of steps.splice(0).reverse()) {
        try {
          await step()
        } catch (error) {
          faults.push(error)
        }
      }
      if (faults.length > 0) throw new AggregateError(faults, 'not everything could be ended in order')
    },
  }
}
