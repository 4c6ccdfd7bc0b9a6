import { ClickHouseError } from '@ioc/clickhouse'
import { LogBeginsAfterNeeded, LogWasRecreated } from '@ioc/kafka'
import { expect, test } from 'vitest'
import {
  exported,
  letterAt,
  openLog,
  openPipeline,
  openScripted,
  TOPIC,
  until,
  write,
} from './fold.fixture.ts'
import { StoppedLoudly } from './remedy.ts'
import { isLasting, type Trouble } from './repeat.ts'
import { LedgerHasGap } from './resume.ts'

const never = () => new Promise<never>(() => {})

test('business tables first, the ledger last, then dead letters, then the commit', async () => {
  const { log, kafka, writer } = openLog(1)
  const { steps, store } = openScripted()
  await write(writer, ['a', 'poison', 'b'])
  const told: unknown[] = []
  const pipeline = openPipeline({
    store,
    kafka: {
      ...kafka,
      publish: async (topic, records, options) => {
        await kafka.publish(topic, records, options)
        steps.push(`${topic} ${records.length}`)
      },
    },
    onBlock: (_, counts) => told.push(counts),
  })
  await pipeline.start()
  await until(() => told.length === 1)
  expect(steps).toEqual(['dossier_version 2', 'ledger 3', 'dead-letter.v1 1'])
  expect(told).toEqual([{ keep: 2, skip: 0, reject: 1, control: 0 }])
  expect(await kafka.admin.committed('aggregator', TOPIC)).toEqual([{ partition: 0, offset: 3 }])
  expect(exported(log)).toMatchObject([{ key: `${TOPIC}/0/1`, offset: 1, replayOf: null }])
  await pipeline.stop()
})

test('nothing is judged before it is known which catalogues were in force, however often that must be asked', async () => {
  const { kafka, writer } = openLog(1)
  const { steps, store } = openScripted()
  await write(writer, ['a'])
  const asked: number[] = []
  const troubles: Trouble[] = []
  const pipeline = openPipeline({
    kafka,
    store,
    knowUpTo: async (appendedAtMs) => {
      asked.push(appendedAtMs)
      expect(steps).toEqual([])
      if (asked.length < 3) throw new Error('Kafka is away')
    },
    onTrouble: (trouble) => troubles.push(trouble),
  })
  await pipeline.start()
  await until(() => steps.includes('ledger 1'))
  expect(asked).toHaveLength(3)
  expect(new Set(asked).size).toBe(1)
  expect(troubles.map(({ what, attempts }) => [what, attempts])).toEqual([
    ['which catalogues are in force', 1],
    ['which catalogues are in force', 2],
  ])
  await pipeline.stop()
})

test("a block's ledger waits for its business rows, and the next block for its ledger", async () => {
  const { kafka, writer } = openLog(1)
  const gates = new Map<string, () => void>()
  const { store } = openScripted({
    insert: ({ table, rows }) => new Promise((done) => void gates.set(`${table} ${rows}`, done)),
  })
  await write(writer, ['a', 'b'])
  const pipeline = openPipeline({ kafka, store })
  await pipeline.start()
  await until(() => gates.has('dossier_version 2'))
  await write(writer, ['c'])
  expect([...gates.keys()]).toEqual(['dossier_version 2'])
  gates.get('dossier_version 2')!()
  await until(() => gates.has('ledger 2'))
  expect([...gates.keys()]).toEqual(['dossier_version 2', 'ledger 2'])
  gates.get('ledger 2')!()
  await until(() => gates.has('dossier_version 1'))
  await pipeline.stop()
})

