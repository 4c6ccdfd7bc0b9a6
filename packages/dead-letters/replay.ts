import type { OutgoingRecord } from '@ioc/kafka'
import type { Reason } from '@ioc/schemas'
import { writeActions } from './actions.ts'
import { changedPaths, type Mending } from './changes.ts'
import { chunksOf } from './chunks.ts'
import type { Acting, DeadLetterDoors } from './doors.ts'
import { type Replay, readReplays, waitForLedger, waitForReplays } from './ledger-wait.ts'
import { type Position, positionText, readPosition } from './position.ts'
import { DeadLetterRefusal, type RefusalCode } from './refusal.ts'
import { CORRUPT_BATCH, readSealed, type Sealed, unseal, wasRefusedAtEdge } from './sealed.ts'
import { judge, type Verdict } from './verdict.ts'
import { readWords, type Word } from './words.ts'

/** What a replay did with one dead letter, from asking to the ledger's word. */
export const OUTCOMES = [
  'kept', // sent, and the ledger kept it
  'rejected-again', // sent, and the ledger rejected it: the aggregator judged otherwise than we did
  'sent', // acknowledged by Kafka; the ledger had not folded it when the wait ended
  'would-be-kept', // asked only
  'would-be-rejected', // not sent
  'already-replayed', // not sent: a replay of it is kept
  'on-its-way', // not sent: one may be on its way, and the ledger is behind
  'dropped', // not sent: set aside; reopen it first
  'not-replayable', // not sent: its bytes cannot be opened, or are no record
] as const
export type ReplayOutcome = (typeof OUTCOMES)[number]

/** Why the record would be rejected, or why it cannot be replayed at all. */
export type SaidReason = Omit<Reason, 'code'> & { code: Reason['code'] | RefusalCode }

export type Replayed = {
  /** The first dead letter, whichever of its replays was named. */
  position: string
  outcome: ReplayOutcome
  /** Position of the replay in the log, where one is known. */
  at: string | null
  mode: 'strict' | 'lenient' | null
  reasons: readonly SaidReason[]
}

export type ReplayOptions = Acting & {
  mending?: Mending | null
  /** Judges and tells, and sends nothing. */
  dryRun?: boolean
  /** Sends also what is already replayed or dropped; harmless, since the newest version of a subject counts once. */
  again?: boolean
  /** How long the ledger is awaited; 0: not at all. */
  waitMs: number
  onProgress?(step: 'judged' | 'folded', done: number, total: number): void
}

const ACKNOWLEDGE_MS_MAX = 30_000
const CATCH_UP_MS_MAX = 10_000

type Plan = { row: Sealed; result: Replayed; record: OutgoingRecord | null }

/**
 * Replays dead letters: judged first, and only what would be kept is sent; who does it is written before it is sent. Safe to
 * repeat: what has a kept replay is not sent again. Throws DeadLetterRefusal for a position that holds no dead letter (before
 * anything is sent) and where the key cannot be read, and the ports' errors.
 */
export const replayDeadLetters = async (
  doors: DeadLetterDoors,
  targets: readonly (Position & { valueBytes?: number })[],
  options: ReplayOptions,
): Promise<Replayed[]> => {
  const done: Plan[] = []
  const seen = new Set<string>()
  const known = new Set<string>()
  for (const chunk of chunksOf(targets)) {
    const rows = (await readAll(doors, chunk)).filter(({ root }) => !seen.has(root) && seen.add(root))
    const plans = await planReplays(doors, rows, known, options)
    if (!options.dryRun) await send(doors, plans, options)
    done.push(...plans.map((plan) => ({ ...plan, row: { ...plan.row, value: '' }, record: null })))
    options.onProgress?.('judged', done.length, targets.length)
  }
  await tellFolded(doors, done, known, options)
  return done.map(({ result }) => result)
}

const readAll = async (doors: DeadLetterDoors, chunk: readonly Position[]): Promise<Sealed[]> => {
  const rows = new Map((await readSealed(doors.clickhouse, chunk)).map((row) => [positionText(row), row]))
  return chunk.map((position) => {
    const row = rows.get(positionText(position))
    if (row) return row
    throw new DeadLetterRefusal(
      'not-a-dead-letter',
      `the ledger has no rejected record at ${positionText(position)}`,
    )
  })
}

