import { setImmediate as nextTurn } from 'node:timers/promises'
import { type MemoryLog, openMemoryLog } from '@ioc/kafka/memory/index.ts'
import type { KeptEvent, LogRecord } from '@ioc/reader'
import { type Contract, contractById, keep, type Outcome, reject } from '@ioc/schemas'
import { openSealer } from '@ioc/sealing'
import type { DeadLetter } from './dead-letter.ts'
import { type FoldOptions, fold } from './fold.ts'
import type { Store } from './store.ts'

export const TOPIC = 'dossier.v1'
export const LETTERS = 'dead-letter.v1'
export const GROUP = 'aggregator'

/** A store that has nothing and takes everything, except where the test says otherwise; `steps` is what was asked of it. */
export const openScripted = (changes: Partial<Store> = {}) => {
  const steps: string[] = []
  const store: Store = {
    insert: async ({ table, rows }) => void steps.push(`${table} ${rows}`),
    ledgerEnd: async () => null,
    rejects: async () => [],
    ...changes,
  }
  return { steps, store }
}

/** A log in memory on the event loop's own turns, with one client for the test and one for the pipeline. */
export const openLog = (partitions: number) => {
  const fetches = { count: 0 }
  const log: MemoryLog = openMemoryLog({
    now: Date.now,
    turn: () => nextTurn(),
    offsetsPerFetch: () => {
      fetches.count++
      return Number.POSITIVE_INFINITY
    },
  })
  log.createTopic({ name: TOPIC, partitions, config: {} })
  log.createTopic({ name: LETTERS, partitions: 1, config: {} })
  return { log, fetches, kafka: log.open('aggregator'), writer: log.open('writer') }
}

const contract = contractById.get(TOPIC) as Contract

/** Keeps every record but those that say `poison`. */
const read = ({ offset, value }: LogRecord): Outcome<KeptEvent> =>
  value?.toString() === 'poison'
    ? reject({ path: 'data', code: 'not-json', message: 'is poison' })
    : keep({
        contract,
        writtenBy: contract,
        envelope: { source: 'test', id: `id-${offset}`, type: 't', timeMs: null },
        subject: `s/${offset}`,
        text: String(value),
        cells: [String(offset)],
      })

export const openPipeline = (options: Pick<FoldOptions, 'kafka' | 'store'> & Partial<FoldOptions>) =>
  fold({
    wait: async (_, signal) => {
      await nextTurn(undefined, { signal }).catch(() => {}) // called off: no more to wait for
    },
    topics: [TOPIC],
    group: GROUP,
    deadLetterTopic: LETTERS,
    read,
    sealer: openSealer(Buffer.alloc(32, 3)),
    catalogueVersion: 'c1',
    ...options,
  })

export const letterAt = (offset: number, changes: Partial<DeadLetter> = {}): DeadLetter => ({
  ...{ topic: TOPIC, partition: 0, offset, appendedAtMs: 0, source: 's', id: 'i', type: 't' },
  ...{ reasons: [], sealedWith: 'k', sealed: 'c2VhbGVk', replayOf: '', ...changes },
})

/** The exported dead letters: key and what they say. */
export const exported = (log: MemoryLog) =>
  log.entries(LETTERS, 0).map((entry) => {
    if (entry.kind !== 'record') throw new Error('only records are exported')
    const said = JSON.parse(String(entry.value)) as {
      offset: number
      sealed: string | null
      replayOf: string | null
    }
    return { key: String(entry.key), ...said }
  })

export const write = (kafka: FoldOptions['kafka'], values: string[], partition = 0) =>
  kafka.publish(
    TOPIC,
    values.map((value) => ({ key: null, value, headers: {}, partition })),
  )

/** Waits for a condition, turn by turn; vitest bounds it. */
export const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await nextTurn()
}
