import { countedTwice, openCounting } from '../../counting/count.ts'
import type { States } from '../../counting/newest.ts'
import { reportsOf } from '../../counting/reports.ts'
import type { Count } from '../../counting/rules.ts'
import type { Period } from '../../counting/time.ts'

const PROVINCE = '68'

/** Each indicator counted for the province from the states alone, without the product's definitions; keys as `keyOf` gives them. */
export const indicatorsOf = (states: States, periods: readonly Period[]): Map<string, Count> => {
  const counts = new Map<string, Count>()
  const counting = openCounting(states, { kind: 'then' }, '2024-06-30')
  for (const period of periods)
    for (const indicator of countedTwice)
      counts.set(keyOf(indicator, period, false), counting.of(indicator, PROVINCE, period))
  for (const { indicator, unitCode, estimate, numerator, denominator, ...period } of reportsOf(states))
    if (unitCode === PROVINCE) counts.set(keyOf(indicator, period, estimate), { numerator, denominator })
  return counts
}

export const keyOf = (indicator: string, { from, to }: Period, estimate: boolean): string =>
  `${indicator} ${from} ${to} ${estimate}`
