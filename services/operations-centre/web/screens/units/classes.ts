/** How many shades the map has. */
export const CLASSES = 5

/**
 * Limits of the shades: each shade has about as many units as any other, so that a map tells them apart however uneven their values
 * are. Equal values share a shade; fewer different values give fewer shades.
 */
export const limitsOf = (values: readonly number[]): number[] => {
  const rising = [...values].sort((a, b) => a - b)
  const limits = Array.from(
    { length: CLASSES - 1 },
    (_, k) => rising[Math.ceil(((k + 1) * rising.length) / CLASSES) - 1],
  ).filter((limit) => limit !== undefined)
  // The highest value needs no limit: what is above the last one is the last shade.
  return [...new Set(limits)].filter((limit) => limit < rising.at(-1)!)
}

/** The shade of a value, from 0. */
export const classOf = (value: number, limits: readonly number[]): number =>
  limits.filter((limit) => value > limit).length
