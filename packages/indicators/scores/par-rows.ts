import type { ProfilePar } from '@ioc/scoring'
import Big from 'big.js'
import { pointsId } from './par-counts.ts'
import type { Facts, Score } from './score.ts'

/** The total as it is published, and what its rows add up to: two facts, never one. */
export const TOTAL = 'par.total.score'
export const ROWS = 'par.sum-of-rows.score'

/** A domain, or a survey that counts like one and is its own only criterion. */
export const domainId = (code: string) => (code.includes('.') ? pointsId(code) : `par.domain-${code}.score`)

/** Points of a row: as printed, or else by the counts; null where neither is known. */
const rowPoints = (id: string, points: ReadonlyMap<string, Score>, { printedOf }: Facts): Big | null => {
  const known = printedOf(id) ?? points.get(id)?.numerator ?? null
  return known === null ? null : new Big(known)
}

const addUp = (numbers: readonly (Big | null)[]): Big | null =>
  numbers.reduce<Big | null>((sum, each) => sum && each && sum.plus(each), new Big(0))

/**
 * Domains and totals of a year, which follow from rows: a domain is its maximum less what its criteria lost, the whole is the sum
 * of the domains. A criterion stands as printed where it is: how it differs from its counts is told of the criterion, once.
 */
export const parRows = (
  profile: ProfilePar,
  points: ReadonlyMap<string, Score>,
  facts: Facts,
): ReadonlyMap<string, Score> => {
  const domains = profile.domains.map(({ code, max }): [string, Score] => {
    const id = domainId(code)
    if (points.has(id)) return [id, points.get(id)!]
    const criteria = profile.criteria.filter(({ domain }) => domain === code)
    // Without criteria a domain lost nothing, but only a document can say that of a year.
    if (criteria.length === 0 && facts.printedOf(id) === undefined)
      return [id, { numerator: null, denominator: max }]
    const lost = addUp(
      criteria.map((criterion) => {
        const scored = rowPoints(pointsId(criterion.code), points, facts)
        return scored && new Big(criterion.max).minus(scored)
      }),
    )
    return [id, { numerator: lost && new Big(max).minus(lost).toFixed(), denominator: max }]
  })
  const all = new Map([...points, ...domains])
  const sum =
    addUp(profile.domains.map(({ code }) => rowPoints(domainId(code), all, facts)))?.toFixed() ?? null
  const published = facts.printedOf(TOTAL)
  return new Map([
    ...domains,
    [ROWS, { numerator: sum, denominator: '100' }],
    [
      TOTAL,
      {
        numerator: sum,
        denominator: '100',
        ...(published === undefined
          ? {}
          : { published, flags: ['published-points'], ...noteOf(sum, published) }),
      },
    ],
  ])
}

const noteOf = (sum: string | null, published: string) => {
  if (sum === null || new Big(sum).eq(published)) return {}
  const gap = new Big(published).minus(sum).toFixed()
  const comma = (text: string) => text.replace('.', ',')
  return {
    note: {
      vi: `công bố ${comma(published)}, tổng các dòng ${comma(sum)}: chênh lệch ${comma(gap)}`,
      en: `published ${published}, sum of rows ${sum}: ${gap} apart`,
    },
  }
}
