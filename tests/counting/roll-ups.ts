import { keyOf, type Numbers } from './compare.ts'
import { countedTwice } from './count.ts'
import { nameOn, unitRows } from './units.ts'

/** Quantiles and numbers of different procedures are no sums: of a larger scope they are taken anew over all its subjects. */
const TAKEN_ANEW = [
  'dossier.working-days.median',
  'dossier.working-days.p90',
  'dossier.quality.online-services-with-dossiers',
  'dossier.quality.payment-procedures-with-transaction',
  'dossier.quality.citizen-data-connected-formality',
]

/** Names that the units of a level have on a day, those that are no more among them. */
const namesOn = (level: string, day: string) => [
  ...new Set(
    unitRows.filter((row) => row.level === level && row.validFrom <= day).map((row) => nameOn(row, day)),
  ),
]

/** Scopes on the tree of then, as they are called on a day, that together must be a scope on today's. */
const agreementsOn = (day: string): { parts: readonly string[]; whole: string }[] => [
  // The province and each of its levels.
  ...['68', '68/province', '68/department', '68/district', '68/commune'].map((scope) => ({
    parts: [scope],
    whole: scope,
  })),
  // A district or commune is what those were together that it was made of.
  ...unitRows
    .filter(({ predecessors }) => predecessors.length > 0)
    .map((row) => ({
      parts: [
        ...new Set(
          [
            row,
            ...row.predecessors.map(
              (was) =>
                unitRows.find(({ code, validFrom }) => code === was.code && validFrom === was.validFrom)!,
            ),
          ]
            .filter(({ validFrom }) => validFrom <= day)
            .map((part) => nameOn(part, day)),
        ),
      ],
      whole: row.code,
    })),
  // The province is its own office, its departments and its districts; and it is its levels.
  { parts: ['68/province', ...namesOn('department', day), ...namesOn('district', day)], whole: '68' },
  { parts: ['68/province', '68/department', '68/district', '68/commune'], whole: '68' },
]

/** Both halves of several scopes added, as text; percentages are never added. */
const sum = (halves: readonly (string | undefined)[]): string => {
  const numbers = halves.map((text) => (text ?? 'missing/missing').split('/'))
  const add = (side: 0 | 1) => {
    const there = numbers.map((pair) => pair[side]).filter((half) => half !== '–')
    return there.length === 0 ? '–' : there.reduce((total, half) => total + Number(half), 0)
  }
  return `${add(0)}/${add(1)}`
}

/** Where a total is not conserved between the tree of then and today's, both asked for one date. */
export const rollUps = (then: Numbers, today: Numbers, date: string): string[] =>
  [...then.keys()].flatMap((key) => {
    const [, indicator, from, to] = /^(\S+) of 68 (\S+)\.\.(\S+)$/.exec(key) ?? []
    if (indicator === undefined || !countedTwice.includes(indicator)) return []
    const mine = (numbers: Numbers, scope: string) =>
      numbers.get(keyOf(indicator, scope, { from: from!, to: to! }))
    const agreements = agreementsOn(date).filter(
      ({ parts }) => parts.length === 1 || !TAKEN_ANEW.includes(indicator),
    )
    return agreements.flatMap((agreement) => {
      const before = sum(agreement.parts.map((scope) => mine(then, scope)))
      const after = sum([mine(today, agreement.whole)])
      return before === after
        ? []
        : [`${key}: ${agreement.parts.join(' + ')} is ${before}, and ${agreement.whole} today ${after}`]
    })
  })

/**
 * Where the province is not its own office, its departments and its districts together, on a tree of an earlier day: what began
 * since (`682@2024-12-01`) is among them.
 */
export const provinceOf = (numbers: Numbers): string[] => {
  const scopes = new Set([...numbers.keys()].map((key) => / of (\S+) /.exec(key)![1]!))
  const parts = [...scopes].filter((scope) => {
    const row = unitRows.find(({ code }) => !scope.includes('/') && code === scope.split('@')[0])
    return row?.level === 'department' || row?.level === 'district'
  })
  return [...numbers].flatMap(([key, whole]) => {
    const [, indicator, from, to] = /^(\S+) of 68 (\S+)\.\.(\S+)$/.exec(key) ?? []
    if (indicator === undefined || !countedTwice.includes(indicator) || TAKEN_ANEW.includes(indicator))
      return []
    const of = (scope: string) => numbers.get(keyOf(indicator, scope, { from: from!, to: to! }))
    const together = sum(['68/province', ...parts].map(of))
    return together === whole ? [] : [`${key}: ${whole}, its parts ${together}`]
  })
}
