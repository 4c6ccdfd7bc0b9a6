import { pausedMs, pausesOf, workingDaysTaken } from './pauses.ts'
import { nationalCode, procedureOn } from './procedures.ts'
import { countQuality } from './quality-dossiers.ts'
import { number, part, quantileOf, type Rule, type Rules, total } from './rules.ts'
import { type Bounds, dayOf, instantMs, instantOrNull, within } from './time.ts'
import type { Data } from './told.ts'
import { unitOn } from './units.ts'

const HOURS_48_MS = 48 * 3_600_000

/** States in which nobody works on a dossier any more (domain.md §6.2): of these the system may name no instant. */
const CLOSED = ['not-accepted', 'stopped', 'withdrawal-requested']

type Pair = Record<string, unknown>
const list = (field: unknown): Pair[] => (Array.isArray(field) ? (field as Pair[]) : [])

/** A dossier as the second counting sees it; instants are epoch milliseconds. */
export const readDossier = (data: Data) => {
  const receivedAt = instantOrNull(data.receivedAt)
  const finishedAt = instantOrNull(data.finishedAt)
  const recordedAt = instantMs(data.recordedAt)
  const belongsAtMs = receivedAt ?? instantOrNull(data.submittedAt) ?? recordedAt
  // The end: done, else handed over, else closed, else refused, else the day the system recorded a state that closes (domain.md §4.3).
  const endedAt =
    finishedAt ??
    instantOrNull(data.returnedAt) ??
    instantOrNull(data.closedAt) ??
    instantOrNull(data.refusedAt) ??
    (CLOSED.includes(data.status as string) ? recordedAt : null)
  const requests = list(data.supplements).map(({ requestedAt, suppliedAt }) => ({
    from: instantMs(requestedAt as string),
    to: instantOrNull(suppliedAt),
  }))
  const pauses = pausesOf(requests, receivedAt, endedAt)
  return {
    unitCode: data.unitCode as string,
    belongsAtMs,
    level: unitOn(data.unitCode as string, dayOf(belongsAtMs))?.level ?? null,
    procedureCode: nationalCode(data.procedureCode as string),
    procedure: procedureOn(data.procedureCode as string, dayOf(belongsAtMs)) ?? null,
    channel: (data.channel ?? null) as string | null,
    receivedAt,
    dueAt: instantOrNull(data.dueAt),
    finishedAt,
    returnedAt: instantOrNull(data.returnedAt),
    endedAt,
    /** Requests to supplement, and when the citizen answered. */
    requests,
    /** Whether an apology went with each extension. */
    apologies: list(data.extensions).map(({ apology }) => apology === true),
    pausedMs: pausedMs(pauses),
    daysTaken:
      receivedAt === null || finishedAt === null ? null : workingDaysTaken(receivedAt, finishedAt, pauses),
    feeVnd: (data.feeVnd ?? null) as number | null,
    paidAt: list(data.payments).map(({ paidAt }) => instantMs(paidAt as string)),
    gateways: list(data.payments).map(({ gateway }) => gateway as string),
    digitised: data.digitised === true,
    electronicResult: data.electronicResult === true,
    dataReused: data.dataReused === true,
    populationDataUsed: data.populationDataUsed === true,
  }
}
export type Dossier = ReturnType<typeof readDossier>

const received = (d: Dossier, period: Bounds) => within(period, d.receivedAt)
const finished = (d: Dossier, period: Bounds) => within(period, d.finishedAt)
/** Received and not ended when the period ends. */
const inProcess = (d: Dossier, { endMs }: Bounds) =>
  d.receivedAt !== null && d.receivedAt < endMs && !(d.endedAt !== null && d.endedAt < endMs)
const isExtended = (d: Dossier, period: Bounds) =>
  d.apologies.length > 0 && (finished(d, period) || inProcess(d, period))

/** By the first promised day; without one nobody knows, and it is neither on time nor late. */
const isOnTime = (d: Dossier) => d.dueAt !== null && d.finishedAt !== null && d.finishedAt <= d.dueAt
const isLate = (d: Dossier) => d.dueAt !== null && d.finishedAt !== null && d.finishedAt > d.dueAt
const isOnTimeNet = (d: Dossier) =>
  d.dueAt !== null && d.finishedAt !== null && d.finishedAt - d.pausedMs <= d.dueAt
const isDue = (d: Dossier, { endMs }: Bounds) => d.dueAt !== null && d.dueAt < endMs
const isDueSoon = (d: Dossier, { endMs }: Bounds) =>
  d.dueAt !== null && d.dueAt >= endMs && d.dueAt < endMs + HOURS_48_MS

const ofLevel = (level: string) => part<Dossier>((d, p) => finished(d, p) && d.level === level, isOnTime)
const ofChannel = (channel: string | null) => part<Dossier>(received, (d) => d.channel === channel)
const workingDays =
  (level: number): Rule<Dossier> =>
  (dossiers, period) =>
    quantileOf(
      level,
      dossiers.filter((d) => finished(d, period)).flatMap(({ daysTaken }) => daysTaken ?? []),
    )

/** Every indicator over dossiers. */
export const countDossiers: Rules<Dossier> = {
  'dossier.on-time.department': ofLevel('department'),
  'dossier.on-time.district': ofLevel('district'),
  'dossier.on-time.commune': ofLevel('commune'),
  'dossier.on-time': part(finished, isOnTime),
  'dossier.on-time-net': part(finished, isOnTimeNet),
  'dossier.received': number(received),
  'dossier.finished': number(finished),
  'dossier.in-process': number(inProcess),
  'dossier.late-finished': part(finished, isLate),
  'dossier.late-open': part(inProcess, isDue),
  'dossier.due-soon': part(inProcess, isDueSoon),
  'dossier.extended.with-apology': part(isExtended, (d) => d.apologies.every((apology) => apology)),
  'dossier.extended.without-apology': part(isExtended, (d) => d.apologies.some((apology) => !apology)),
  'dossier.working-days.median': workingDays(0.5),
  'dossier.working-days.p90': workingDays(0.9),
  'dossier.full-online': part(
    (d, period) => finished(d, period) && d.procedure?.online === 'full',
    (d) => d.channel === 'online',
  ),
  'dossier.online-received': number((d, period) => received(d, period) && d.channel === 'online'),
  'dossier.channel.direct': ofChannel('direct'),
  'dossier.channel.online': ofChannel('online'),
  'dossier.channel.post': ofChannel('post'),
  'dossier.channel.unstated': ofChannel(null),
  'dossier.paid-online': part(
    (d, period) => finished(d, period) && d.feeVnd !== null && d.feeVnd > 0,
    (d) => d.paidAt.length > 0,
  ),
  'dossier.online-payments': (dossiers, period) => ({
    numerator: total(dossiers, ({ paidAt }) => paidAt.filter((at) => within(period, at)).length),
    denominator: null,
  }),
  'dossier.digitised': part(finished, (d) => d.digitised),
  ...countQuality,
}
