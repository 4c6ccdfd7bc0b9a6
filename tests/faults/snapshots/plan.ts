import { type Draws, drawsOf } from '../draws.ts'

/** What a publisher does on its lines, as the proxies name it. */
export type Exchange =
  | 'propose' // a cut, into the log of cuts
  | 'post' // a signed snapshot, into the outbox
  | 'project' // it, into the table of snapshots
  | 'deliver' // it, to the receiver
  | 'keep' // the attempt and its answer, into the table of deliveries

export const EXCHANGES: readonly Exchange[] = ['propose', 'post', 'project', 'deliver', 'keep']

export const ENGINES = ['kafka', 'clickhouse'] as const
export type EngineName = (typeof ENGINES)[number]
/** Which engine an exchange is asked of; the receiver is none. */
const ASKED_OF: Record<EngineName, readonly Exchange[]> = {
  kafka: ['propose', 'post'],
  clickhouse: ['project', 'keep'],
}

/** When a fault strikes: before a step, or at the n-th exchange of a kind, as it is asked or as it is answered. */
export type When = { step: number } | { exchange: Exchange; moment: 'asked' | 'answered'; nth: number }

export type Fault = { when: When } & (
  | { kind: 'kill-publisher' | 'kill-receiver'; which: number; inMs: number; downMs: number }
  | { kind: 'pause-publisher' | 'pause-receiver'; which: number; pauseMs: number }
  | { kind: 'kill-engine'; engine: EngineName; inMs: number; downMs: number }
  | { kind: 'pause-engine'; engine: EngineName; pauseMs: number }
  /** What was asked is done; its answer is swallowed and the connection cut, `answers` times in a row. */
  | { kind: 'drop-answers'; answers: number }
)

/** One version of a dossier. Days count from the first of the seed; below zero: before it. */
export type Version = {
  serial: number
  unit: string
  receivedOn: number
  hour: number
  sequence: number
  voided: boolean
}

/** `show`: the clock is set to this hour and minute of a day of the seed, which may be earlier than it was. */
export type Step =
  | { do: 'tell'; versions: readonly Version[] }
  | { do: 'show'; day: number; at: string }
  | { do: 'dwell'; ms: number }

export type Plan = {
  publishers: number
  days: number
  steps: readonly Step[]
  faults: readonly Fault[]
}

export const UNITS = ['24769', '24772'] as const

/** New dossiers of a day, and what is told late or again: earlier days, corrections, voided ones, repeats, older versions after newer ones. */
const tellingsOf = (draws: Draws) => {
  const known: Version[] = []
  return (day: number, count: number): Step => {
    const versions = Array.from({ length: count }, (): Version => {
      const old = known.length > 0 && draws.chance(0.45) ? draws.pick(known) : null
      if (old && draws.chance(0.4)) return old // the same again, perhaps after a newer one
      const serial = old?.serial ?? new Set(known.map((each) => each.serial)).size
      const version = {
        serial,
        unit: draws.pick(UNITS),
        receivedOn: draws.chance(0.4) ? day - draws.between(1, 3) : day,
        hour: draws.between(7, 17),
        sequence: 1 + Math.max(0, ...known.filter((v) => v.serial === serial).map((v) => v.sequence)),
        voided: old !== null && draws.chance(0.2),
      }
      known.push(version)
      return version
    })
    return { do: 'tell', versions }
  }
}

const stepsOf = (draws: Draws, days: number): Step[] => {
  const tell = tellingsOf(draws)
  const dwell = (most: number): Step => ({ do: 'dwell', ms: draws.between(0, most) })
  return Array.from({ length: days }, (_, day): Step[] => [
    { do: 'show', day, at: '08:00' },
    tell(day, draws.between(2, 8)),
    ...(draws.chance(0.3)
      ? // An hour ahead in the evening, so that the day seems to have ended; back again, and it goes on.
        [
          { do: 'show' as const, day: day + 1, at: '00:20' },
          dwell(1_200),
          { do: 'show' as const, day, at: '23:25' },
          tell(day, 2),
          dwell(600),
        ]
      : []),
    ...(draws.chance(0.4)
      ? [{ do: 'show' as const, day: day + 1, at: '00:04' }, tell(day, 2), dwell(900)]
      : []),
    { do: 'show', day: day + 1, at: draws.pick(['00:05', '00:06', '00:30']) },
    tell(day, draws.between(0, 3)),
    // A day that is hardly seen: the next one ends before anybody looked.
    dwell(draws.chance(0.3) ? 0 : 1_500),
    ...(draws.chance(0.3)
      ? // An hour back, into the day that is cut already.
        [
          { do: 'show' as const, day, at: '23:10' },
          dwell(900),
          tell(day, 1),
          { do: 'show' as const, day: day + 1, at: '00:10' },
        ]
      : []),
    tell(day, draws.between(0, 3)),
    dwell(900),
  ]).flat()
}

