import type { Parcel } from './receivers/index.ts'

/** Inside a group: by date, then revision. */
export const byDateAndRevision = (a: Parcel, b: Parcel): number =>
  a.date === b.date ? a.revision - b.revision : a.date < b.date ? -1 : 1

/** Runs tasks of one name one after another, tasks of different names side by side; one that fails does not stop those behind it. */
export const inTurns = () => {
  const last = new Map<string, Promise<unknown>>()
  return <T>(name: string, task: () => Promise<T>): Promise<T> => {
    const mine = (last.get(name) ?? Promise.resolve()).then(task, task)
    last.set(
      name,
      mine.catch(() => {}), // its caller has the failure; the next only waits
    )
    return mine
  }
}
