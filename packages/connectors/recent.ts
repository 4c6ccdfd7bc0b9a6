/** The last so many ids that were added. */
export const openRecent = (max: number) => {
  const ids = new Set<string>()
  return {
    has: (id: string): boolean => ids.has(id),
    add: (id: string): void => {
      ids.delete(id) // to the end: a Set keeps the order of insertion
      ids.add(id)
      if (ids.size > max) ids.delete(ids.values().next().value!)
    },
  }
}