const at = (draws: Draws, exchanges: readonly Exchange[], most: number): When => ({
  exchange: draws.pick(exchanges),
  moment: draws.pick(['asked', 'answered']),
  nth: draws.between(1, most),
})

/** Each kind of fault with the share of seeds that have it. */
const KINDS: readonly [share: number, make: (draws: Draws, steps: number) => Fault][] = [
  // The moments between two logs, where what is done and what is known of it differ.
  [
    1,
    (d) => ({
      kind: 'kill-publisher',
      which: -1,
      inMs: 0,
      downMs: d.pick([0, 0, 800]),
      when: at(d, EXCHANGES, 5),
    }),
  ],
  [
    0.6,
    (d) => ({
      kind: 'kill-publisher',
      which: -1,
      inMs: d.pick([0, 3, 20]),
      downMs: 0,
      when: at(d, ['propose', 'post'], 4),
    }),
  ],
  [
    0.3,
    (d, n) => ({
      kind: 'kill-publisher',
      which: d.below(2),
      inMs: 0,
      downMs: d.pick([0, 2_500]),
      when: { step: d.below(n) },
    }),
  ],
  [
    0.4,
    (d) => ({
      kind: 'pause-publisher',
      which: -1,
      pauseMs: d.between(100, 3_000),
      when: at(d, EXCHANGES, 5),
    }),
  ],
  [
    0.6,
    (d) => ({
      kind: 'kill-receiver',
      which: 0,
      inMs: d.pick([0, 0, 2, 8, 25]),
      downMs: d.pick([0, 500]),
      when: at(d, ['deliver'], 4),
    }),
  ],
  [
    0.2,
    (d, n) => ({
      kind: 'kill-receiver',
      which: 0,
      inMs: 0,
      downMs: d.pick([0, 1_500]),
      when: { step: d.below(n) },
    }),
  ],
  [
    0.3,
    (d) => ({
      kind: 'pause-receiver',
      which: 0,
      pauseMs: d.between(100, 2_000),
      when: at(d, ['deliver'], 4),
    }),
  ],
  [
    0.6,
    (d) => ({
      kind: 'drop-answers',
      answers: d.between(1, 2),
      when: { ...at(d, ['propose', 'post'], 4), moment: 'answered' },
    }),
  ],
  [
    0.5,
    (d) => ({
      kind: 'drop-answers',
      answers: d.between(1, 2),
      when: { ...at(d, ['deliver'], 4), moment: 'answered' },
    }),
  ],
  [
    0.4,
    (d) => ({
      kind: 'drop-answers',
      answers: d.between(1, 2),
      when: { ...at(d, ['project', 'keep'], 4), moment: 'answered' },
    }),
  ],
  // Behind the others, so that what those strike stays what it was for each seed.
  ...ENGINES.flatMap((engine): [number, (draws: Draws, steps: number) => Fault][] => [
    // With what it was asked in its hands, or done and not yet told.
    [
      0.45,
      (d) => ({
        kind: 'kill-engine',
        engine,
        inMs: d.pick([0, 0, 2, 15]),
        downMs: d.pick([0, 0, 1_500]),
        when: at(d, ASKED_OF[engine], 4),
      }),
    ],
    // While days pass and events come.
    [
      0.25,
      (d, n) => ({
        kind: 'kill-engine',
        engine,
        inMs: 0,
        downMs: d.pick([0, 2_500]),
        when: { step: d.below(n) },
      }),
    ],
    [
      0.4,
      (d) => ({
        kind: 'pause-engine',
        engine,
        pauseMs: d.between(200, 4_000),
        when: at(d, [...ASKED_OF[engine], 'deliver'], 4),
      }),
    ],
  ]),
]

/** What happens in a seed, and what strikes; depends on the seed alone. */
export const planOf = (seed: number): Plan => {
  const draws = drawsOf(seed, 'snapshots')
  const days = draws.between(2, 3)
  const steps = stepsOf(draws, days)
  const strikes = drawsOf(seed, 'snapshots/faults')
  return {
    publishers: strikes.chance(0.6) ? 2 : 1,
    days,
    steps,
    faults: KINDS.flatMap(([share, make]) => (strikes.chance(share) ? [make(strikes, steps.length)] : [])),
  }
}
