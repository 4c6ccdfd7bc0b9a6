/** What a start has taken, to be given back. */
export type Undo = () => Promise<unknown> | unknown

/**
 * Runs work that collects what undoes it, and undoes all of it in reverse whatever happens: a step that fails keeps none of the
 * others from being done.
 * @throws the first thing that went wrong, of the work before that of a step; further ones are only said
 */
export const withUndo = async <T>(
  say: (line: string) => void,
  work: (undo: Undo[]) => Promise<T>,
): Promise<T> => {
  const undo: Undo[] = []
  const faults: unknown[] = []
  const [did] = await Promise.allSettled([work(undo)])
  if (did.status === 'rejected') faults.push(did.reason)
  for (const step of undo.toReversed()) {
    try {
      await step()
    } catch (error) {
      faults.push(error)
    }
  }
  for (const fault of faults.slice(1)) say(`not ended in order: ${(fault as Error).message}`)
  if (did.status === 'fulfilled' && faults.length === 0) return did.value
  throw faults[0]
}
