import type { UnitLevel } from '@ioc/catalogues'

/**
 * The data groups shared with the national IOC. No document names the real four (domain.md §1.12), so names and members
 * are configuration; these are the defaults, and inferred.
 */
export type Group = {
  id: string
  title: { vi: string; en: string }
  indicators: (id: string) => boolean
  /** Levels of units that are published; a cut pins them. */
  levels: readonly UnitLevel[]
  /** Of these indicators each commune is published too; of the others, units down to districts, and communes added up. */
  communes: readonly string[]
  /** For how many days after its own a snapshot is revised when late events change it; older changes are told as adjustments. */
  horizonDays: number
}

const EVERY_LEVEL = ['province', 'department', 'district', 'commune'] as const
const HORIZON_DAYS = 45

const byPrefix =
  (...prefixes: string[]) =>
  (id: string) =>
    prefixes.some((prefix) => id.startsWith(`${prefix}.`))

export const groups: readonly Group[] = [
  {
    id: 'dossier',
    title: { vi: 'Thủ tục hành chính', en: 'Administrative procedures' },
    indicators: byPrefix('dossier'),
    levels: EVERY_LEVEL,
    communes: [
      'dossier.received',
      'dossier.finished',
      'dossier.in-process',
      'dossier.on-time',
      'dossier.late-finished',
      'dossier.late-open',
    ],
    horizonDays: HORIZON_DAYS,
  },
  {
    id: 'feedback',
    title: { vi: 'Phản ánh, kiến nghị', en: 'Citizens’ feedback' },
    indicators: byPrefix('feedback'),
    levels: EVERY_LEVEL,
    communes: [],
    horizonDays: HORIZON_DAYS,
  },
  {
    id: 'satisfaction',
    title: { vi: 'Mức độ hài lòng', en: 'Satisfaction' },
    indicators: byPrefix('satisfaction'),
    levels: EVERY_LEVEL,
    communes: [],
    horizonDays: HORIZON_DAYS,
  },
  {
    id: 'steering',
    title: { vi: 'Chỉ đạo, điều hành', en: 'Direction and steering' },
    // The PAR Index is what steering is judged by.
    indicators: byPrefix('steering', 'par'),
    levels: EVERY_LEVEL,
    communes: [],
    horizonDays: HORIZON_DAYS,
  },
]
