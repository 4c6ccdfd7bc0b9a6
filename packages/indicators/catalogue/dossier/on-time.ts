import { always, share, within } from '../../define.ts'
import { dossierIndicator } from './family.ts'
import { SIX_MONTHS } from './sources.ts'

const SOURCE = `${SIX_MONTHS}; lateness by the original day is inferred`
const LEVELS = [
  { level: 'department', vi: 'cấp sở', en: 'departments' },
  { level: 'district', vi: 'cấp huyện', en: 'districts' },
  { level: 'commune', vi: 'cấp xã', en: 'communes' },
] as const

/**
 * Of the dossiers finished in the period, the share finished by the first promised day.
 * By the original day: an extension or an apology does not make a late dossier on time (domain.md §6.4, inferred).
 * A dossier without a promised day is in the denominator and not on time.
 */
export const dossierOnTime = dossierIndicator({
  name: 'on-time',
  vi: 'Tỷ lệ hồ sơ giải quyết đúng hạn',
  en: 'Dossiers finished on time',
  source: SOURCE,
  kind: 'ratio',
  ...share(within('finished_at'), always('is_on_time')),
})

/** The same of one level, as the six-month report prints it. */
export const dossierOnTimeByLevel = LEVELS.map(({ level, vi, en }) =>
  dossierIndicator({
    name: `on-time.${level}`,
    level,
    vi: `Tỷ lệ hồ sơ giải quyết đúng hạn, ${vi}`,
    en: `Dossiers finished on time, ${en}`,
    source: SOURCE,
    kind: 'ratio',
    ...share(within('finished_at', `unit_level = '${level}'`), always('is_on_time')),
  }),
)

/** On time when the days the citizen took to supplement are not counted (domain.md §4.3). */
export const dossierOnTimeNet = dossierIndicator({
  name: 'on-time-net',
  vi: 'Tỷ lệ hồ sơ đúng hạn, không tính thời gian bổ sung',
  en: 'Dossiers finished on time, supplement time excluded',
  kind: 'ratio',
  ...share(within('finished_at'), always('is_on_time_net')),
})
