import { always, share, subjects, within } from '../../define.ts'
import { dossierIndicator } from './family.ts'
import { PLAIN_MEANING, RECORDED_END } from './sources.ts'

const OPEN = `${PLAIN_MEANING}; ${RECORDED_END}`

/** Dossiers received in the period. */
export const dossierReceived = dossierIndicator({
  name: 'received',
  vi: 'Hồ sơ tiếp nhận',
  en: 'Dossiers received',
  kind: 'count',
  numerator: subjects(within('received_at')),
  denominator: null,
})

/** Dossiers finished in the period, whenever they were received. */
export const dossierFinished = dossierIndicator({
  name: 'finished',
  vi: 'Hồ sơ đã giải quyết',
  en: 'Dossiers finished',
  kind: 'count',
  numerator: subjects(within('finished_at')),
  denominator: null,
})

/** Dossiers received and not ended when the period ends, whenever they were received. */
export const dossierInProcess = dossierIndicator({
  name: 'in-process',
  vi: 'Hồ sơ đang giải quyết',
  en: 'Dossiers in process',
  source: OPEN,
  kind: 'count',
  numerator: subjects(always('in_process')),
  denominator: null,
})

/** Of the dossiers finished in the period, those finished after the first promised day; without one it is not known. */
export const dossierLateFinished = dossierIndicator({
  name: 'late-finished',
  vi: 'Hồ sơ giải quyết trễ hạn',
  en: 'Dossiers finished late',
  kind: 'ratio',
  ...share(within('finished_at'), always('ifNull(finished_at > due_at, false)')),
})

/** Of the dossiers in process when the period ends, those whose first promised day is over. */
export const dossierLateOpen = dossierIndicator({
  name: 'late-open',
  vi: 'Hồ sơ đang giải quyết đã quá hạn',
  en: 'Dossiers in process and overdue',
  source: OPEN,
  kind: 'ratio',
  ...share(always('in_process'), always('is_overdue')),
})

/** Of the dossiers in process when the period ends, those promised within the two days that follow: 48 hours, not working days. */
export const dossierDueSoon = dossierIndicator({
  name: 'due-soon',
  vi: 'Hồ sơ đến hạn trong 2 ngày tới',
  en: 'Dossiers due within 2 days',
  source: OPEN,
  kind: 'ratio',
  ...share(
    always('in_process'),
    ({ end }) => `ifNull(due_at >= ${end} AND due_at < ${end} + INTERVAL 2 DAY, false)`,
  ),
})
