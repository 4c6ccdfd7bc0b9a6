/** What is said after "is no unit …": the codes that may have been meant, or nothing where none is near. */
export const nearestKnown = (codes: readonly string[]): string =>
  codes.length === 0 ? '' : `; nearest known: ${codes.join(', ')}`
