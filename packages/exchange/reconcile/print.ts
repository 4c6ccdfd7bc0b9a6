import { aligned, saidCell, saidValue } from '../said.ts'
import type { Difference, GroupReport, Report } from './reconcile.ts'

/** The report for a person: one line for each group, and below one that differs where it does. */
export const reportText = ({ month, equal, groups }: Report): string => {
  if (groups.length === 0) return `${month}: neither side has anything`
  const table = aligned([
    ['GROUP', 'OURS', 'THEIRS', 'RESULT', 'DIGEST'],
    ...groups.map(({ group, ours, theirs, equal }) => [
      group,
      String(ours.snapshots),
      String(theirs.snapshots),
      equal ? 'equal' : 'DIFFERS',
      equal ? ours.digest : `ours ${short(ours.digest)}, theirs ${short(theirs.digest)}`,
    ]),
  ])
  const where = groups.flatMap(differenceLines)
  return [
    `${month}: ${equal ? 'both sides hold the same' : 'the two sides differ'}`,
    table,
    ...(where.length > 0 ? ['', ...where] : []),
  ].join('\n')
}

const short = (digest: string) => `${digest.slice(0, 16)}…`

const SAID: Record<Difference['kind'], string> = {
  'theirs-lacks': 'theirs lacks it',
  'ours-lacks': 'ours lacks it',
  'other-body': 'the two hold different bodies',
  'false-digest': 'a side does not serve what it lists',
}

const differenceLines = ({ group, difference }: GroupReport): string[] => {
  if (difference === null) return []
  const { date, revision, kind, compared, value, besides } = difference
  const of = (side: number | null) => (side === null ? 'nothing' : `revision ${side}`)
  return [
    `${group}: first ${date}, revision ${revision}: ${SAID[kind]}`,
    ...(kind === 'theirs-lacks' || kind === 'ours-lacks'
      ? [`  of that date ours has ${of(compared.ours)} and theirs ${of(compared.theirs)}`]
      : []),
    ...(value
      ? [
          `  first value that differs: ${saidCell(value)}`,
          `    ours ${saidValue(value.ours)}; theirs ${saidValue(value.theirs)}`,
        ]
      : []),
    ...besides.map((what) => (kind === 'false-digest' ? `  ${what}` : `  no value differs, but: ${what}`)),
  ]
}
