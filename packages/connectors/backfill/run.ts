import type { ClickHouse } from '@ioc/clickhouse'
import type { Kafka } from '@ioc/kafka'
import { judgeData } from '@ioc/reader'
import { versionKeyOf } from '@ioc/reader/row.ts'
import type { Contract } from '@ioc/schemas'
import type { SourceControl } from '@ioc/schemas/control/source-control.ts'
import { openCheckpoints } from '@ioc/source/checkpoint.ts'
import { type Edge, judgeAtEdge } from '@ioc/source/edge.ts'
import type { Candidate, Checkpoint, SourceContext } from '@ioc/source/source.ts'
import type { DayRange } from '../way.ts'
import { isOfDays } from './days.ts'
import { openHoldWatch } from './hold.ts'
import { effectsOf, rejectedAlready } from './known.ts'
import { openPace } from './pace.ts'

/** What a backfill has met so far. */
export type Counts = {
  /** Events read, of any day. */
  read: number
  /** Of other days, left alone. */
  otherDays: number
  /** There already, not sent again: versions and rejects. */
  there: number
  new: number
  newer: number
  /** Versions older than the newest: history is more complete, no current number changes. */
  older: number
  rejected: number
  skipped: number
}

export type Batch = { events: readonly Candidate[]; skipped?: number; checkpoint: Checkpoint }

export type BackfillOptions = {
  producer: string
  source: string
  contract: Contract
  days: DayRange
  /** Of how it is read (`openAgain`): another one does not go on where this one was. Empty of a source that is code alone. */
  reading: string
  dryRun: boolean
  /** Events sent a second, at most. */
  perSecond: number
  dataDir: string
  kafka: Kafka
  clickhouse: ClickHouse
  edge: Edge
  context: SourceContext
  /** Events of these days or more, after a checkpoint. */
  read(since: Checkpoint | null): AsyncIterable<Batch>
  onProgress(counts: Counts, aside: number | null): void
}

export type BackfillResult = Counts & {
  /** True if it went on where an earlier run of the same days was ended. */
  resumed: boolean
  /** False if it was stopped before the end. */
  finished: boolean
  /** The hold that stopped it: what may not flow live is not sent by this way either. */
  hold: SourceControl | null
}

const NONE: Counts = { read: 0, otherDays: 0, there: 0, new: 0, newer: 0, older: 0, rejected: 0, skipped: 0 }
/** Events of one record of progress: small enough for live ones to pass between. */
const AT_ONCE = 500

/**
 * Reads some days of a source again and sends what is not there yet, beside the live stream. What it has sent it has counted and its
 * checkpoint is behind the acknowledgement: killed, it goes on there. Run again it finds everything there and sends nothing.
 */
