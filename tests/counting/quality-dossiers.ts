import type { Dossier } from './dossiers.ts'
import { pausedMs, pausesOf, workingDaysTaken } from './pauses.ts'
import { part, partOfDifferent, type Rules } from './rules.ts'
import { type Bounds, within } from './time.ts'

const received = (d: Dossier, period: Bounds) => within(period, d.receivedAt)
const finished = (d: Dossier, period: Bounds) => within(period, d.finishedAt)
const owesFee = (d: Dossier, period: Bounds) => received(d, period) && d.feeVnd !== null && d.feeVnd > 0
const isPaid = (d: Dossier) => d.paidAt.length > 0
const isOnline = (d: Dossier) => d.channel === 'online'
const returnsPaper = (d: Dossier) => d.procedure?.paperResult === true
const procedure = (d: Dossier) => d.procedureCode

/**
 * The end that counts for progress (domain.md §4.3): done, else handed over, else, of a dossier that had been received, stopped,
 * refused or withdrawn; and a single request to supplement that still waits is itself the end.
 */
const progressEndOf = (d: Dossier): number | null => {
  const closed = d.finishedAt ?? d.returnedAt ?? (d.receivedAt === null ? null : d.endedAt)
  if (closed !== null || d.status !== 'supplement-requested' || d.requests.length !== 1) return closed
  const [request] = d.requests
  return request!.to === null ? request!.from : null
}

const isOpen = (d: Dossier, { endMs }: Bounds) => {
  const end = progressEndOf(d)
  return d.receivedAt !== null && d.receivedAt < endMs && !(end !== null && end < endMs)
}

/** While a dossier runs, the period's end stands for its own; without a promised day its working days are held against the law's. */
const isInTime = (d: Dossier, { endMs }: Bounds): boolean => {
  if (d.requests.length > 1) return false
  const end = Math.min(progressEndOf(d) ?? endMs, endMs)
  if (d.dueAt !== null) return end - pausedMs(pausesOf(d.requests, d.receivedAt, end)) <= d.dueAt
  if (d.receivedAt === null || d.procedure === null) return false
  // The midnight that ends a period is none of its days.
  const last = Math.min(end, endMs - 1)
  const days = workingDaysTaken(d.receivedAt, last, pausesOf(d.requests, d.receivedAt, last))
  return days !== null && days <= d.procedure.legalWorkingDays
}

const component = (name: string) => `dossier.quality.${name}`

/** Components of Decision 766 that dossiers tell (domain.md §4.2). */
export const countQuality: Rules<Dossier> = {
  [component('progress-on-time')]: part(
    (d, period) => within(period, progressEndOf(d)) || isOpen(d, period),
    isInTime,
  ),
  [component('online-services-with-dossiers')]: partOfDifferent(
    procedure,
    (d, period) => received(d, period) && ['full', 'partial'].includes(d.procedure?.online ?? ''),
    isOnline,
  ),
  [component('online-submissions')]: part(
    received,
    (d) => isOnline(d) && (d.electronicResult || !returnsPaper(d)),
  ),
  [component('payment-dossiers')]: part(owesFee, isPaid),
  [component('payment-procedures-with-transaction')]: partOfDifferent(procedure, owesFee, isPaid),
  [component('original-result-available')]: part(
    (d, period) => finished(d, period) && returnsPaper(d),
    (d) => d.electronicResult,
  ),
  [component('so-hoa-giay-to-giai-quyet')]: part(finished, (d) => d.digitised && d.electronicResult),
  [component('reused-digitized-data')]: part(finished, (d) => d.dataReused),
  [component('citizen-data-connected-dossier')]: part(finished, (d) => d.populationDataUsed),
  [component('citizen-data-connected-formality')]: partOfDifferent(
    procedure,
    finished,
    (d) => d.populationDataUsed,
  ),
  // No verdict on a dossier is sent: only the overdue ones are taken off.
  [component('dossier-receiving-satisfaction')]: part(
    finished,
    (d) => d.dueAt === null || d.finishedAt! <= d.dueAt,
  ),
}
