import { type Draws, drawsOf } from '../draws.ts'
import type { Aggregators, Exchange, Fault, When } from './fault.ts'

/** Aggregators of one world: so many can live at once. */
export const SLOTS = 3

export type FaultPlan = {
  /** How many aggregators work at once in this seed. */
  aggregators: number
  /** Bytes of a block for each new life of an aggregator, in turn: blocks are never cut alike by two of them. */
  blockBytes: readonly number[]
  faults: readonly Fault[]
}

const BLOCK_BYTES = [3_000, 6_000, 12_000, 25_000, 60_000, 3 << 20]

const sometime = (draws: Draws): When => ({ sentShare: draws.between(5, 95) / 100 })
const at = (exchange: Exchange, moment: 'asked' | 'answered', nth: number): When => ({
  exchange,
  moment,
  nth,
})

/** The moments between two writes of a block, where a wrong order of steps loses or doubles. */
const amidBlock = (draws: Draws): When =>
  draws.pick([
    () => at('insert business', 'asked', draws.between(1, 20)),
    () => at('insert business', 'answered', draws.between(1, 20)),
    () => at('insert ledger', 'asked', draws.between(1, 20)),
    () => at('insert ledger', 'answered', draws.between(1, 20)),
  ])()

const amidGroup = (draws: Draws): When =>
  draws.pick([
    () => at('produce dead letter', 'asked', draws.between(1, 3)),
    () => at('produce dead letter', 'answered', draws.between(1, 3)),
    () => at('commit', 'asked', draws.between(1, 12)),
    () => at('ask', 'answered', draws.between(1, 6)),
    () => at('fetch', 'answered', draws.between(1, 30)),
    () => at('join', 'asked', 1),
    () => at('sync', 'answered', 1),
  ])()

const some = (draws: Draws, aggregators: number): Aggregators => {
  const first = draws.below(aggregators)
  if (draws.chance(0.65)) return [first]
  return draws.chance(0.5) ? [first, (first + 1) % aggregators] : [...Array(aggregators).keys()]
}

/** Each kind of fault with the share of seeds that have it. What takes long to heal is rarer, so that many seeds can be run. */
const KINDS: readonly [share: number, make: (draws: Draws, aggregators: number) => Fault][] = [
  [1, (d) => ({ kind: 'kill-aggregators', which: 'the one at it', downMs: 0, when: amidBlock(d) })],
  [0.3, (d) => ({ kind: 'kill-aggregators', which: 'the one at it', downMs: 0, when: amidGroup(d) })],
  [
    0.45,
    (d, n) => ({ kind: 'kill-aggregators', which: some(d, n), downMs: d.pick([0, 200]), when: sometime(d) }),
  ],
  [
    0.3,
    (d) => ({
      kind: 'pause-aggregators',
      which: 'the one at it',
      pauseMs: d.between(100, 1_500),
      when: amidBlock(d),
    }),
  ],
  [
    0.25,
    (d, n) => ({
      kind: 'pause-aggregators',
      which: some(d, n),
      pauseMs: d.between(50, 1_500),
      when: sometime(d),
    }),
  ],
  // Long enough to lose its partitions to another, and then to wake up with a block in its hands.
  [
    0.12,
    (d) => ({
      kind: 'pause-aggregators',
      which: 'the one at it',
      pauseMs: d.between(3_500, 7_000),
      when: amidBlock(d),
    }),
  ],
  [
    0.3,
    (d) => ({
      kind: 'kill-engine',
      engine: 'clickhouse',
      inMs: d.pick([0, 1, 2, 4, 8]),
      downMs: d.pick([0, 0, 300]),
      when: amidBlock(d),
    }),
  ],
  [0.1, (d) => ({ kind: 'kill-engine', engine: 'clickhouse', inMs: 0, downMs: 0, when: sometime(d) })],
  [
    0.3,
    (d) => ({
      kind: 'pause-engine',
      engine: 'clickhouse',
      pauseMs: d.between(50, 1_000),
      when: amidBlock(d),
    }),
  ],
  [0.05, (d) => ({ kind: 'kill-engine', engine: 'kafka', inMs: 0, downMs: 0, when: sometime(d) })],
  [0.05, (d) => ({ kind: 'kill-engine', engine: 'kafka', inMs: 0, downMs: 0, when: amidGroup(d) })],
  [
    0.25,
    (d) => ({ kind: 'pause-engine', engine: 'kafka', pauseMs: d.between(50, 1_200), when: sometime(d) }),
  ],
  [0.3, (d) => ({ kind: 'cut', line: 'clickhouse', when: amidBlock(d) })],
  [0.25, (d) => ({ kind: 'cut', line: 'kafka', when: d.chance(0.5) ? sometime(d) : amidGroup(d) })],
  [
    0.25,
    (d) => ({
      kind: 'hold',
      line: 'clickhouse',
      holdMs: d.between(50, 1_000),
      afterwards: d.pick(['cut', 'go on']),
      when: amidBlock(d),
    }),
  ],
  [
    0.2,
    (d) => ({
      kind: 'hold',
      line: 'kafka',
      holdMs: d.between(50, 1_000),
      afterwards: d.pick(['cut', 'go on']),
      when: sometime(d),
    }),
  ],
  [
    0.5,
    (d) => ({
      kind: 'drop-answers',
      line: 'clickhouse',
      answers: d.between(1, 3),
      when: at('insert ledger', 'answered', d.between(1, 20)),
    }),
  ],
  [
    0.4,
    (d) => ({
      kind: 'drop-answers',
      line: 'clickhouse',
      answers: d.between(1, 3),
      when: at('insert business', 'answered', d.between(1, 20)),
    }),
  ],
  [
    0.5,
    (d) => ({
      kind: 'drop-answers',
      line: 'kafka',
      answers: d.between(1, 2),
      when: at('produce sent', 'answered', d.between(1, 25)),
    }),
  ],
  [
    0.2,
    (d) => ({
      kind: 'drop-answers',
      line: 'kafka',
      answers: 1,
      when: at(
        d.pick(['produce dead letter', 'commit', 'heartbeat', 'join', 'fetch']),
        'answered',
        d.between(1, 3),
      ),
    }),
  ],
]

/** What strikes in a seed; depends on the seed alone. */
export const faultPlanOf = (seed: number): FaultPlan => {
  const draws = drawsOf(seed, 'faults')
  const aggregators = draws.chance(0.35) ? 3 : 2
  return {
    aggregators,
    blockBytes: Array.from({ length: 12 }, () => draws.pick(BLOCK_BYTES)),
    faults: KINDS.flatMap(([share, make]) => (draws.chance(share) ? [make(draws, aggregators)] : [])),
  }
}
