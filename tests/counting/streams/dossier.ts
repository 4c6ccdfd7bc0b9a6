import { DOSSIER_CHANNELS, DOSSIER_STATUSES } from '@ioc/schemas/events/dossier.ts'
import fc from 'fast-check'
import type { Data } from '../told.ts'
import { at, choice, day, dayAfter, later, notBefore, unitOf, version } from './moments.ts'

const orNull = <Value>(arbitrary: fc.Arbitrary<Value>, freq = 3) => fc.option(arbitrary, { nil: null, freq })

/** Codes in all three forms, of procedures online in every way. */
const procedureCode = fc
  .tuple(
    fc.constantFrom('9.000001', '9.000002', '9.000003', '9.000006'),
    fc.constantFrom('', '.H36', '.000.00.00.H36'),
  )
  .map(([national, rest]) => national + rest)

const drawn = fc.record({
  day,
  choice,
  received: later(0, 0),
  isReceived: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  status: fc.constantFrom(...DOSSIER_STATUSES),
  channel: orNull(fc.constantFrom(...DOSSIER_CHANNELS)),
  procedureCode,
  due: orNull(later(0, 20), 8),
  dueAs: fc.constantFrom('day', 'instant', 'the very end'),
  finished: orNull(later(0, 30)),
  returned: orNull(later(0, 3), 1),
  refused: orNull(later(0, 5), 1),
  closed: orNull(later(0, 20), 1),
  extensions: fc.array(fc.record({ days: fc.integer({ min: 1, max: 20 }), apology: fc.boolean() }), {
    maxLength: 3,
  }),
  supplements: fc.array(fc.record({ requested: later(-1, 12), supplied: orNull(later(-1, 15)) }), {
    maxLength: 3,
  }),
  feeVnd: fc.constantFrom(null, 0, 5_000, 120_000),
  payments: fc.array(later(-2, 20), { maxLength: 3 }),
  digitised: fc.boolean(),
  electronicResult: fc.boolean(),
  dataReused: fc.boolean(),
  populationDataUsed: fc.boolean(),
  version,
})
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never

const DONE = ['finished', 'returned']
const BEFORE_RECEPTION = ['registered', 'not-accepted']
/** With these a closing may be told, if only to be outdone by an end. */
const NOT_OPEN = [...DONE, 'not-accepted', 'stopped', 'withdrawal-requested']

/** What the contract allows of what was drawn: nothing ends before it begins, and what is done has an end. */
const dataOf = (serial: number, d: Drawn): Data => {
  const begin = at(d.day, d.received)
  const receivedAt = d.isReceived || !BEFORE_RECEPTION.includes(d.status) ? begin : null
  const finished = d.finished ?? (DONE.includes(d.status) ? { days: 1, timeMs: 0 } : null)
  const finishedAt = finished && notBefore(at(d.day, finished), begin)
  const end = finishedAt ?? begin
  return {
    issuingSystem: 'one-stop.example.vn',
    ...d.version,
    dossierCode: `H36.12-240603-${String(serial).padStart(4, '0')}`,
    procedureCode: d.procedureCode,
    unitCode: unitOf(d.choice, d.day),
    channel: d.channel,
    applicantKind: 'citizen',
    status: d.status,
    // Without a reception the submission says which unit this is.
    submittedAt: receivedAt === null ? begin : null,
    receivedAt,
    dueAt:
      d.due &&
      (d.dueAs === 'day' ? dayAfter(d.day, d.due.days) : d.dueAs === 'instant' ? at(d.day, d.due) : end),
    finishedAt,
    returnedAt: d.returned && DONE.includes(d.status) ? notBefore(at(d.day, d.returned), end) : null,
    refusedAt: d.refused && d.status === 'not-accepted' ? at(d.day, d.refused) : null,
    // A system that does not know the field sends none.
    ...(NOT_OPEN.includes(d.status) && d.closed ? { closedAt: notBefore(at(d.day, d.closed), begin) } : {}),
    extensions: d.extensions.map(({ days, apology }) => ({
      previousDueAt: d.day,
      newDueAt: dayAfter(d.day, days),
      apology,
    })),
    supplements: d.supplements.map(({ requested, supplied }) => ({
      requestedAt: at(d.day, requested),
      suppliedAt: supplied && at(d.day, supplied),
    })),
    feeVnd: d.feeVnd,
    payments: d.payments.map((paid, n) => ({
      transactionCode: `PAY-${serial}-${n}`,
      paidAt: at(d.day, paid),
      amountVnd: 5_000,
      gateway: (['national', 'province', 'other'] as const)[(serial + n) % 3],
    })),
    digitised: d.digitised,
    electronicResult: d.electronicResult,
    dataReused: d.dataReused,
    populationDataUsed: d.populationDataUsed,
  }
}

/** The states of one dossier in turn; each may contradict the one before it in everything but the code. */
export const dossierVersions = (serial: number): fc.Arbitrary<Data[]> =>
  fc
    .array(drawn, { minLength: 1, maxLength: 3 })
    .map((states) => states.map((state) => dataOf(serial, state)))
