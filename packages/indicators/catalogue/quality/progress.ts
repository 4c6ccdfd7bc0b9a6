import { always, share, within } from '../../define.ts'
import { RECORDED_END } from '../dossier/sources.ts'
import { remarks } from '../remarks.ts'
import { FOR_PROGRESS, PROGRESS_VERSION, qualityComponent, WAITING_REQUEST } from './family.ts'

/**
 * Of the dossiers that ended in the period or run at its end, those that ended on time or are not yet due. Which time is the end,
 * and that a second request to supplement makes a dossier overdue: `sets/progress.ts`.
 */
export const progressOnTime = qualityComponent({
  component: 'PROGRESS_ON_TIME',
  version: PROGRESS_VERSION,
  vi: 'Hồ sơ đúng hạn hoặc còn hạn',
  en: 'Dossiers on time or not yet due',
  halves: {
    numerator: {
      vi: 'trong đó hồ sơ kết thúc đúng hạn hoặc còn hạn; yêu cầu bổ sung từ lần thứ hai thì tính là quá hạn',
      en: 'of those, ended on time or not yet due; a second request to supplement makes one overdue',
    },
    denominator: FOR_PROGRESS,
  },
  remark: remarks(WAITING_REQUEST, RECORDED_END),
  ...share(within('progress_counted_at'), always('is_progress_on_time')),
})
