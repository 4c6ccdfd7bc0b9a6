import type { Numbers } from './compare.ts'
import { countedTwice } from './count.ts'
import { unitRows } from './units.ts'

/** Quantiles are no sums: of a larger scope they are taken anew over all its subjects. */
const added = countedTwice.filter((id) => !id.startsWith('dossier.working-days.'))

type Halves = readonly [number, number | null]
const read = (text: string): Halves => {
  const [numerator, denominator] = text.split('/') as [string, string]
  return [Number(numerator), denominator === '–' ? null : Number(denominator)]
}

const sum = (numbers: Numbers, keys: readonly string[]): Halves | undefined => {
  const found = keys.flatMap((key) => numbers.get(key) ?? []).map(read)
  return found.length === 0
    ? undefined
    : found.reduce(([a, b], [c, d]) => [a + c, b === null || d === null ? null : b + d])
}

const codes = (level: string) => [...new Set(unitRows.filter((row) => row.level === level).map(({ code }) => code))]

/** What each unit that stands after a merger was made of. */
const MERGERS = unitRows
  .filter(({ predecessors }) => predecessors.length > 0)
  .map(({ code, predecessors }) => ({ heir: code, of: [...new Set([code, ...predecessors.map((was) => was.code)])] }))

/** Sums that must agree: scopes of one tree against scopes of another. */
const AGREEMENTS = [
  // The province as a whole and each of its levels, on the tree of then and on today's.
  ...['68', '68/province', '68/department', '68/district', '68/commune'].map((scope) => ({
    what: scope,
    then: [scope],
    today: [scope],
  })),
  // A district or commune is what those were together that it was made of.
  ...MERGERS.map(({ heir, of }) => ({ what: `${of.join(' + ')} become ${heir}`, then: of, today: [heir] })),
  // The province is its own office, its departments and its districts; and its levels.
  ...[
    ['68/province', ...codes('department'), ...codes('district')],
    ['68/province', '68/department', '68/district', '68/commune'],
  ].map((parts) => ({ what: 'the province and its parts', then: parts, today: ['68'] })),
]

/** Where a total is not conserved between two trees of the same moment; numerators and denominators alike, never percentages. */
export const rollUps = (then: Numbers, today: Numbers): string[] => {
  const periods = new Set([...then.keys()].map((key) => key.split(' ').slice(2).join(' ')))
  return added.flatMap((indicator) =>
    [...periods].flatMap((period) =>
      AGREEMENTS.flatMap((agreement) => {
        const key = (scope: string) => `${indicator} of ${scope.replaceAll(' ', '')} ${period.replace(/^\S+ /, '')}`
        const before = sum(then, agreement.then.map(key))
        const after = sum(today, agreement.today.map(key))
        return `${before}` === `${after}` ? [] : [`${key(agreement.what)}: ${before} then, ${after} today`]
      }),
    ),
  )
}
