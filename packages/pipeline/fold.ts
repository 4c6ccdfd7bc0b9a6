import type { Consumption, Kafka, PartitionLag, StartAt } from '@ioc/kafka'
import type { KeptEvent, LogRecord } from '@ioc/reader'
import type { Outcome } from '@ioc/schemas'
import type { Sealer } from '@ioc/sealing'
import { type Block, makeBlock, type Run } from './block.ts'
import { openExport } from './export.ts'
import type { VersionAt } from './ledger-row.ts'
import { withRemedy } from './remedy.ts'
import { openRepeat, type Trouble, type Wait } from './repeat.ts'
import { firstMissingOffset, LedgerHasGap } from './resume.ts'
import type { TableBlock } from './rows.ts'
import { runsOf } from './runs.ts'
import type { Store } from './store.ts'

export type Pipeline = {
  start(): Promise<void>
  /** Ends the blocks under way, or gives them up, within about 5 s; leaves the group. */
  stop(): Promise<void>
  /** Rejects when the pipeline cannot go on; the service then ends and is started again. */
  readonly finished: Promise<void>
  lag(): PartitionLag[]
  /** What is being repeated now because it was not acknowledged. */
  troubles(): Trouble[]
}

/** The doors of the pipeline and its time, all of them values: a simulation runs it in one thread from a seed. */
export type FoldOptions = {
  kafka: Pick<Kafka, 'consume' | 'publish'> & { admin: Pick<Kafka['admin'], 'committed'> }
  store: Store
  wait: Wait
  topics: readonly string[]
  group: string
  deadLetterTopic: string
  read(record: LogRecord): Outcome<KeptEvent>
  sealer: Sealer
  /** The version of the catalogues that `read` judges by: one, or the one in force at a record's append time. */
  catalogueVersion: string | VersionAt
  /** Resolves when all that decides about records appended up to here is known: asked between their fetch and their verdict. */
  knowUpTo?(appendedAtMs: number): Promise<void>
  /** Most bytes of one partition read into one block. */
  bytesPerPartition?: number
  /** Blocks held at once; with ClickHouse away nothing more is read. */
  partitionsAtOnce?: number
  /** Called after each block is durable, exported and committed. */
  onBlock?(topic: string, counts: Block['counts']): void
  onTrouble?(trouble: Trouble): void
}

/**
 * About 10,000 dossier events a block where so many wait, few where it is quiet: instead of 3,700 they halve what ClickHouse takes an event, and
 * leave the process at 340 MB of its 400 (docs/performance.md). Two at a time keep two cores busy: one is read while the other is
 * inserted.
 */
export const BYTES_PER_PARTITION = 8 * 1024 * 1024
const PARTITIONS_AT_ONCE = 2

/** A process that died is noticed after this; a local broker allows it (`group.min.session.timeout.ms`), and others fall back. */
const SESSION_TIMEOUT_MS = 3_000

/**
 * Design §6 gives a service 10 s to end: a block under way has 2 s to come to its end by itself, and 2.5 s to be called off. What is
 * left is for closing clients of a Kafka that may hang too, 3 s each.
 */
const END_BY_ITSELF_MS = 2_000
const CALL_OFF_MS = 2_500

/**
 * The river's middle: one partition's records in offset order become rows, business tables first, the ledger last, then dead
 * letters, and only then the commit, which is a hint. Killed on any line, the next run starts at the first offset the ledger
 * lacks and writes the same keys again (design §4). Of one partition one block is under way at a time, so a block's ledger
 * insert also waits for the one before.
 */
export const fold = (options: FoldOptions): Pipeline => {
  const { kafka, store, wait } = options
  const stopping = new AbortController() // nothing is repeated any more
  const callingOff = new AbortController() // requests under way are called off too
  const repeat = openRepeat({ wait, stopping: stopping.signal, onTrouble: options.onTrouble })
  const letters = openExport({ ...options, repeat, signal: callingOff.signal })

  const insert = (block: TableBlock) =>
    repeat.untilDone(`insert ${block.table}`, () => store.insert(block, callingOff.signal))

  const startAt = async (topic: string, partition: number): Promise<StartAt> => {
    const start = await repeat.untilDone(
      'where to go on',
      () => firstMissingOffset(store, topic, partition, callingOff.signal),
      (error) => error instanceof LedgerHasGap,
    )
    await letters.sendMissed(topic, partition, start.next)
    return start
  }

  const knowUpTo = async ({ records }: Run): Promise<void> => {
    const { knowUpTo: know } = options
    if (know && records.length > 0)
      await repeat.untilDone('which catalogues are in force', () => know(newestOf(records)))
  }

  let consumer: Consumption | null = null
  let starting: Promise<Consumption> | null = null
  const finished = Promise.withResolvers<void>()
  finished.promise.catch(() => {}) // whoever runs us awaits it; before that, no unhandled rejection
  /** Once we stop, work is given up on purpose, and the reader may end with just that. */
  const fail = (error: unknown) =>
    stopping.signal.aborted ? finished.resolve() : finished.reject(withRemedy(error))

  /** Also out of a start that is not over yet: else it would go on reading. */
  const leave = async () => (await starting?.catch(() => null))?.stop()

  return {
    finished: finished.promise,
    lag: () => consumer?.lag() ?? [],
    troubles: repeat.troubles,
    start: async () => {
      starting = kafka.consume({
        group: options.group,
        sessionTimeoutMs: SESSION_TIMEOUT_MS,
        maxBytesPerPartition: options.bytesPerPartition ?? BYTES_PER_PARTITION,
        partitionsConcurrently: options.partitionsAtOnce ?? PARTITIONS_AT_ONCE,
        topics: [...options.topics],
        startAt,
        onBatch: async (batch) => {
          await knowUpTo(batch)
          for (const run of runsOf(batch)) {
            const block = makeBlock(
              run,
              options.read,
              options.sealer,
              options.catalogueVersion,
              store.openRows,
            )
            await Promise.all(block.business.map(insert))
            await insert(block.ledger)
            await letters.send(block.deadLetters)
            if (run.lastOffset === batch.lastOffset) await batch.commit()
            options.onBlock?.(batch.topic, block.counts)
          }
        },
      })
      consumer = await starting
      consumer.finished.then(finished.resolve, fail)
    },
    stop: async () => {
      stopping.abort()
      const ended = new AbortController()
      const over = leave().finally(() => ended.abort())
      await Promise.race([over, wait(END_BY_ITSELF_MS, ended.signal)])
      callingOff.abort()
      await Promise.race([over, wait(CALL_OFF_MS, ended.signal)])
    },
  }
}

/** The newest append time, epoch ms. Of damaged bytes it is not asked: their header may say any. */
const newestOf = (records: Run['records']): number => {
  let newest = 0
  for (const { appendedAtMs } of records) if (appendedAtMs > newest) newest = appendedAtMs
  return newest
}
