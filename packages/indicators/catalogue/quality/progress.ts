import { always, share, within } from '../../define.ts'
import { RECORDED_END } from '../dossier/sources.ts'
import { qualityComponent } from './family.ts'

/**
 * Of the dossiers that ended in the period or run at its end, those that ended on time or are not yet due. Which time is the end,
 * and that a second request to supplement makes a dossier overdue: `sets/progress.ts`.
 */
export const progressOnTime = qualityComponent({
  component: 'PROGRESS_ON_TIME',
  vi: 'Hồ sơ đúng hạn hoặc còn hạn',
  en: 'Dossiers on time or not yet due',
  remark: RECORDED_END,
  ...share(within('progress_counted_at'), always('is_progress_on_time')),
})
