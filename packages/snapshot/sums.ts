import { isExact } from '@ioc/schemas/snapshot/fields.ts'
import { toMillionths } from './decimal.ts'

/** What values of one indicator come to: how many there are, and the exact sums of their halves in millionths; null of nothing but null. */
export type Sum = { cells: number; numerator: bigint | null; denominator: bigint | null }

/** A sum that grows: whole numbers as such while they are exact, everything else in millionths. */
type Half = { isThere: boolean; whole: number; millionths: bigint }

const SCALE = 1_000_000n
const newHalf = (): Half => ({ isThere: false, whole: 0, millionths: 0n })

const addTo = (half: Half, n: number | null): void => {
  if (n === null) return
  half.isThere = true
  const whole = half.whole + n
  // Two safe whole numbers add up exactly where their sum is one too.
  if (Number.isSafeInteger(n) && Number.isSafeInteger(whole)) half.whole = whole
  else half.millionths += toMillionths(n)
}

const sumOf = ({ isThere, whole, millionths }: Half): bigint | null =>
  isThere ? BigInt(whole) * SCALE + millionths : null

/**
 * Sums of halves by indicator. Nearly every half is a count, and numbers of any size are made for the sums alone.
 */
export const openSums = () => {
  const sums = new Map<string, { cells: number; numerator: Half; denominator: Half }>()
  return {
    /** @throws RangeError for a number of more than six places */
    add(indicator: string, numerator: number | null, denominator: number | null): void {
      let mine = sums.get(indicator)
      if (mine === undefined) {
        mine = { cells: 0, numerator: newHalf(), denominator: newHalf() }
        sums.set(indicator, mine)
      }
      mine.cells++
      addTo(mine.numerator, numerator)
      addTo(mine.denominator, denominator)
    },
    all: (): Map<string, Sum> =>
      new Map(
        [...sums].map(([indicator, { cells, numerator, denominator }]) => [
          indicator,
          { cells, numerator: sumOf(numerator), denominator: sumOf(denominator) },
        ]),
      ),
  }
}

export type Sums = ReturnType<typeof openSums>

/** A half as the schema takes it. */
export const isHalf = (half: unknown): half is number | null =>
  half === null || (typeof half === 'number' && isExact(half))
