import type { ClickHouse } from '@ioc/clickhouse'
import { type CatalogueView, contracts } from '@ioc/schemas'
import type { ReasonCode } from '@ioc/schemas/reason-codes.ts'
import type { DeadLetterDoors } from './doors.ts'
import { type Position, positionText } from './position.ts'
import { type Replayed, type ReplayOutcome, replayDeadLetters } from './replay.ts'
import { FOLDED } from './state-sql.ts'

/** Reasons that say: this code is in no catalogue. What was rejected for nothing else may be right under the next set. */
export const UNKNOWN_CODES: readonly ReasonCode[] = [
  'unknown-unit',
  'unknown-procedure',
  'unknown-questionnaire',
  'unknown-question',
]

/** How far the dead letters of each partition were judged by a set of catalogues: by `topic/partition` the first offset that was not. */
export type Judged = { version: string; next: Record<string, number> }

export type ReturnOptions = {
  /** The set they are judged by. */
  catalogues: CatalogueView
  /** How far that was done before; another set's is not asked. */
  judged: Judged | null
  /** Called after every page, so that a run that is broken off goes on there. */
  save(judged: Judged): void
  signal: AbortSignal
}

/** Dead letters in one go: the next go waits until the ledger has the replays of this one, so live events are not crowded out. */
const PAGE = 500
const FOLDED_MS_MAX = 60_000

/**
 * Replays dead letters that were rejected for unknown codes alone and that this set would keep, in the order of each partition, and those
 * that came into the ledger since. May be broken off and repeated: what has a kept replay is not sent again, a replay that is rejected is
 * folded under its first one and is judged no more by this set. Gives how many came to what.
 * @throws what the ports throw, and DeadLetterRefusal where the key cannot be read; what was done before stays done
 */
export const returnDeadLetters = async (
  doors: DeadLetterDoors,
  { catalogues, judged, save, signal }: ReturnOptions,
): Promise<Partial<Record<ReplayOutcome, number>>> => {
  const { version } = catalogues
  const next: Judged['next'] = judged?.version === version ? { ...judged.next } : {}
  const counts: Partial<Record<ReplayOutcome, number>> = {}
  const replaying = {
    actor: `catalogue ${version}`,
    why: 'its code is in the catalogues now in force',
    waitMs: FOLDED_MS_MAX,
  }
  for (const { topic, partition, end } of await ledgerEnds(doors.clickhouse)) {
    const place = `${topic}/${partition}`
    while ((next[place] ?? 0) < end && !signal.aborted) {
      const page = await waitingFor(doors.clickhouse, { topic, partition, offset: next[place] ?? 0 }, end)
      // One set for all of a page, whatever comes into force meanwhile.
      const done = await replayDeadLetters({ ...doors, catalogues: () => catalogues }, page, replaying)
      for (const { outcome } of done) counts[outcome] = (counts[outcome] ?? 0) + 1
      const held = heldUp(page, done)
      next[place] = held?.offset ?? (page.length < PAGE ? end : page.at(-1)!.offset + 1)
      save({ version, next })
      if (held) break // the ledger is behind: what was sent may still arrive, and is looked for the next time
    }
  }
  return counts
}

/** What a set would let come back: of `judged` dead letters that wait for a code, `kept`; `more`: there are more than were judged. */
export type Returning = { kept: number; judged: number; more: boolean }

/** Beyond, counting would take minutes for a number nobody decides by. */
const JUDGED_MAX = 20_000

/**
 * How many dead letters would come back by themselves if this set were in force: those rejected for unknown codes alone, judged by it as
 * `returnDeadLetters` does. Nothing is sent, and those that came back already or were set aside do not count.
 * @throws what the ports throw, and DeadLetterRefusal where the key cannot be read
 */
export const countReturns = async (doors: DeadLetterDoors, catalogues: CatalogueView): Promise<Returning> => {
  const asked = { actor: `catalogue ${catalogues.version}`, why: 'asked only', waitMs: 0, dryRun: true }
  let [kept, judged] = [0, 0]
  for (const { topic, partition, end } of await ledgerEnds(doors.clickhouse))
    for (let offset = 0; offset < end; ) {
      if (judged >= JUDGED_MAX) return { kept, judged, more: true }
      const page = await waitingFor(doors.clickhouse, { topic, partition, offset }, end)
      const told = await replayDeadLetters({ ...doors, catalogues: () => catalogues }, page, asked)
      kept += told.filter(({ outcome }) => outcome === 'would-be-kept').length
      judged += told.filter(
        ({ outcome }) => outcome === 'would-be-kept' || outcome === 'would-be-rejected',
      ).length
      offset = page.length < PAGE ? end : page.at(-1)!.offset + 1
    }
  return { kept, judged, more: false }
}

/** The first one of which it is not known whether it is on its way. */
const heldUp = (page: readonly Position[], done: readonly Replayed[]): Position | undefined => {
  const onTheirWay = new Set(
    done.filter(({ outcome }) => outcome === 'on-its-way').map(({ position }) => position),
  )
  return page.find((position) => onTheirWay.has(positionText(position)))
}

const ledgerEnds = async (
  clickhouse: Pick<ClickHouse, 'query'>,
): Promise<{ topic: string; partition: number; end: number }[]> =>
  clickhouse.query(
    'SELECT topic, `partition`, max(`offset`) + 1 AS end FROM ledger WHERE topic IN {topics:Array(String)} GROUP BY topic, `partition` ORDER BY topic, `partition`',
    { topics: contracts.map(({ id }) => id) },
  )

/** Dead letters of a partition, from an offset up to before another, that were rejected for unknown codes alone; in order, the first PAGE. */
const waitingFor = (
  clickhouse: Pick<ClickHouse, 'query'>,
  { topic, partition, offset }: Position,
  end: number,
): Promise<(Position & { valueBytes: number })[]> =>
  clickhouse.query(
    `SELECT topic, \`partition\`, \`offset\`, value_bytes AS valueBytes
     FROM ledger PREWHERE verdict = 'reject' WHERE topic = {topic:String} AND \`partition\` = {partition:Int32}
       AND \`offset\` >= {offset:UInt64} AND \`offset\` < {end:UInt64}
       AND notEmpty(ledger.reasons.code) AND arrayAll(code -> toString(code) IN {codes:Array(String)}, ledger.reasons.code)
       AND ${FOLDED}
     ORDER BY \`offset\` LIMIT 1 BY \`offset\` LIMIT ${PAGE}`,
    { topic, partition, offset, end, codes: [...UNKNOWN_CODES] },
  )
