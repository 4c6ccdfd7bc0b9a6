import { chance } from '@ioc/simulation'
import { COSTS } from '../costs.ts'

/** What arrived evenly within a stretch of time, seconds. */
export type Stretch = { from: number; to: number; events: number }

const STRETCH_SECONDS = 0.25
const MOOD_SECONDS = 10
const { value: MOOD } = COSTS.mood

/** Events that come to one partition in each stretch: Poisson about the rate, with moods all partitions share. Of seed and stretch alone. */
export const arrivalsOf = (seed: number, rateAt: (second: number) => number) => {
  const moodAt = (second: number) => 1 - MOOD + 2 * MOOD * chance(seed, Math.floor(second / MOOD_SECONDS), 1)
  return (partition: number, share: number, from: number, to: number): Stretch[] => {
    const stretches: Stretch[] = []
    for (let at = from; at < to - 1e-9; at += STRETCH_SECONDS) {
      const end = Math.min(to, at + STRETCH_SECONDS)
      const mean = rateAt(at) * moodAt(at) * share * (end - at)
      const events = poisson(mean, chance(seed, partition, 2 + Math.round(at * 1000)), () =>
        chance(seed + 1, partition, 2 + Math.round(at * 1000)),
      )
      if (events > 0) stretches.push({ from: at, to: end, events })
    }
    return stretches
  }
}

/** A Poisson number by a fraction 0 ≤ u < 1; by its normal neighbour where the mean is large (second fraction, Box and Muller). */
const poisson = (mean: number, u: number, another: () => number): number => {
  if (mean > 50) {
    const normal = Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * another())
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal))
  }
  let events = 0
  let term = Math.exp(-mean)
  for (let sum = term; u > sum && events < 1000; sum += term) term *= mean / ++events
  return events
}

/** The oldest `most` events of what waits, taken out of it in order; a stretch may be cut. */
export const takeOldest = (waiting: Stretch[], most: number): Stretch[] => {
  const taken: Stretch[] = []
  let room = most
  while (room > 0 && waiting.length > 0) {
    const { from, to, events } = waiting[0]!
    if (events <= room) {
      taken.push(waiting.shift()!)
      room -= events
      continue
    }
    const cut = from + ((to - from) * room) / events
    taken.push({ from, to: cut, events: room })
    waiting[0] = { from: cut, to, events: events - room }
    room = 0
  }
  return taken
}

export const countOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { events }) => sum + events, 0)