test('with ClickHouse away no more blocks are fetched than may be held at once', async () => {
  const { fetches, kafka, writer } = openLog(8)
  let asked = 0
  const { store } = openScripted({
    insert: async () => {
      asked++
      throw new ClickHouseError('unreachable', null, 'nobody there')
    },
  })
  for (let partition = 0; partition < 8; partition++) await write(writer, ['a', 'b'], partition)
  const pipeline = openPipeline({ kafka, store, partitionsAtOnce: 2 })
  await pipeline.start()
  await until(() => asked > 50)
  for (let partition = 0; partition < 8; partition++) await write(writer, ['c'], partition)
  await until(() => asked > 500)
  expect(fetches.count).toBe(2)
  await pipeline.stop()
})

test('a refused insert is repeated, and said loudly while it lasts', async () => {
  const { kafka, writer } = openLog(1)
  const troubles: Trouble[] = []
  const taken: string[] = []
  const { store } = openScripted({
    insert: async ({ table }) => {
      if (table !== 'ledger' && troubles.length < 5)
        throw new ClickHouseError('refused', 16, 'no such column')
      taken.push(table)
    },
  })
  await write(writer, ['a'])
  let during: Trouble[] = []
  const pipeline = openPipeline({
    ...{ kafka, store },
    onTrouble: (trouble) => {
      troubles.push(trouble)
      during = pipeline.troubles()
    },
  })
  await pipeline.start()
  await until(() => taken.length === 2)
  expect(troubles).toEqual(
    [1, 2, 3, 4, 5].map((attempts) => ({
      ...{ what: 'insert dossier_version', kind: 'refused', code: 16, attempts },
    })),
  )
  expect(troubles.map(isLasting)).toEqual([false, false, true, true, true])
  expect(during).toEqual([troubles.at(-1)])
  expect(pipeline.troubles()).toEqual([])
  expect(taken).toEqual(['dossier_version', 'ledger'])
  await pipeline.stop()
})

test('after a kill between ledger and export, the ledger’s rejects are exported from the commit on', async () => {
  const { log, kafka, writer } = openLog(1)
  await write(writer, ['a', 'poison', 'a', 'poison', 'poison'])
  const asked: number[] = []
  const { store } = openScripted({
    ledgerEnd: async () => ({ last: 4, record: null, checkedFrom: 0, offsets: 5 }),
    rejects: async (_, __, from, to) => {
      asked.push(from)
      return [1, 3, 4]
        .filter((offset) => offset >= from && offset < to)
        .slice(0, 1)
        .map((offset) => letterAt(offset))
    },
  })
  const first = openPipeline({ kafka, store })
  await first.start()
  await until(() => log.entries('dead-letter.v1', 0).length === 3)
  expect(exported(log).map(({ offset }) => offset)).toEqual([1, 3, 4]) // never committed: from the first reject
  await first.stop()

  log.broker.groupOf('aggregator').committed.set(`${TOPIC}/0`, 4)
  asked.length = 0
  const second = openPipeline({ kafka: log.open('second'), store })
  await second.start()
  await until(() => log.entries('dead-letter.v1', 0).length === 4)
  expect(exported(log).at(-1)).toMatchObject({ key: `${TOPIC}/0/4` })
  expect(asked).toEqual([4])
  await second.stop()
})

test('a dead letter its topic does not take goes without its bytes, and blocks nobody', async () => {
  const { log, kafka, writer } = openLog(1)
  log.deleteTopic('dead-letter.v1')
  log.createTopic({ name: 'dead-letter.v1', partitions: 1, config: { 'max.message.bytes': '900' } })
  await write(writer, ['a'])
  const letters = [
    letterAt(0),
    letterAt(1, { sealed: 'x'.repeat(800) }),
    letterAt(2, { reasons: [{ path: 'p'.repeat(900), code: 'not-json', message: '' }] }),
    letterAt(3),
  ]
  const { store } = openScripted({
    ledgerEnd: async () => ({ last: 3, record: null, checkedFrom: 0, offsets: 4 }),
    rejects: async (_, __, from) => letters.filter(({ offset }) => offset >= from),
  })
  log.broker.append(TOPIC, 0, log.entries(TOPIC, 0).concat(log.entries(TOPIC, 0), log.entries(TOPIC, 0)))
  const pipeline = openPipeline({ kafka, store })
  await pipeline.start()
  await until(() => pipeline.lag()[0]?.next === 4)
  const said = new Map(exported(log).map((letter) => [letter.offset, letter.sealed]))
  expect([...said]).toEqual([
    [0, 'c2VhbGVk'],
    [1, null],
    [3, 'c2VhbGVk'],
  ])
  await pipeline.stop()
})

