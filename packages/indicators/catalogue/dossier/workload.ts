import { always, share, subjects, within } from '../../define.ts'
import { remarks } from '../remarks.ts'
import { dossierIndicator } from './family.ts'
import { FINISHED, IN_PROCESS, ORIGINAL_DAY, PLAIN_MEANING, RECEIVED, RECORDED_END } from './sources.ts'

const OPEN = remarks(PLAIN_MEANING, RECORDED_END)

/** Dossiers received in the period. */
export const dossierReceived = dossierIndicator({
  name: 'received',
  vi: 'Hồ sơ tiếp nhận',
  en: 'Dossiers received',
  kind: 'count',
  halves: { numerator: RECEIVED, denominator: null },
  numerator: subjects(within('received_at')),
  denominator: null,
})

/** Dossiers finished in the period, whenever they were received. */
export const dossierFinished = dossierIndicator({
  name: 'finished',
  vi: 'Hồ sơ đã giải quyết',
  en: 'Dossiers finished',
  kind: 'count',
  halves: { numerator: FINISHED, denominator: null },
  numerator: subjects(within('finished_at')),
  denominator: null,
})

/** Dossiers received and not ended when the period ends, whenever they were received. */
export const dossierInProcess = dossierIndicator({
  name: 'in-process',
  vi: 'Hồ sơ đang giải quyết',
  en: 'Dossiers in process',
  remark: OPEN,
  kind: 'count',
  halves: { numerator: IN_PROCESS, denominator: null },
  numerator: subjects(always('in_process')),
  denominator: null,
})

/** Of the dossiers finished in the period, those finished after the first promised day; without one it is not known. */
export const dossierLateFinished = dossierIndicator({
  name: 'late-finished',
  vi: 'Tỷ lệ hồ sơ giải quyết trễ hạn',
  en: 'Dossiers finished late',
  remark: remarks(PLAIN_MEANING, ORIGINAL_DAY),
  kind: 'ratio',
  halves: {
    numerator: {
      vi: 'trong đó xong sau ngày hẹn trả đầu tiên; không có ngày hẹn thì không biết',
      en: 'of those, finished after the first promised day; without one it is not known',
    },
    denominator: FINISHED,
  },
  ...share(within('finished_at'), always('ifNull(finished_at > due_at, false)')),
})

/** Of the dossiers in process when the period ends, those whose first promised day is over. */
export const dossierLateOpen = dossierIndicator({
  name: 'late-open',
  vi: 'Tỷ lệ hồ sơ đang giải quyết đã quá hạn',
  en: 'Dossiers in process and overdue',
  remark: remarks(OPEN, ORIGINAL_DAY),
  kind: 'ratio',
  halves: {
    numerator: { vi: 'trong đó đã quá ngày hẹn trả đầu tiên', en: 'of those, past the first promised day' },
    denominator: IN_PROCESS,
  },
  ...share(always('in_process'), always('is_overdue')),
})

/** Of the dossiers in process when the period ends, those promised within the two days that follow: 48 hours, not working days. */
export const dossierDueSoon = dossierIndicator({
  name: 'due-soon',
  vi: 'Tỷ lệ hồ sơ đang giải quyết đến hạn trong 2 ngày tới',
  en: 'Dossiers due within 2 days',
  remark: OPEN,
  kind: 'ratio',
  halves: {
    numerator: {
      vi: 'trong đó hẹn trả trong 48 giờ sau khi hết kỳ (không phải ngày làm việc)',
      en: 'of those, promised within the 48 hours after the period: not working days',
    },
    denominator: IN_PROCESS,
  },
  ...share(
    always('in_process'),
    ({ end }) => `ifNull(due_at >= ${end} AND due_at < ${end} + INTERVAL 2 DAY, false)`,
  ),
})