export const backfill = async (options: BackfillOptions): Promise<BackfillResult> => {
  const { contract, days, edge, kafka, clickhouse, context } = options
  const name = ['backfill', options.source, days.from, days.to, options.reading]
    .filter((part) => part !== '')
    .join('.')
  const checkpoints = openCheckpoints(options.dataDir, options.producer, name)
  const before = options.dryRun ? null : checkpoints.load()
  const resumed = before !== null && before.checkpoint !== null && !before.finished
  let counts: Counts = resumed ? { ...NONE, ...countsOf(before.checkpoint!) } : { ...NONE }
  const pace = openPace(options.perSecond, { kafka, clickhouse, topic: contract.id, signal: context.signal })
  const lookForHold = openHoldWatch(kafka, { source: options.source, contract: contract.id })
  let hold: SourceControl | null = null
  /** True where nothing more may be sent: the process is to end, or the source is held. */
  const isOver = async (): Promise<boolean> => {
    if (context.signal.aborted) return true
    if (!options.dryRun) hold ??= await lookForHold()
    return hold !== null || context.signal.aborted
  }
  const save = (checkpoint: Checkpoint | null, finished: boolean) => {
    if (options.dryRun) return
    checkpoints.save({
      checkpoint: { ...checkpoint, ...toCheckpoint(counts) },
      ...{ emitted: sentOf(counts), rejected: counts.rejected, skipped: counts.skipped },
      ...{ completeUpToMs: null, finished },
    })
  }

  /** False where it was stopped: then nothing of them is counted, and they are read again. */
  const take = async (events: readonly Candidate[]): Promise<boolean> => {
    const mine = events.filter((each) => isOfDays(each, days))
    const judged = mine.map((candidate) => ({
      candidate,
      ...judgeAtEdge(incomingOf(options.source, candidate), edge),
    }))
    const good = judged.filter(({ reasons }) => reasons === null)
    const bad = judged.filter(({ reasons }) => reasons !== null)
    const effects = await effectsOf(
      clickhouse,
      contract,
      good.map(({ candidate }) => versionOf(contract, candidate, edge)),
    )
    const badIds = bad.map(({ candidate }) => candidate.id)
    const known = await rejectedAlready(clickhouse, contract.id, options.source, badIds)
    const sending = [
      ...good.filter((_, index) => effects[index] !== 'there'),
      ...bad.filter(({ candidate }) => !known.has(candidate.id)),
    ]
    if (!options.dryRun && sending.length > 0) {
      await pace.before(sending.length, (behind) => options.onProgress(counts, behind))
      if (await isOver()) return false
      await kafka.publish(
        contract.id,
        sending.map(({ record }) => record),
        { signal: context.signal },
      )
    }
    const of = (effect: string) => effects.filter((each) => each === effect).length
    counts = {
      ...counts,
      read: counts.read + events.length,
      otherDays: counts.otherDays + events.length - mine.length,
      there: counts.there + of('there') + known.size,
      new: counts.new + of('new'),
      newer: counts.newer + of('newer'),
      older: counts.older + of('older'),
      rejected: counts.rejected + bad.length - known.size,
    }
    options.onProgress(counts, null)
    return true
  }

  /** True if it read to the end of what there was. */
  const readAll = async (): Promise<boolean> => {
    if (await isOver()) return false
    for await (const batch of options.read(resumed ? readingOf(before.checkpoint!) : null)) {
      for (let at = 0; at < batch.events.length; at += AT_ONCE)
        if (context.signal.aborted || !(await take(batch.events.slice(at, at + AT_ONCE)))) return false
      if (context.signal.aborted) return false
      counts = { ...counts, skipped: counts.skipped + (batch.skipped ?? 0) }
      save(batch.checkpoint, false)
    }
    return !context.signal.aborted
  }

  const finished = await readAll().catch((error: unknown) => {
    // Whatever was waited for then says so in its own way; the checkpoint is behind what was acknowledged.
    if (context.signal.aborted) return false
    throw error
  })
  if (finished) save({}, true)
  return { ...counts, resumed, finished, hold }
}

const sentOf = (counts: Counts) => counts.new + counts.newer + counts.older + counts.rejected

/** Counts travel in the checkpoint beside where the source was read to. */
const PREFIX = 'counted:'
const toCheckpoint = (counts: Counts): Checkpoint =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [PREFIX + name, count]))
const countsOf = (checkpoint: Checkpoint): Partial<Counts> =>
  Object.fromEntries(
    Object.entries(checkpoint)
      .filter(([name]) => name.startsWith(PREFIX))
      .map(([name, count]) => [name.slice(PREFIX.length), count]),
  ) as Partial<Counts>
const readingOf = (checkpoint: Checkpoint): Checkpoint =>
  Object.fromEntries(Object.entries(checkpoint).filter(([name]) => !name.startsWith(PREFIX)))

const incomingOf = (source: string, candidate: Candidate) => ({
  ...{ source, id: candidate.id, type: null, timeMs: candidate.atMs },
  data: 'data' in candidate ? candidate.data : candidate.bytes,
  ...('faults' in candidate && candidate.faults ? { faults: candidate.faults } : {}),
})

/** Of an event the edge keeps: its data can be read. */
const versionOf = (contract: Contract, candidate: Candidate, edge: Edge) => {
  const data =
    'data' in candidate ? candidate.data : (JSON.parse(candidate.bytes.toString()) as Record<string, unknown>)
  const judged = judgeData(contract, data, {
    ...{ catalogues: edge.catalogues, arrivedAtMs: edge.businessNow(), mode: 'strict' as const },
  })
  if (judged.kind !== 'keep') throw new Error('an event that the edge kept is read otherwise a moment later')
  return versionKeyOf(contract, judged.value.data, judged.value.extra)
}
