import type { Bilingual } from '@ioc/scoring'
import { always, share, within } from '../../define.ts'
import { remarks } from '../remarks.ts'
import { dossierIndicator } from './family.ts'
import { FINISHED, ORIGINAL_DAY, PLAIN_MEANING, SIX_MONTHS } from './sources.ts'

const ON_TIME: Bilingual = {
  vi: 'trong đó xong không muộn hơn ngày hẹn trả đầu tiên; không có ngày hẹn thì không tính là đúng hạn',
  en: 'of those, finished by the first promised day; one without a promised day is not on time',
}
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
  source: SIX_MONTHS,
  remark: ORIGINAL_DAY,
  kind: 'ratio',
  halves: { numerator: ON_TIME, denominator: FINISHED },
  ...share(within('finished_at'), always('is_on_time')),
})

/** The same of one level, as the six-month report prints it. */
export const dossierOnTimeByLevel = LEVELS.map(({ level, vi, en }) =>
  dossierIndicator({
    name: `on-time.${level}`,
    level,
    vi: `Tỷ lệ hồ sơ giải quyết đúng hạn, ${vi}`,
    en: `Dossiers finished on time, ${en}`,
    source: SIX_MONTHS,
    remark: ORIGINAL_DAY,
    kind: 'ratio',
    halves: {
      numerator: ON_TIME,
      denominator: {
        vi: `hồ sơ của ${vi} giải quyết xong trong kỳ`,
        en: `dossiers of ${en} finished in the period`,
      },
    },
    ...share(within('finished_at', `unit_level = '${level}'`), always('is_on_time')),
  }),
)

/** On time when the days the citizen took to supplement are not counted (domain.md §4.3). */
export const dossierOnTimeNet = dossierIndicator({
  name: 'on-time-net',
  vi: 'Tỷ lệ hồ sơ đúng hạn, không tính thời gian bổ sung',
  en: 'Dossiers finished on time, supplement time excluded',
  remark: remarks(PLAIN_MEANING, ORIGINAL_DAY),
  kind: 'ratio',
  halves: {
    numerator: {
      vi: 'trong đó xong không muộn hơn ngày hẹn trả đầu tiên cộng thời gian công dân bổ sung',
      en: 'of those, finished by the first promised day and the time the citizen took to supplement',
    },
    denominator: FINISHED,
  },
  ...share(within('finished_at'), always('is_on_time_net')),
})