test.each([
  {
    stop: 'records removed before they were read',
    end: { last: 3, record: null, checkedFrom: 0, offsets: 4 },
    change: (log: ReturnType<typeof openLog>['log']) => log.removeBefore(TOPIC, 0, 6),
    cause: LogBeginsAfterNeeded,
    says: [`${TOPIC}[0]`, 'offsets 4 to 5', `npm run audit -- accept-loss ${TOPIC}/0 --up-to 5 --why`],
  },
  {
    stop: 'a topic made anew',
    end: { last: 3, record: { offset: 3, appendedAtMs: 1 }, checkedFrom: 0, offsets: 4 },
    change: () => {},
    cause: LogWasRecreated,
    says: [`${TOPIC}[0]`, 'offsets up to 3', 'npm run restore', 'npm run audit'],
  },
  {
    stop: 'a hole in the ledger',
    end: { last: 3, record: null, checkedFrom: 0, offsets: 3 },
    change: () => {},
    cause: LedgerHasGap,
    says: [`${TOPIC}/0`, 'between 0 and 3', 'npm run audit -- mend', 'npm run audit -- accept-loss'],
  },
])(
  'a loud stop names topic, offsets and the command that mends it: $stop',
  async ({ end, change, cause, says }) => {
    const { log, kafka, writer } = openLog(1)
    await write(writer, ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
    change(log)
    const pipeline = openPipeline({ kafka, store: openScripted({ ledgerEnd: async () => end }).store })
    await pipeline.start()
    const stop = await pipeline.finished.then(
      () => null,
      (error: unknown) => error,
    )
    expect(stop).toBeInstanceOf(StoppedLoudly)
    expect((stop as Error).cause).toBeInstanceOf(cause)
    for (const words of says) expect((stop as Error).message).toContain(words)
    await pipeline.stop()
  },
)

test('stopped while ClickHouse hangs, it calls the insert off and leaves the group', async () => {
  const { log, kafka, writer } = openLog(1)
  await write(writer, ['a'])
  let inserts = 0
  let calledOff = false
  const { store } = openScripted({
    insert: (_, signal) =>
      new Promise((_, fail) => {
        inserts++
        signal.addEventListener('abort', () => {
          calledOff = true
          fail(new ClickHouseError('unknown', null, 'called off'))
        })
      }),
  })
  const pipeline = openPipeline({ kafka, store })
  await pipeline.start()
  await until(() => inserts === 1)
  await pipeline.stop()
  expect(calledOff).toBe(true)
  await pipeline.finished
  expect(log.assignments()).toEqual([])
})

test('stopped while Kafka hangs too, it ends all the same', async () => {
  const { log, kafka, writer } = openLog(1)
  await write(writer, ['poison'])
  const { steps, store } = openScripted()
  const pipeline = openPipeline({ kafka: { ...kafka, publish: never }, store })
  await pipeline.start()
  await until(() => steps.includes('ledger 1'))
  log.setAway(true)
  await pipeline.stop()
})

test('stopped before it has started, it does not go on reading', async () => {
  const { log, kafka, writer } = openLog(1)
  await write(writer, ['a'])
  const { steps, store } = openScripted()
  const pipeline = openPipeline({ kafka, store })
  const starting = pipeline.start()
  await pipeline.stop()
  await starting
  await pipeline.finished
  expect({ steps, members: log.assignments() }).toEqual({ steps: [], members: [] })
})
