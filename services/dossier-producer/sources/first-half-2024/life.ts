import { chance, officeSecond } from '@ioc/simulation'
import type { Place, Places, Service } from './places.ts'
import type { Cell, Level } from './population.ts'
import { dayStartOf, days, END_WORKING, FIRST_WORKING, isFriday, PERIOD_END, PERIOD_FROM } from './time.ts'

/** Instants are seconds of `instants`; null where it never came to that. */
type Second = number | null

/** What happens to one dossier, before anybody writes it down. */
export type Life = {
  submitted: Second
  received: Second
  due: Second
  /** The system gave the promised day without an hour: the end of that day. */
  dueIsBareDay: boolean
  finished: Second
  returned: Second
  refused: Second
  stopped: Second
  supplement: { requested: number; supplied: Second } | null
  inProcess: Second
  extension: { newDue: number; apology: boolean } | null
  payments: number[]
  place: Place
  service: Service
}

const HOUR = 3600
const DAY = 86_400
const DESK_CLOSES = 17.5 * HOUR

/** Purposes of draws; a number used twice would tie two things together that have nothing to do with each other. */
// biome-ignore format: a table
const P = {
  place: 1, service: 2, received: 3, duration: 4, receivedHour: 5, finishedHour: 6, due: 7, dueForm: 8, saturday: 9,
  submitted: 10, inProcess: 11, supplement: 12, returned: 13, returnedHour: 14, extension: 15, paid: 16, fate: 17, fee: 18,
}

/** Working days from reception to the end; the rest of the law's days is left unused. */
const durationOf = (level: Level, onTime: boolean, u: number): number => {
  if (!onTime) return 2 + Math.floor(u * u * 25)
  if (level === 'department') return Math.floor(u * u * 16)
  if (level === 'district') return Math.floor(u * u * 10)
  return u < 0.7 ? 0 : Math.floor(((u - 0.7) / 0.3) * 5)
}

/** The life of member `rank` of a cell; a function of seed and slot alone. */
export const lifeOf = (seed: number, slot: number, cell: Cell, places: Places): Life => {
  const u = (purpose: number) => chance(seed, slot, purpose)
  const rank = slot - cell.start
  const paymentCount = rank < cell.paidTwice ? 2 : rank < cell.paidTwice + cell.paidOnce ? 1 : 0
  const life: Life = {
    submitted: null,
    received: null,
    due: null,
    dueIsBareDay: u(P.dueForm) < 0.15,
    finished: null,
    returned: null,
    refused: null,
    stopped: null,
    supplement: null,
    inProcess: null,
    extension: null,
    payments: [],
    place: places.place(cell.level, u(P.place)),
    service: places.service(cell.level, cell.full, paymentCount > 0 || u(P.fee) < 0.1, u(P.service)),
  }
  switch (cell.fate) {
    case 'finished':
    case 'voided':
    case 'rejected':
    case 'finished-before':
      finish(life, cell, rank, u)
      break
    case 'not-accepted':
    case 'registered':
      neverReceived(life, cell, u)
      break
    default:
      leaveUnfinished(life, cell, u)
  }
  pay(life, paymentCount, u)
  return life
}

type Draw = (purpose: number) => number

function finish(life: Life, cell: Cell, rank: number, u: Draw) {
  let duration = durationOf(cell.level, cell.onTime, u(P.duration))
  let from: number
  if (cell.fate === 'finished-before') {
    duration = Math.min(duration, 6)
    from = days.pick(2, FIRST_WORKING - duration, u(P.received))
  } else if (cell.before) {
    from = days.pick(6, FIRST_WORKING - 2, u(P.received))
    duration = FIRST_WORKING - from + Math.floor(u(P.duration) ** 2 * 20)
  } else from = days.pick(FIRST_WORKING, END_WORKING - duration, u(P.received))
  const to = from + duration

  let received = dayStartOf(from) + officeSecond(u(P.receivedHour))
  if (duration > 0 && cell.online && isFriday(from) && u(P.saturday) < 0.06) received += DAY
  const deskCloses = dayStartOf(to) + DESK_CLOSES
  const earliest = duration === 0 ? received + 600 : dayStartOf(to) + 7.6 * HOUR
  let finished = earliest + Math.floor(u(P.finishedHour) * (deskCloses - earliest))

  if (cell.onTime) {
    const legal = Math.min(from + life.service.legalWorkingDays, to + 40)
    const due = Math.max(to + Math.floor(u(P.due) * 3), legal)
    life.due = dayStartOf(due) + DESK_CLOSES
    if (u(P.due) < 0.003) {
      // Finished in the very second the promise ends is still on time.
      finished = deskCloses
      life.due = deskCloses
    } else if (due > to && isFriday(to) && u(P.saturday) > 0.97) finished += DAY
    if (rank < 2 && cell.fate === 'finished') {
      ;[received, finished] = atTheEdge(cell, rank, received, finished)
      life.due = Math.max(life.due, finished + DAY)
    }
  } else if (u(P.due) > 0.015) {
    life.due = dayStartOf(from + 1 + Math.floor(u(P.due) * (duration - 1))) + DESK_CLOSES
    if (u(P.extension) < 0.6)
      life.extension = { newDue: dayStartOf(to + 2) + DESK_CLOSES, apology: u(P.extension) < 0.5 }
  } // else the system gave no promised day at all: never on time
  if (rank === 0 && cell.fate === 'finished-before') finished = PERIOD_FROM - 1

  if (life.due !== null && life.dueIsBareDay) life.due = endOfDay(life.due)
  life.received = received
  life.finished = finished
  life.submitted = submittedBefore(cell, received, u)
  progress(life, from, duration, u)
  life.returned = returnedAfter(finished, to, u)
}

