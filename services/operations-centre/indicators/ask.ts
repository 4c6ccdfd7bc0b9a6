import {
  type Among,
  type Indicator,
  type IndicatorValue,
  progressAsOf,
  type Question,
  spokenOf,
  valuesBy,
  valuesFor,
} from '@ioc/indicators'
import { cutName } from './cut.ts'
import { type Kept, openKept } from './kept.ts'
import type { AskingDoors, Understood } from './question.ts'

/** The question as the indicators take it, with what sources have said as of the same cut. */
export const questionOf = async (
  { clickhouse, businessNow }: AskingDoors,
  { date, periods, tree, scopes, cut }: Understood,
  indicators: readonly Indicator[],
): Promise<Question> => ({
  indicators,
  date,
  periods,
  tree,
  scopes,
  watermark: cut?.watermark ?? null,
  // As of a cut every period ends with its last day, whenever it is asked.
  nowMs: cut ? null : businessNow(),
  spoken: spokenOf(await progressAsOf(clickhouse, cut?.watermark ?? null)),
})

/** Values by unit, or of one scope by procedure or field. */
export const askValues = async (
  doors: AskingDoors,
  understood: Understood,
  indicators: readonly Indicator[],
  by: 'unit' | Among['by'],
): Promise<IndicatorValue[]> => {
  const { clickhouse, catalogues } = doors
  const question = await questionOf(doors, understood, indicators)
  if (by === 'unit') return valuesFor(clickhouse, catalogues, question)
  const [scope] = understood.scopes as [string]
  return valuesBy(clickhouse, catalogues, { ...question, scopes: [scope] }, by)
}

/** Questions asked again within this time get the same answer; dear ones are kept longer, see `openCache`. */
const KEPT_MS = 2_000
/** Values of all kept answers together: some twenty megabytes. */
const VALUES_MAX = 100_000

export const openKeptValues = (now: () => number): Kept<IndicatorValue[]> =>
  openKept({ keepMs: KEPT_MS, now, sizeOf: (values) => values.length, sizeMax: VALUES_MAX })

/** Tells questions apart: all that an answer depends on beside the tables and the clock. */
export const nameOf = (
  { date, periods, tree, scopes, cut }: Understood,
  indicators: readonly Indicator[],
  by: string,
): string =>
  JSON.stringify([date, periods, tree, scopes, cut && cutName(cut), indicators.map(({ id }) => id), by])
