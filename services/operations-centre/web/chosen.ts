import { DATE_PERIODS, type DatePeriodKind } from '@ioc/indicators/periods.ts'
import type { Fault } from '../routes/problem-codes.ts'
import { useAddress } from './address.ts'

/** What is looked at, from the address: whose numbers, of which day, over which period, on which tree of units. */
export type Chosen = {
  scope: string
  /** Null: the business day, whichever it is when asked. */
  date: string | null
  period: DatePeriodKind
  tree: 'then' | 'today'
}

export const PROVINCE = '68'
const TREES = ['then', 'today'] as const

export function useChosen(): Chosen & {
  /** The words of a question to the API, with further ones. */
  ask(own?: Readonly<Record<string, string>>): string
  /** What the address says of these that is none of them. */
  faults: readonly Fault[]
  choose(change: Partial<Record<'scope' | 'date' | 'period' | 'tree', string | null>>): void
} {
  const { words, set } = useAddress()
  const scope = words.get('scope') ?? PROVINCE
  const date = words.get('date')
  const period = DATE_PERIODS.find((each) => each === words.get('period')) ?? 'month'
  const tree = words.get('tree') === 'today' ? 'today' : 'then'
  const faults = [
    ...unless(words.get('period'), DATE_PERIODS, 'period', 'unknown-period'),
    ...unless(words.get('tree'), TREES, 'tree', 'unknown-tree'),
  ]
  const ask = (own: Readonly<Record<string, string>> = {}) =>
    new URLSearchParams({ scope, ...(date ? { date } : {}), period, tree, ...own }).toString()
  return { scope, date, period, tree, ask, faults, choose: set }
}

/** The fault of a word that is said, and is none of those there are. */
const unless = (
  given: string | null,
  known: readonly string[],
  parameter: string,
  code: Fault['code'],
): Fault[] =>
  given === null || known.includes(given)
    ? []
    : [{ parameter, code, message: `is ${given}; allowed are ${known.join(', ')}`, about: { given } }]
