import { violationsFound } from '@ioc/schemas/documents/violations.ts'
import type { Candidate } from '@ioc/source/source.ts'
import { dataOf, dataOfAll, eventOf, type FigureData } from '../as-events.ts'
import { printed } from './printed.ts'

const HOUR_MS = 3_600_000

/** What is found without a number has nothing printed. */
const NO_NUMBER = { printed: '', periodInferred: false, estimate: false, alsoReported: true }

/** All figures as events: what is printed, and beside it the halves another body counted, and what it found without a number. */
export const figureEvents = (tag: string): Candidate[] => {
  const { published, reported } = dataOfAll(printed.figures)
  const found = violationsFound.map((violation) => dataOf({ ...NO_NUMBER, ...violation }, 'reported'))
  const good = [...published, ...reported, ...found].map((data, n) => eventOf(`${tag}-${n}`, n, data))
  return [...good, ...mistakes(tag, good, reported)]
}

/** One figure sent twice, one first typed in wrongly, one entered by mistake and voided; each leaves the truth as it is. */
function mistakes(tag: string, good: readonly Candidate[], reported: readonly FigureData[]): Candidate[] {
  const wrong = reported[0]!
  const earlier = new Date(Date.parse(wrong.recordedAt) - 2 * HOUR_MS + 7 * HOUR_MS)
    .toISOString()
    .slice(0, 19)
  const typedWrongly = { ...wrong, recordedAt: `${earlier}+07:00`, numerator: wrong.numerator! * 10 }
  const strange = { ...wrong, figureCode: `${wrong.figureCode}/entered-twice` }
  const voided = { ...strange, recordedAt: `${wrong.documentIssuedOn}T15:00:00+07:00`, voided: true }
  return [
    { ...good[0]!, atMs: good[0]!.atMs + 24 * HOUR_MS },
    eventOf(`${tag}-typed-wrongly`, 0, typedWrongly),
    eventOf(`${tag}-entered-twice`, 90, strange),
    eventOf(`${tag}-voided`, 0, voided),
  ]
}