/** Half are handed over at once, some in the very instant they are finished; a third stay at the desk. */
function returnedAfter(finished: number, to: number, u: Draw): Second {
  const share = u(P.returned)
  if (share < 0.48)
    return u(P.returnedHour) < 0.05 ? finished : finished + Math.floor(u(P.returnedHour) * 1200)
  if (share >= 0.68) return null
  const day = to + 1 + Math.floor((share - 0.48) * 15)
  return Math.max(dayStartOf(day) + officeSecond(u(P.returnedHour)), finished + HOUR)
}

/** Two members of a cell stand on the borders of the period, where a wrong comparison shows. */
function atTheEdge(cell: Cell, rank: number, received: number, finished: number): [number, number] {
  if (cell.before) return rank === 0 ? [received, PERIOD_FROM] : [received, finished]
  return rank === 0 ? [PERIOD_FROM, finished] : [received, PERIOD_END - 1]
}

function progress(life: Life, from: number, duration: number, u: Draw) {
  const received = life.received!
  const finished = life.finished!
  /** The k-th step on the way: within office hours, after reception, before the end, after the steps before. */
  const onTheWay = (share: number, k: number): number => {
    const position = from + share * duration
    const raw =
      duration === 0
        ? received + Math.floor(share * (finished - received))
        : dayStartOf(Math.floor(position)) + officeSecond(position % 1)
    return Math.min(Math.max(raw, received + 60 + 30 * k), finished - 200 + 30 * k)
  }
  if (u(P.inProcess) < 0.03) life.inProcess = onTheWay(0.1 + u(P.inProcess) * 10, 0)
  if (duration >= 3 && u(P.supplement) < 0.08)
    life.supplement = { requested: onTheWay(0.4, 1), supplied: onTheWay(0.5 + u(P.supplement), 2) }
}

/** Online papers come in at any hour, and are received at the desk later. */
const submittedBefore = (cell: Cell, received: number, u: Draw): Second =>
  cell.online
    ? Math.max(received - 300 - Math.floor(u(P.submitted) * 3.5 * HOUR), cell.before ? 0 : PERIOD_FROM)
    : null

const endOfDay = (second: number): number => second - (second % DAY) + DAY

function neverReceived(life: Life, cell: Cell, u: Draw) {
  const from = cell.fate === 'registered' ? END_WORKING - 3 : FIRST_WORKING
  life.submitted =
    dayStartOf(days.pick(from, END_WORKING, u(P.received))) +
    6 * HOUR +
    Math.floor(u(P.submitted) * 15 * HOUR)
  if (cell.fate === 'not-accepted')
    life.refused = Math.min(life.submitted + HOUR + Math.floor(u(P.fate) * 8 * HOUR), PERIOD_END - 600)
}

function leaveUnfinished(life: Life, cell: Cell, u: Draw) {
  // Of the open ones every fifth should have been finished long ago.
  const late = cell.fate === 'open' && u(P.fate) < 0.2
  const recent = cell.fate === 'open' && !late
  const from = recent
    ? days.pick(END_WORKING - 12, END_WORKING, u(P.received))
    : days.pick(FIRST_WORKING, END_WORKING - 25, u(P.received))
  life.received = dayStartOf(from) + officeSecond(u(P.receivedHour))
  life.due =
    dayStartOf(from + (late ? 5 + Math.floor(u(P.due) * 15) : 12 + Math.floor(u(P.due) * 25))) + DESK_CLOSES
  if (life.dueIsBareDay) life.due = endOfDay(life.due)
  life.submitted = submittedBefore(cell, life.received, u)
  const nextAt = dayStartOf(from + 1) + officeSecond(u(P.finishedHour))
  if (cell.fate === 'open') {
    if (u(P.inProcess) < 0.5) life.inProcess = nextAt
    else if (u(P.inProcess) < 0.65) life.supplement = { requested: nextAt, supplied: null }
    if (late && u(P.extension) < 0.6)
      life.extension = { newDue: life.due + 7 * DAY, apology: u(P.extension) < 0.4 }
  } else life.stopped = nextAt
}

/** The first payment goes with the papers, a second follows while they are handled. */
function pay(life: Life, count: number, u: Draw) {
  if (count > 0) life.payments.push(life.submitted! + 60 + Math.floor(u(P.paid) * 200))
  if (count > 1) life.payments.push(Math.floor((life.received! + life.finished!) / 2))
}
