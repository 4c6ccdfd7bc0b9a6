import type { Draws } from '../draws.ts'
import type { Data } from './event.ts'

/** Units of all levels below the province, and procedures online in every way. */
const UNITS = ['H36.01', 'H36.02', '672', '673', '24769', '24781']
const PROCEDURES = ['9.000001', '9.000002', '9.000003', '9.000006']

const two = (n: number) => String(n).padStart(2, '0')

/** The day most of a seed happens on; another for each of 1,400 seeds in a row, so that each has a period of its own. */
export const dayOfSeed = (seed: number, plusDays = 0): string =>
  new Date(Date.UTC(2021, 0, 2) + ((seed % 1_400) + plusDays) * 86_400_000).toISOString().slice(0, 10)

export const issuingSystemOf = (seed: number): string => `seed-${seed}.example.vn`

const instant = (draws: Draws, seed: number, plusDays = 0): string =>
  `${dayOfSeed(seed, plusDays)}T${two(draws.between(7, 17))}:${two(draws.below(60))}:${two(draws.below(60))}+07:00`

/** Few instants and sequences, so that versions of one instant are common and only sequence or content decides. */
const version = (draws: Draws, seed: number): Data => ({
  issuingSystem: issuingSystemOf(seed),
  recordedAt: `${dayOfSeed(seed, 1)}T${two(draws.between(8, 11))}:${two(draws.pick([0, 10, 20, 30]))}:00+07:00`,
  sequence: draws.pick([0, 0, 1, 2]),
  voided: draws.chance(0.08),
})

type Kind = {
  topic: string
  subjects: readonly [low: number, high: number]
  make(draws: Draws, seed: number, subject: number): Data
}

const dossier: Kind = {
  topic: 'dossier.v1',
  subjects: [60, 140],
  make: (draws, seed, subject) => {
    const finished = draws.chance(0.7)
    return {
      ...version(draws, seed),
      dossierCode: `000.00.00.H36-${dayOfSeed(seed).slice(2).replaceAll('-', '')}-${String(subject).padStart(5, '0')}`,
      procedureCode: draws.pick(PROCEDURES),
      unitCode: draws.pick(UNITS),
      channel: draws.pick(['online', 'direct', 'post', null]),
      applicantKind: 'citizen',
      status: finished ? 'finished' : 'in-process',
      receivedAt: instant(draws, seed, -1),
      // A bare day is that day's last millisecond.
      dueAt: draws.pick([null, dayOfSeed(seed), instant(draws, seed), dayOfSeed(seed, 1)]),
      finishedAt: finished ? instant(draws, seed, draws.pick([0, 0, 0, 1])) : null,
      payments: Array.from({ length: draws.below(3) }, (_, n) => ({
        transactionCode: `PAY-${seed}-${subject}-${n}`,
        paidAt: instant(draws, seed, draws.pick([-1, 0])),
        amountVnd: draws.between(1, 90) * 1_000,
        gateway: 'national',
      })),
    }
  },
}

const feedback: Kind = {
  topic: 'feedback.v1',
  subjects: [20, 50],
  make: (draws, seed, subject) => {
    const processed = draws.chance(0.6)
    return {
      ...version(draws, seed),
      feedbackCode: `PAKN-${seed}-${String(subject).padStart(4, '0')}`,
      channel: draws.pick(['national-portal', 'national-portal', 'hotline']),
      kind: 'regulation',
      unitCode: draws.pick(UNITS),
      status: processed ? 'awaiting-publication' : 'received-locally',
      receivedAt: `${dayOfSeed(seed)}T06:00:00+07:00`,
      processedAt: processed ? instant(draws, seed, draws.pick([0, 0, 1])) : null,
    }
  },
}

/** Questions of the leaders' survey: all on a scale of 1 to 5, the highest best or worst as the sheet says. */
const LEADERS = [
  'leadership.steering',
  'leadership.institutions',
  'leadership.procedures',
  'leadership.organisation',
  'leadership.civil-service',
  'leadership.public-finance',
  'leadership.digital-government',
  'leadership.impact',
]
const SIPAS = ['access', 'procedures', 'staff', 'result', 'feedback-handling', 'economy'].map(
  (q) => `satisfaction.${q}`,
)

const survey: Kind = {
  topic: 'survey-response.v1',
  subjects: [10, 30],
  make: (draws, seed, subject) => {
    const leaders = subject % 3 === 0
    return {
      ...version(draws, seed),
      responseCode: `FORM-${seed}-${String(subject).padStart(4, '0')}`,
      questionnaireCode: leaders ? 'leaders@2023' : 'sipas@2022',
      unitCode: '68',
      respondentGroup: 'citizen',
      surveyYear: Number(dayOfSeed(seed).slice(0, 4)),
      submittedAt: instant(draws, seed),
      answers: Object.fromEntries(
        (leaders ? LEADERS : SIPAS).map((q) => [q, draws.chance(0.1) ? null : draws.between(1, 4)]),
      ),
    }
  },
}

const INDICATORS = ['steering.disbursed', 'steering.plan-tasks', 'steering.classes-opened']

const figure: Kind = {
  topic: 'reported-figure.v1',
  subjects: [4, 10],
  make: (draws, seed, subject) => ({
    ...version(draws, seed),
    figureCode: `seed-${seed}/figure-${subject}`,
    kind: 'reported',
    indicator: INDICATORS[subject % INDICATORS.length],
    unitCode: draws.pick(['68', '68', '672']),
    periodFrom: dayOfSeed(seed),
    periodTo: dayOfSeed(seed),
    estimate: subject % 2 === 0,
    numerator: draws.between(1, 99_999) / 4,
    denominator: draws.chance(0.2) ? null : draws.between(1, 99_999) / 2,
    unitOfMeasure: 'tỷ đồng',
    documentCode: `document-${seed}`,
    documentIssuedOn: dayOfSeed(seed),
    issuedAt: instant(draws, seed),
  }),
}

/** What can be sent of, by contract. */
export const KINDS: readonly Kind[] = [dossier, feedback, survey, figure]
