import { printed } from '@ioc/schemas/documents/printed.ts'

/** A figure of the province's report as issue and design promise it; what stands here is copied from the printed page, by hand. */
export type Golden = {
  id: string
  kind: 'ratio' | 'count' | 'points' | 'index'
  /** Left out where the figure is counted from synthetic forms, whose sums no document prints. */
  numerator?: number
  denominator?: number | null
  percent: string | null
  printed: string
  knownDifference?: string
}

const ratio = (id: string, numerator: number, denominator: number, percent: string): Golden => ({
  id,
  kind: 'ratio',
  numerator,
  denominator,
  percent,
  printed: percent,
})

export const GOLDEN: readonly Golden[] = [
  ratio('dossier.on-time.department', 151_017, 157_270, '96.02'),
  ratio('dossier.on-time.district', 30_040, 30_727, '97.76'),
  ratio('dossier.on-time.commune', 196_936, 197_113, '99.91'),
  ratio('dossier.full-online', 87_036, 87_533, '99.43'),
  { id: 'dossier.online-received', kind: 'count', numerator: 342_523, percent: null, printed: '342523' },
  { id: 'dossier.online-payments', kind: 'count', numerator: 191_643, percent: null, printed: '191643' },
  {
    id: 'feedback.processed',
    kind: 'count',
    numerator: 125,
    denominator: 132,
    percent: null,
    printed: '125',
  },
  { id: 'satisfaction.sipas', kind: 'index', percent: null, printed: '80.38' },
  { id: 'satisfaction.leaders', kind: 'points', percent: null, printed: '17.60' },
  { id: 'steering.plan-tasks', kind: 'count', numerator: 10, denominator: 43, percent: null, printed: '10' },
  ratio('steering.disbursed', 1224.6, 8718.3, '14.05'),
  // Stands beside the figure it estimates, to 30/6 instead of 31/5 (decision 0010).
  ratio('steering.disbursed.estimate', 3933.7, 8718.3, '45.12'),
  ratio('steering.classes-opened', 19, 45, '42.22'),
  ratio('steering.audit-other-recovered', 489.69, 585.85, '83.59'),
  // The report cuts where it should round: 94.85 / 95.12 is 99.716…
  {
    ...ratio('steering.audit-recovered', 94.85, 95.12, '99.72'),
    printed: '99.71',
    knownDifference: 'truncated',
  },
]

/** The last day of the replayed half-year; what was issued later is not known in it. */
const LAST_DAY = '2024-06-30'

/** Every figure in print by then, each once: two documents that print the same of one unit and period print one figure. */
export const PRINTED: readonly string[] = [
  ...new Set(
    printed.figures
      .filter(({ document }) => printed.documents[document]!.issuedOn <= LAST_DAY)
      .map(({ indicator, unitCode, periodFrom, periodTo, estimate, printed }) =>
        [estimate ? `${indicator}.estimate` : indicator, unitCode, periodFrom, periodTo, printed].join(' '),
      ),
  ),
].sort()
