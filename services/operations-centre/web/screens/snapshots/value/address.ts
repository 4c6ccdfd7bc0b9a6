import type { SnapshotValue } from '@ioc/schemas/snapshot/index.ts'

/** Which value of a snapshot is meant, beside its indicator. */
export type Cell = Pick<SnapshotValue, 'indicator' | 'unit' | 'level'> & {
  since?: string | null | undefined
  period: { kind: string; to: string }
}
export type Place = { group: string; date: string; revision: number | string }

/** The path of a published value's own screen. */
export const valuePath = ({ group, date, revision }: Place, indicator: string): string =>
  `/snapshots/${[group, date, revision, indicator].map((part) => encodeURIComponent(part)).join('/')}`

/** The words of its address; `of` and not `period`, which goes along to the screens of numbers and means what is looked at there. */
export const valueWords = ({ unit, since, level, period }: Cell): Record<string, string | null> => ({
  unit,
  since: since ?? null,
  level,
  of: period.kind,
  to: period.to,
})

/** The question to the interface that an address means. */
export const questionOf = (
  place: Place,
  indicator: string,
  words: URLSearchParams,
  half?: string,
): string => {
  const question = new URLSearchParams({ indicator })
  for (const [name, word] of [
    ['unit', 'unit'],
    ['since', 'since'],
    ['level', 'level'],
    ['period', 'of'],
    ['to', 'to'],
  ] as const) {
    const given = words.get(word)
    if (given !== null) question.set(name, given)
  }
  if (half !== undefined) question.set('half', half)
  const { group, date, revision } = place
  return `/v1/snapshots/${[group, date, revision].map((part) => encodeURIComponent(part)).join('/')}/explain?${question}`
}
