/** Lines between processes that run through a proxy of ours. */
export type Line = 'clickhouse' | 'kafka'

/** What passes on a line, as the proxy names it; `produce` is split by who sends. */
export type Exchange =
  | 'insert business'
  | 'insert ledger'
  | 'ask' // a query of the aggregator: where to go on
  | 'produce sent' // by a producer or the sender of these runs
  | 'produce dead letter'
  | 'fetch'
  | 'commit'
  | 'join'
  | 'sync'
  | 'heartbeat'
  | 'other'

/** When a fault strikes: once a share of the sendings is done, or at the n-th exchange of a kind, as it is asked or as it is answered. */
export type When = { sentShare: number } | { exchange: Exchange; moment: 'asked' | 'answered'; nth: number }

/** Which aggregators: these slots, or the one whose exchange sprang the trap. */
export type Aggregators = readonly number[] | 'the one at it'

export type Fault = { when: When } & (
  | { kind: 'kill-aggregators'; which: Aggregators; downMs: number }
  | { kind: 'pause-aggregators'; which: Aggregators; pauseMs: number }
  /** `inMs` after the moment, so that the work asked for has begun. */
  | { kind: 'kill-engine'; engine: Line; inMs: number; downMs: number }
  | { kind: 'pause-engine'; engine: Line; pauseMs: number }
  | { kind: 'cut'; line: Line }
  /** Half-open: nothing passes and nobody is told; then the connections are cut, or go on as if nothing had been. */
  | { kind: 'hold'; line: Line; holdMs: number; afterwards: 'cut' | 'go on' }
  /** The request passes and the work is done; its answer is swallowed and the connection cut, `answers` times in a row. */
  | { kind: 'drop-answers'; line: Line; answers: number }
)
