import type { Dossier } from './dossiers.ts'
import { pausedMs, pausesOf, workingDaysTaken } from './pauses.ts'
import { part, partOfDifferent, type Rules } from './rules.ts'
import { type Bounds, within } from './time.ts'

const received = (d: Dossier, period: Bounds) => within(period, d.receivedAt)
const finished = (d: Dossier, period: Bounds) => within(period, d.finishedAt)
const owesFee = (d: Dossier, period: Bounds) => received(d, period) && d.feeVnd !== null && d.feeVnd > 0
/** Decision 766 knows two gateways. */
const isPaid = (d: Dossier) => d.gateways.some((gateway) => gateway === 'national' || gateway === 'province')
const isOnline = (d: Dossier) => d.channel === 'online'
const returnsPaper = (d: Dossier) => d.procedure?.paperResult === true
const procedure = (d: Dossier) => d.procedureCode

/** The requests to supplement that stood when the period ended. */
const askedIn = (d: Dossier, { endMs }: Bounds) => d.requests.filter(({ from }) => from < endMs)

/**
 * The end that counts for progress (domain.md §4.3): done, else handed over, else, of a dossier that had been received, stopped,
 * refused or withdrawn. Had nothing of it come when the period ended, a dossier already received with a single request to
 * supplement, not answered then, ended with that request, or with its reception where that came later.
 */
const progressEndOf = (d: Dossier, period: Bounds): number | null => {
  const closed = d.finishedAt ?? d.returnedAt ?? (d.receivedAt === null ? null : d.endedAt)
  const hasCome = (instant: number | null) => instant !== null && instant < period.endMs
  const [request, ...more] = askedIn(d, period)
  if (hasCome(closed) || !request || more.length > 0 || hasCome(request.to)) return closed
  return hasCome(d.receivedAt) ? Math.max(request.from, d.receivedAt!) : closed
}

const isOpen = (d: Dossier, period: Bounds) => {
  const end = progressEndOf(d, period)
  return d.receivedAt !== null && d.receivedAt < period.endMs && !(end !== null && end < period.endMs)
}

/** What Decision 766 holds a period to account for: dossiers that ended in it, and those that still run when it ends. */
const answersFor = (d: Dossier, period: Bounds) =>
  within(period, progressEndOf(d, period)) || isOpen(d, period)

/** While a dossier runs, the period's end stands for its own; without a promised day its working days are held against the law's. */
const isInTime = (d: Dossier, period: Bounds): boolean => {
  const { endMs } = period
  const requests = askedIn(d, period)
  if (requests.length > 1) return false
  const end = Math.min(progressEndOf(d, period) ?? endMs, endMs)
  if (d.dueAt !== null) return end - pausedMs(pausesOf(requests, d.receivedAt, end)) <= d.dueAt
  if (d.receivedAt === null || d.procedure === null) return false
  // The midnight that ends a period is none of its days.
  const last = Math.min(end, endMs - 1)
  const days = workingDaysTaken(d.receivedAt, last, pausesOf(requests, d.receivedAt, last))
  return days !== null && days <= d.procedure.legalWorkingDays
}

const component = (name: string) => `dossier.quality.${name}`

/** Components of Decision 766 that dossiers tell (domain.md §4.2). */
export const countQuality: Rules<Dossier> = {
  [component('progress-on-time')]: part(answersFor, isInTime),
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
  // The portal's own cases print these over as many dossiers as progress (domain.md §4.2, golden-766.ts).
  [component('original-result-available')]: part(
    (d, period) => answersFor(d, period) && returnsPaper(d),
    (d) => d.electronicResult,
  ),
  [component('so-hoa-giay-to-giai-quyet')]: part(answersFor, (d) => d.digitised && d.electronicResult),
  [component('reused-digitized-data')]: part(answersFor, (d) => d.dataReused),
  [component('citizen-data-connected-dossier')]: part(answersFor, (d) => d.populationDataUsed),
  [component('citizen-data-connected-formality')]: partOfDifferent(
    procedure,
    finished,
    (d) => d.populationDataUsed,
  ),
  // No verdict on a dossier is sent: only the overdue ones are taken off.
  [component('dossier-receiving-satisfaction')]: part(answersFor, isInTime),
}