const planReplays = async (
  doors: DeadLetterDoors,
  rows: readonly Sealed[],
  known: Set<string>,
  options: ReplayOptions,
): Promise<Plan[]> => {
  const roots = rows.map(({ root }) => root)
  const words = await readWords(doors.clickhouse, roots)
  let replays = Map.groupBy(await readReplays(doors.clickhouse, roots), ({ root }) => root)
  const inDoubt = rows.filter(({ root }) => isInDoubt(words.get(root), replays.get(root)))
  const caughtUp = inDoubt.length === 0 || options.dryRun || (await catchUp(doors, inDoubt))
  if (inDoubt.length > 0)
    replays = Map.groupBy(await readReplays(doors.clickhouse, roots), ({ root }) => root)
  for (const each of replays.values()) for (const { position } of each) known.add(position)

  return rows.map((row) => {
    const mine = replays.get(row.root) ?? []
    const kept = mine.findLast(({ verdict }) => verdict === 'keep')
    const told = (
      outcome: ReplayOutcome,
      reasons: readonly SaidReason[] = [],
      at: string | null = null,
    ): Plan => ({
      row,
      result: { position: row.root, outcome, at, mode: null, reasons },
      record: null,
    })
    if (!options.again && kept) return told('already-replayed', [], kept.position)
    if (!options.again && words.get(row.root)?.word === 'drop') return told('dropped')
    if (!options.again && !caughtUp && isInDoubt(words.get(row.root), mine)) return told('on-its-way')
    const verdict = verdictOf(row, doors, options.mending ?? null)
    if (verdict instanceof DeadLetterRefusal)
      return told('not-replayable', [{ path: '', code: verdict.code, message: verdict.message }])
    const { mode } = verdict
    if (verdict.kind === 'reject') {
      const plan = told('would-be-rejected', verdict.reasons)
      return { ...plan, result: { ...plan.result, mode } }
    }
    const plan = told(options.dryRun ? 'would-be-kept' : 'sent')
    return { ...plan, result: { ...plan.result, mode }, record: verdict.record }
  })
}

/** More intentions to send than replays in the ledger: one may be on its way, or was given up. Only a ledger that has caught up can tell. */
const isInDoubt = (word: Word | undefined, replays: readonly Replay[] | undefined): boolean =>
  (word?.sent ?? 0) > (replays?.length ?? 0)

const catchUp = async (doors: DeadLetterDoors, rows: readonly Sealed[]): Promise<boolean> => {
  const signal = AbortSignal.timeout(CATCH_UP_MS_MAX)
  for (const topic of new Set(rows.map((row) => row.topic)))
    if (!(await waitForLedger(doors.clickhouse, topic, await doors.kafka.admin.offsets(topic), signal)))
      return false
  return true
}

/** The verdict on one row, or why it cannot be replayed at all. A key that is missing is no word on this row, and is thrown. */
export const verdictOf = (
  row: Sealed,
  doors: DeadLetterDoors,
  mending: Mending | null,
): Verdict | DeadLetterRefusal => {
  if (row.reasons.some(({ code }) => code === CORRUPT_BATCH))
    return new DeadLetterRefusal(
      'not-replayable',
      'belongs to a batch that cannot be read; it holds no record to send. Ask its sender for these events again',
    )
  const sealer = doors.sealer()
  try {
    const original = unseal(row, sealer)
    return judge(
      { topic: row.topic, original, atEdge: wasRefusedAtEdge(row, original), root: row.root, mending },
      doors,
    )
  } catch (error) {
    if (error instanceof DeadLetterRefusal && error.code !== 'wrong-change') return error
    throw error
  }
}

const send = async (
  doors: DeadLetterDoors,
  plans: readonly Plan[],
  options: ReplayOptions,
): Promise<void> => {
  const sending = plans.filter((plan) => plan.record !== null)
  if (sending.length === 0) return
  const changed = options.mending ? changedPaths(options.mending) : []
  // Before it is sent: killed in between, the intention stands in the open, and the next replay asks the ledger first.
  await writeActions(
    doors,
    'replay',
    options,
    sending.map(({ row, result }) => ({
      position: readPosition(result.position),
      detail: {
        ...(changed.length > 0 ? { changed } : {}),
        ...(positionText(row) === result.position ? {} : { from: positionText(row) }),
      },
    })),
  )
  for (const [topic, mine] of Map.groupBy(sending, ({ row }) => row.topic))
    await doors.kafka.publish(
      topic,
      mine.map(({ record }) => record!),
      { signal: AbortSignal.timeout(ACKNOWLEDGE_MS_MAX) },
    )
}

const tellFolded = async (
  doors: DeadLetterDoors,
  plans: readonly Plan[],
  known: ReadonlySet<string>,
  { waitMs, onProgress }: ReplayOptions,
): Promise<void> => {
  const sent = plans.filter(({ result }) => result.outcome === 'sent')
  if (sent.length === 0 || waitMs === 0) return
  const folded = await waitForReplays(
    doors.clickhouse,
    sent.map(({ result }) => result.position),
    known,
    AbortSignal.timeout(waitMs),
    (count) => onProgress?.('folded', count, sent.length),
  )
  for (const { result } of sent) {
    const replay = folded.get(result.position)
    if (!replay) continue
    result.at = replay.position
    result.outcome = replay.verdict === 'keep' ? 'kept' : 'rejected-again'
    result.reasons = replay.reasons
  }
}
