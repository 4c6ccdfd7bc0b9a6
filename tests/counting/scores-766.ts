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

/** Points at most, percent from which they are full, and points where there is no ratio: domain.md §4.2, copied by hand. */
type Row = readonly [component: string, points: number, fullAt: number, without: 'nothing' | 'everything']

const GROUPS: Readonly<Record<string, readonly Row[]>> = {
  CKMB: [
    ['PUBLISH_ON_TIME', 6, 100, 'nothing'],
    ['PUBLIC_UPDATE_ON_TIME', 4, 100, 'nothing'],
    ['PUBLIC_CONTENT_FULL', 2, 100, 'nothing'],
    ['DOSSIER_SYNC', 6, 100, 'nothing'],
  ],
  TDGQ: [['PROGRESS_ON_TIME', 20, 100, 'nothing']],
  CLGQ: [
    ['ONLINE_SERVICES', 2, 80, 'nothing'],
    ['ONLINE_SERVICES_WITH_DOSSIERS', 4, 100, 'nothing'],
    ['ONLINE_SUBMISSIONS', 6, 50, 'nothing'],
  ],
  TTTT: [
    ['PAYMENT_DOSSIERS', 6, 100, 'nothing'],
    ['PAYMENT_PROCEDURES_INTEGRATED', 2, 80, 'nothing'],
    ['PAYMENT_PROCEDURES_WITH_TRANSACTION', 2, 80, 'nothing'],
  ],
  MDSH: [
    ['ORIGINAL_RESULT_AVAILABLE', 6, 100, 'nothing'],
    ['SO_HOA_GIAY_TO_GIAI_QUYET', 4, 100, 'nothing'],
    ['ELECTRONIC_CERTIFIED_COPY', 2, 100, 'everything'],
    ['REUSED_DIGITIZED_DATA', 2, 80, 'nothing'],
    ['SYNCED_WITH_DVCQG_PERSONAL_STORAGE', 4, 100, 'nothing'],
    ['CITIZEN_DATA_CONNECTED_DOSSIER', 2, 100, 'nothing'],
    ['CITIZEN_DATA_CONNECTED_FORMALITY', 2, 100, 'nothing'],
  ],
  MDHL: [
    ['PETITION_PROCESSING_ON_TIME', 6, 100, 'everything'],
    ['PETITION_HANDLING_SATISFACTION', 6, 100, 'everything'],
    ['DOSSIER_RECEIVING_SATISFACTION', 6, 90, 'nothing'],
    ['PETITION_CLASSIFICATION_TTHC', 0, 100, 'nothing'],
    ['PETITION_CLASSIFICATION_STAFF', 0, 100, 'nothing'],
  ],
}

export const COMPONENTS_766: readonly string[] = Object.values(GROUPS).flatMap((rows) =>
  rows.map(([code]) => code),
)
export const GROUPS_766: ReadonlyMap<string, { max: number; codes: readonly string[] }> = new Map(
  Object.entries(GROUPS).map(([group, rows]) => [
    group,
    {
      max: rows.reduce((sum, [, points]) => sum + points, 0),
      codes: rows.filter(([, points]) => points > 0).map(([code]) => code),
    },
  ]),
)

const ZERO = exactly(0)
const WHOLE = exactly(1)

/** Online submissions count only as far as dossiers are synchronised, where that is known. */
const ratioOf = (code: string, of: (code: string) => Halves): Fraction | null => {
  const own = shareOf(of(code))
  const synced = code === 'ONLINE_SUBMISSIONS' ? shareOf(of('DOSSIER_SYNC')) : null
  return own && synced ? timesOf(own, smaller(synced, WHOLE)) : own
}

const wordFor = (total: Fraction): string => {
  const isFrom = (points: number) => total.top >= BigInt(points) * total.bottom
  if (isFrom(90)) return 'xuất sắc'
  if (isFrom(80)) return 'tốt'
  if (isFrom(70)) return 'khá'
  return isFrom(50) ? 'trung bình' : 'yếu'
}

/**
 * Points of Decision 766 a second time: fractions of whole numbers and a table typed from the brief, nothing of the product's scorer. A part is
 * rounded once, a group adds its rounded parts, the total its groups.
 */
export const score766Twice = (counts: Readonly<Record<string, Halves>>) => {
  const of = (code: string) => counts[code] ?? NOTHING
  const components: Record<string, { ratio: string | null; score: string; max: number }> = {}
  const groups: Record<string, { score: string; max: number }> = {}
  let total = ZERO
  for (const [group, rows] of Object.entries(GROUPS)) {
    let sum = ZERO
    for (const [code, max, fullAt, without] of rows) {
      const ratio = ratioOf(code, of)
      const reached = ratio
        ? smaller(timesOf(ratio, { top: 100n, bottom: BigInt(fullAt) }), WHOLE)
        : without === 'everything'
          ? WHOLE
          : ZERO
      const points = roundedTo(2, timesOf(reached, exactly(max)))
      sum = added(sum, points)
      if (max > 0 || counts[code])
        components[code] = {
          ratio: ratio && writtenTo(2, timesOf(ratio, exactly(100))),
          score: writtenTo(2, points),
          max,
        }
    }
    groups[group] = { score: writtenTo(2, sum), max: GROUPS_766.get(group)!.max }
    total = added(total, sum)
  }
  return { components, groups, total: writtenTo(2, total), band: wordFor(total) }
}

/** Components that earn everything where there are no cases, but nothing where nobody told. */
export const FULL_WITHOUT: readonly string[] = Object.values(GROUPS)
  .flat()
  .filter(([, , , without]) => without === 'everything')
  .map(([code]) => code)
