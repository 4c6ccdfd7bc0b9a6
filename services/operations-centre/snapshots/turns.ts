/** Runs tasks one after another; one that fails does not stop those behind it. A snapshot read whole is forty megabytes for a moment. */
export const openTurn = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(task: () => Promise<T>): Promise<T> => {
    const next = last.then(task, task)
    last = next.catch(() => {}) // its caller has the failure; the queue only waits
    return next
  }
}
