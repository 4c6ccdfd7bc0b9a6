import type { Aggregate, Bounds, CountedIndicator } from '../define.ts'
import { DATE_PERIODS } from '../periods.ts'
import type { SetOfSubjects } from '../sets/index.ts'
import { dayBegins } from '../sql.ts'
import { isDated } from './dated.ts'
import type { Stretches } from './stretches.ts'

/**
 * How an aggregate is counted for many dates at once.
 * - By stretch: of every subject, or of those at rest, once for the stretch one of its times lies in. A period is a sum of stretches.
 * - By date: of subjects that move, each date anew.
 * An aggregate may have parts of both: its numbers are added.
 */
export type Plan = {
  stretches: ByStretch[]
  byDate: Aggregate | null
}

export type ByStretch =
  /** Subjects by the stretch of a time; `outside`: those that count in the periods the time does not lie in. */
  | { as: 'counts'; time: string; where: string; outside?: string }
  /** Subjects that count in every period. */
  | { as: 'always'; where: string }
  /** Instants of a column, an array of them, by their stretches. */
  | { as: 'instants'; of: string; where: string }
  /** One number for each stretch. */
  | { as: 'sums'; of: string[] }
  | { as: 'values'; time: string; of: string; level: number; where: string }
  | { as: 'different'; time: string; of: string; where: string }

/** At rest: no number depends on which of the dates is asked for any more. Before the first of them it had come to its end. */
export const AT_REST = 'is_at_rest'

/** Null where an aggregate cannot be counted so: its dates are counted one by one. */
export const planOf = (aggregate: Aggregate, set: SetOfSubjects, stretches: Stretches): Plan | null => {
  const { inside } = aggregate.where
  if (aggregate.counts === 'sum') return planOfSum(aggregate, set, stretches)
  if (inside && set.times.includes(inside.time)) {
    const { time, and } = inside
    const texts = [time, and, aggregate.counts === 'subjects' ? '' : aggregate.of].join(' ')
    if (!isDated(set, texts, time)) return { stretches: [insideOf(aggregate, time, and)], byDate: null }
    if (aggregate.counts !== 'subjects') return null
    const resting = set.moves ? [insideOf(aggregate, time, `(${and}) AND ${AT_REST}`)] : []
    return { stretches: resting, byDate: aggregate }
  }
  if (aggregate.counts !== 'subjects') return null
  const resting = set.moves ? restingOf(aggregate, set) : []
  return resting && { stretches: resting, byDate: aggregate }
}

const insideOf = (
  aggregate: Exclude<Aggregate, { counts: 'sum' }>,
  time: string,
  where: string,
): ByStretch => {
  switch (aggregate.counts) {
    case 'subjects':
      return { as: 'counts', time, where }
    case 'quantile':
      return { as: 'values', time, where, of: aggregate.of, level: aggregate.level }
    case 'different':
      return { as: 'different', time, where, of: aggregate.of }
  }
}

/**
 * Subjects at rest that fulfil a condition of any form: its only word on the period is whether one time lies in it, so it is two
 * conditions, one where it does and one where it does not. Null where it says more.
 */
const restingOf = (aggregate: Aggregate, set: SetOfSubjects): ByStretch[] | null => {
  const said = new Set<string>()
  const textWith = (isInside: boolean) => {
    const bounds: Bounds = {
      get begin(): string {
        said.add('begin')
        return 'from_at'
      },
      end: 'to_at',
      within: (instant) => {
        said.add(instant)
        return String(isInside)
      },
    }
    return `(${aggregate.where(bounds)}) AND ${AT_REST}`
  }
  const [where, outside] = [textWith(true), textWith(false)]
  const [time, ...others] = said
  if (time === undefined) return [{ as: 'always', where }]
  return others.length > 0 || !set.times.includes(time) ? null : [{ as: 'counts', time, where, outside }]
}

/** Sums that add up over time and do not depend on the date are taken for each stretch; any other only of subjects that are few. */
const planOfSum = (
  aggregate: Aggregate & { counts: 'sum' },
  set: SetOfSubjects,
  { begins, end }: Stretches,
): Plan | null => {
  const texts = begins.map((begin, n) => {
    const [from, to] = [dayBegins(begin), dayBegins(begins[n + 1] ?? end)]
    const bounds: Bounds = {
      begin: from,
      end: to,
      within: (instant) => `(${instant} >= ${from} AND ${instant} < ${to})`,
    }
    return { of: aggregate.of(bounds), where: aggregate.where(bounds) }
  })
  const { instants } = aggregate
  if (instants !== undefined && !isDated(set, `${instants} ${texts[0]!.where}`) && isOneText(texts))
    return { stretches: [{ as: 'instants', of: instants, where: texts[0]!.where }], byDate: null }
  if (aggregate.adds && !texts.some(({ of, where }) => isDated(set, `${of} ${where}`)))
    return {
      stretches: [{ as: 'sums', of: texts.map(({ of, where }) => `toUInt64(sumIf(${of}, ${where}))`) }],
      byDate: null,
    }
  return set.moves ? null : { stretches: [], byDate: aggregate }
}

/** Is the condition the same in every stretch? */
const isOneText = (texts: readonly { where: string }[]): boolean =>
  texts.every(({ where }) => where === texts[0]!.where)

/** Plans of all numerators and denominators; null where one of them has none. */
export const plansOf = (
  indicators: readonly CountedIndicator[],
  set: SetOfSubjects,
  stretches: Stretches,
): ReadonlyMap<Aggregate, Plan> | null => {
  const plans = new Map<Aggregate, Plan>()
  for (const { numerator, denominator } of indicators)
    for (const aggregate of [numerator, ...(denominator ? [denominator] : [])]) {
      const plan = planOf(aggregate, set, stretches)
      if (plan === null) return null
      plans.set(aggregate, plan)
    }
  return plans
}

export const PERIODS = DATE_PERIODS.length
