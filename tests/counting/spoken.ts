import { dayBeginMs, nextDay } from './time.ts'
import { changeDays } from './units.ts'

/** A source of the whole province: the first and the last day it tells everything of. */
export type Word = { from: string; to: string }

/**
 * Whether a period has a number at all: on its first day some source must tell. A unit that began within it has no day before its own
 * first; the first tree that is known is taken for all time before it.
 */
export const isTold = (words: readonly Word[], from: string, unitBegan: string): boolean => {
  const first = unitBegan === changeDays[0] || unitBegan < from ? from : unitBegan
  return words.some((word) => word.from <= first && first <= word.to)
}

/** The same words as instants, as the product is told them. */
export const asSaid = (words: readonly Word[]) =>
  words.map(({ from, to }) => ({
    units: ['68'],
    completeFromMs: dayBeginMs(from),
    completeUpToMs: dayBeginMs(nextDay(to)) - 1,
    simulated: false,
  }))
