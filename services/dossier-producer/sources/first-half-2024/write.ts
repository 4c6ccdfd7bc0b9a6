import type { DossierInput } from '@ioc/schemas/events/dossier.ts'
import { chance, draw, permutation } from '@ioc/simulation'
import type { Life } from './life.ts'
import type { Places } from './places.ts'
import type { Cell } from './population.ts'
import type { Step } from './steps.ts'
import { instants } from './time.ts'

export const ISSUING_SYSTEM = 'one-stop.lamdong.gov.vn'
const SERIALS = 1_000_000
const P = { channel: 60, applicant: 61, amount: 62, gateway: 63, flags: 64, mistake: 65, form: 66 }

/** Writes what the one-stop system knew of a dossier at one step, as data of `dossier.v1`. */
export const writer = (seed: number, places: Places) => {
  const serialOf = permutation(seed, SERIALS)
  return (slot: number, cell: Cell, life: Life, step: Step): DossierInput => {
    const { place, service } = life
    const at = step.recorded
    const received = life.received
    const opened = instants.day(received ?? life.submitted!)
    const serial = String(serialOf(slot)).padStart(6, '0')
    const flags = draw(seed, slot, P.flags)
    const data: DossierInput = {
      issuingSystem: ISSUING_SYSTEM,
      recordedAt: instants.text(at),
      sequence: step.sequence,
      voided: step.twist === 'void',
      dossierCode: `${place.codePrefix}-${opened.slice(2, 4)}${opened.slice(5, 7)}${opened.slice(8)}-${serial}`,
      procedureCode: procedureCode(service.procedureCode, draw(seed, slot, P.form)),
      unitCode: place.unitCode,
      channel: cell.online ? 'online' : channelAtTheDesk(chance(seed, slot, P.channel)),
      applicantKind: applicantKind(chance(seed, slot, P.applicant)),
      status: step.status,
      receivedAt: received === null ? null : instants.text(received),
      dueAt: life.due === null ? null : dueText(life.due, life.dueIsBareDay),
      finishedAt: null,
    }
    if (life.submitted !== null) data.submittedAt = instants.text(life.submitted)
    const done = step.status === 'finished' || step.status === 'returned'
    if (done) data.finishedAt = instants.text(life.finished!)
    if (step.status === 'returned') data.returnedAt = instants.text(life.returned!)
    if (step.status === 'not-accepted') data.refusedAt = instants.text(life.refused!)
    const closed = closedAt(life, step.status)
    if (closed !== null) data.closedAt = instants.text(closed)
    if (life.supplement && life.supplement.requested <= at)
      data.supplements = [supplementAt(life.supplement, at)]
    if (life.extension && life.due !== null && life.due < at)
      data.extensions = [
        {
          previousDueAt: data.dueAt!,
          newDueAt: instants.text(life.extension.newDue),
          apology: life.extension.apology,
        },
      ]
    if (service.hasFee) data.feeVnd = 5000 * (1 + (draw(seed, slot, P.amount) % 60))
    const paid = life.payments.filter((second) => second <= at)
    if (paid.length > 0)
      data.payments = paid.map((second, i) => ({
        transactionCode: `PAY-${opened.replaceAll('-', '')}-${serial}-${i + 1}`,
        paidAt: instants.text(second),
        amountVnd: i === 0 ? (data.feeVnd ?? 10_000) : 10_000,
        gateway: chance(seed, slot, P.gateway) < 0.7 ? 'national' : 'province',
      }))
    if ((flags & 3) !== 0) data.digitised = true
    if ((flags & 12) === 0) data.dataReused = true
    if ((flags & 48) !== 0) data.populationDataUsed = true
    if (done && service.paperResult && (flags & 448) !== 0) data.electronicResult = true
    if (step.twist === 'conflict') data.dataReused = !data.dataReused
    if (step.twist === 'mistaken') mistake(data, cell, places, chance(seed, slot, P.mistake))
    return data
  }
}

/** Since when the dossier has stood in a state that closes it unfinished. */
const closedAt = (life: Life, status: Step['status']): number | null => {
  if (status === 'not-accepted') return life.refused
  return status === 'stopped' || status === 'withdrawal-requested' ? life.stopped : null
}

/** The three forms in which systems write one procedure's code. */
const procedureCode = (national: string, form: number): string =>
  form % 8 === 0 ? national : form % 8 === 1 ? `${national}.H36` : `${national}.000.00.00.H36`

const channelAtTheDesk = (u: number) => (u < 0.9 ? 'direct' : u < 0.96 ? 'post' : null)

const applicantKind = (u: number) =>
  u < 0.88 ? 'citizen' : u < 0.97 ? 'enterprise' : u < 0.98 ? 'state-body' : 'other'

/** A bare day is its last millisecond, so the second after it belongs to the next day. */
const dueText = (due: number, bareDay: boolean) => (bareDay ? instants.day(due - 1) : instants.text(due))

const supplementAt = (supplement: NonNullable<Life['supplement']>, at: number) => ({
  requestedAt: instants.text(supplement.requested),
  suppliedAt:
    supplement.supplied !== null && supplement.supplied <= at ? instants.text(supplement.supplied) : null,
})

/** Mistakes of the kind that move a printed count until they are corrected. */
function mistake(data: DossierInput, cell: Cell, places: Places, u: number) {
  if (u < 0.4)
    data.unitCode = places.place(cell.level === 'commune' ? 'district' : 'commune', u / 0.4).unitCode
  else if (u < 0.7) data.dueAt = cell.onTime ? data.receivedAt : '2024-12-31'
  else if (u < 0.85) data.channel = cell.online ? 'direct' : 'online'
  else delete data.payments
}
