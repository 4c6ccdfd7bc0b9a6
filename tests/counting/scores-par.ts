import {
  added,
  exactly,
  type Fraction,
  type Halves,
  NOTHING,
  roundedTo,
  shareOf,
  smaller,
  timesOf,
  writtenTo,
} from './exact.ts'

type Counts = Readonly<Record<string, Halves>>
/** Points of one criterion; null where the counts do not decide them. */
type Points = Fraction | null

const PLACES = 4
const WHOLE = exactly(1)

const percentOf = (ratio: Fraction | null): Fraction | null =>
  ratio && roundedTo(PLACES, timesOf(ratio, exactly(100)))

/** So many points for a percent, all of them from `fullAt` percent on. */
const earned = (percent: Fraction | null, max: string, fullAt = 100): Points =>
  percent &&
  roundedTo(
    PLACES,
    timesOf(smaller(timesOf(percent, { top: 1n, bottom: BigInt(fullAt) }), WHOLE), exactly(max)),
  )

const add = (points: readonly Points[]): Points =>
  points.reduce<Points>((sum, each) => sum && each && added(sum, each), exactly(0))

/**
 * Points of the PAR Index of 2023 a second time (domain.md §2.2), criterion by criterion as the brief's table reads, with parts that
 * are printed on their own. Fractions of whole numbers; nothing of the product's scorer or profile. 9.2 has no inputs and is not here.
 */
export const scoreParTwice = (counts: Counts): ReadonlyMap<string, string | null> => {
  const of = (code: string) => counts[code] ?? NOTHING
  const ratio = (code: string, max: string, fullAt?: number) =>
    earned(percentOf(shareOf(of(code))), max, fullAt)
  const found = (code: string, points: string, none: string): Points => {
    const { numerator } = of(code)
    return numerator === null ? null : exactly(numerator > 0 ? points : none)
  }
  /** Each count of the whole, a part of it worth less. */
  const worth = (max: string, ...counted: [code: string, worth: Fraction][]): Points =>
    earned(
      percentOf(
        add(
          counted.map(([code, each]) => {
            const share = shareOf(of(code))
            return share && timesOf(share, each)
          }),
        ),
      ),
      max,
    )
  const revenueRank = (): Points => {
    const [best, worst] = [of('8.4/rank-from').numerator, of('8.4/rank-to').numerator]
    return best !== null && worst !== null && best >= 11 && worst <= 30 ? exactly('1.00') : null
  }
  const capital = (): Points => {
    const { numerator, denominator } = of('8.2')
    return numerator !== null && denominator !== null && numerator < denominator ? exactly(0) : null
  }
  const dialogue = [exactly('0.5'), ratio('1.6/part-2', '0.5')]
  const published = [1, 2].map((n) => ratio(`3.2.3/part-${n}`, '0.5'))
  const payment = [1, 2, 3].map((n) => ratio(`7.3.7/part-${n}`, '0.5'))
  const points: Record<string, Points> = {
    '1.3.2': ratio('1.3.2', '1'),
    '1.6': add(dialogue),
    '1.7': worth('1.5', ['1.7/on-time', WHOLE], ['1.7/late', { top: 2n, bottom: 3n }]),
    '3.2.3': add(published),
    '3.4.1': ratio('3.4.1', '1.5'),
    '3.4.2': ratio('3.4.2', '1.5'),
    '3.4.3': ratio('3.4.3', '1'),
    '4.1.3': ratio('4.1.3', '1', 20),
    '5.4': found('5.4', '0', '1.5'),
    '5.6': found('5.6', '0.25', '0.5'),
    '6.1.1': ratio('6.1.1', '1'),
    '6.1.2': found('6.1.2', '0', '1'),
    '6.1.3': ratio('6.1.3', '1'),
    '6.3.3': found('6.3.3', '0', '1'),
    '7.1.2': exactly('0.5'),
    '7.1.4': ratio('7.1.4', '1'),
    '7.3.6': ratio('7.3.6', '1.5'),
    '7.3.7': add(payment),
    '8.2': capital(),
    '8.4': revenueRank(),
    '8.5': worth(
      '2',
      ['8.5/exceeded', WHOLE],
      ['8.5/met', { top: 3n, bottom: 4n }],
      ['8.5/missed', exactly(0)],
    ),
    '9.1': ratio('9.1', '10'),
    ...Object.fromEntries(dialogue.map((each, n) => [`1.6/part-${n + 1}`, each])),
    ...Object.fromEntries(published.map((each, n) => [`3.2.3/part-${n + 1}`, each])),
    ...Object.fromEntries(payment.map((each, n) => [`7.3.7/part-${n + 1}`, each])),
  }
  return new Map(Object.entries(points).map(([code, each]) => [code, each && writtenTo(PLACES, each)]))
}

/** Counts the criteria read. */
export const PAR_COUNTS: readonly string[] = [
  ...[
    '1.3.2',
    '1.6/part-2',
    '1.7/on-time',
    '1.7/late',
    '3.2.3/part-1',
    '3.2.3/part-2',
    '3.4.1',
    '3.4.2',
    '3.4.3',
  ],
  ...['4.1.3', '5.4', '5.6', '6.1.1', '6.1.2', '6.1.3', '6.3.3', '7.1.4', '7.3.6'],
  ...['7.3.7/part-1', '7.3.7/part-2', '7.3.7/part-3', '8.2', '8.4/rank-from', '8.4/rank-to'],
  ...['8.5/exceeded', '8.5/met', '8.5/missed', '9.1'],
]
