import fc from 'fast-check'

/** One position of a partition as the plan has it. Small ranges on purpose: repeats, ties, corrections and reordering then come by themselves. */
export type PlannedRecord = {
  partition: number
  kind: 'dossier' | 'poison' | 'probe' | 'control' | 'corrupt'
  /** Which dossier. */
  subject: number
  /** When its system knew this. */
  minute: number
  sequence: number
  /** Distinguishes contents of one instant and sequence. */
  content: number
  finished: boolean
  voided: boolean
  /** Which poison; how many offsets a corrupt batch has. */
  sort: number
}

/** What a schedule may do; a rate is so many of a thousand steps or answers, often 0, so that each schedule has a few kinds of trouble. */
export type Plan = {
  records: PlannedRecord[]
  aggregators: number
  /** Steps before everything heals. */
  steps: number
  /** Most offsets in one fetch, by life; cycled. */
  cuts: number[]
  rates: {
    kill: number
    stop: number
    pause: number
    expel: number
    brokerAway: number
    forgetCommits: number
    publishTwice: number
    /** Of a ClickHouse answer: done but said otherwise; not done; refused for now; done later; only the first of two tables. */
    doneUnknown: number
    notDone: number
    refused: number
    late: number
    half: number
  }
  /** Seed of every choice made while it runs. */
  choices: number
}

export const PARTITIONS = 3

const rate = (often: number) => fc.constantFrom(0, 0, Math.ceil(often / 4), often)

const record: fc.Arbitrary<PlannedRecord> = fc.record({
  partition: fc.nat(PARTITIONS - 1),
  kind: fc.constantFrom(
    'dossier',
    'dossier',
    'dossier',
    'dossier',
    'dossier',
    'dossier',
    'poison',
    'poison',
    'probe',
    'control',
    'corrupt',
  ),
  subject: fc.nat(4),
  minute: fc.nat(5),
  sequence: fc.nat(1),
  content: fc.nat(2),
  finished: fc.boolean(),
  voided: fc.constantFrom(false, false, false, true),
  sort: fc.nat(4),
})

/** Every schedule there is. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  records: fc.array(record, { minLength: 4, maxLength: 28, size: 'max' }),
  aggregators: fc.integer({ min: 1, max: 3 }),
  steps: fc.integer({ min: 20, max: 250 }),
  cuts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
  rates: fc.record({
    kill: rate(30),
    stop: rate(10),
    pause: rate(40),
    expel: rate(30),
    brokerAway: rate(10),
    forgetCommits: rate(20),
    publishTwice: rate(200),
    doneUnknown: rate(150),
    notDone: rate(150),
    refused: rate(60),
    late: rate(200),
    half: rate(150),
  }),
  choices: fc.noShrink(fc.nat()),
})
