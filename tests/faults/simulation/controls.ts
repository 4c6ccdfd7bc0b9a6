import type { Batch, StartAt } from '@ioc/kafka'
import { type Block, makeBlock } from '@ioc/pipeline/block.ts'
import { deadLetter } from '@ioc/pipeline/dead-letter.ts'
import { type FoldOptions, fold, type Pipeline } from '@ioc/pipeline/fold.ts'
import { openRepeat } from '@ioc/pipeline/repeat.ts'
import { firstMissingOffset } from '@ioc/pipeline/resume.ts'
import type { TableBlock } from '@ioc/pipeline/rows.ts'
import type { Finding } from './oracle.ts'
import type { Variant } from './run.ts'

/**
 * Designs known to lose or to double. The simulation must catch each of them: they show that its eyes are open. None of this is
 * in the product.
 */

type Doors = {
  insert(block: TableBlock): Promise<void>
  send(block: Block): Promise<void>
  ledgerEnd(topic: string, partition: number): Promise<StartAt>
  committed(topic: string, partition: number): Promise<StartAt>
}

/** A pipeline of the product's parts with its order of steps and its place to resume changed. */
const folding =
  (
    onBatch: (batch: Batch, block: Block, doors: Doors) => Promise<void>,
    startAt: (topic: string, partition: number, doors: Doors) => Promise<StartAt>,
  ) =>
  (options: FoldOptions): Pipeline => {
    const { kafka, store, wait } = options
    const stopping = new AbortController()
    const { untilDone, troubles } = openRepeat({ wait, stopping: stopping.signal })
    const doors: Doors = {
      insert: (block) => untilDone('insert', () => store.insert(block, stopping.signal)),
      send: ({ deadLetters }) => kafka.publish(options.deadLetterTopic, deadLetters.map(deadLetter)),
      ledgerEnd: (topic, partition) =>
        untilDone('end', () => firstMissingOffset(store, topic, partition, stopping.signal)),
      committed: async (topic, partition) => {
        const offsets = await kafka.admin.committed(options.group, topic)
        return { next: offsets.find((each) => each.partition === partition)?.offset ?? 0 }
      },
    }
    const finished = Promise.withResolvers<void>()
    const started = Promise.withResolvers<Awaited<ReturnType<FoldOptions['kafka']['consume']>>>()
    return {
      finished: finished.promise,
      lag: () => [],
      troubles,
      start: async () => {
        const reader = await kafka.consume({
          group: options.group,
          topics: [...options.topics],
          startAt: (topic, partition) => startAt(topic, partition, doors),
          onBatch: (batch) =>
            onBatch(batch, makeBlock(batch, options.read, options.sealer, options.catalogueVersion), doors),
        })
        reader.finished.then(finished.resolve, (error) =>
          stopping.signal.aborted ? finished.resolve() : finished.reject(error),
        )
        started.resolve(reader)
      },
      stop: async () => {
        stopping.abort()
        await (await started.promise).stop()
      },
    }
  }

/** The commit goes first, and is where the next life begins: whatever was between commit and insert is gone. */
const commitBeforeInsert = folding(
  async (batch, block, { insert, send }) => {
    await batch.commit()
    await Promise.all(block.business.map(insert))
    await insert(block.ledger)
    await send(block)
  },
  (topic, partition, { committed }) => committed(topic, partition),
)

/** The ledger goes first, and its end is where the next life begins: it vouches for business rows that may never come. */
const ledgerFirst = folding(
  async (batch, block, { insert, send }) => {
    await insert(block.ledger)
    await Promise.all(block.business.map(insert))
    await send(block)
    await batch.commit()
  },
  (topic, partition, { ledgerEnd }) => ledgerEnd(topic, partition),
)

/** What a view says that counts rows as they come in, beside the rows there are: a repeat counts again. */
const countingView: Variant['judge'] = (history, twin) => {
  const kept = history.filter(({ verdict }) => verdict === 'keep').length
  const counted = twin.counted()
  if (counted === kept) return []
  return [
    { what: counted > kept ? 'doubled' : 'lost', where: `the view counts ${counted} of ${kept} events` },
  ]
}

/** Dead letters go out with their own block alone: a kill between ledger and export, and nobody ever sends them. */
const exportNeverCaughtUp = (options: FoldOptions): Pipeline => {
  const nothingMissed = async () =>
    [0, 1, 2].map((partition) => ({ partition, offset: Number.MAX_SAFE_INTEGER }))
  return fold({ ...options, kafka: { ...options.kafka, admin: { committed: nothingMissed } } })
}

export const controls: Record<string, { variant: Variant; says: Finding['what'] }> = {
  'commit before insert, resume at the commit': { variant: { fold: commitBeforeInsert }, says: 'lost' },
  'ledger first, resume at its end': { variant: { fold: ledgerFirst }, says: 'lost' },
  'deduplication tokens by first offset, blocks cut differently': {
    variant: { fold, twin: { tokens: true }, without: ['half'] },
    says: 'lost',
  },
  'deduplication tokens kept before the part exists': {
    variant: { fold, twin: { tokens: true }, without: ['pause', 'expel', 'late'] },
    says: 'wrong-state',
  },
  'history keyed by event identity': {
    variant: { fold, twin: { keys: { dossier_version: ['event_source', 'event_id'] } } },
    says: 'lost',
  },
  'dead letters not caught up after a kill': { variant: { fold: exportNeverCaughtUp }, says: 'not-exported' },
  'a count in an incremental view': { variant: { fold, judge: countingView }, says: 'doubled' },
}
