import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Batch } from '../types.ts'
import { openMemoryLog } from './index.ts'

const TOPIC = 'topic'

/** A log whose turns are given on the event loop, except to clients that are held. */
const openLog = (options: { offsetsPerFetch?: number } = {}) => {
  const held = new Set<string>()
  let nowMs = 0
  const log = openMemoryLog({
    now: () => ++nowMs,
    turn: async (client) => {
      do await nextTurn()
      while (held.has(client))
    },
    offsetsPerFetch: () => options.offsetsPerFetch ?? Number.POSITIVE_INFINITY,
  })
  log.createTopic({ name: TOPIC, partitions: 1, config: {} })
  return { log, held }
}

const write = (log: ReturnType<typeof openLog>['log'], ...values: string[]) =>
  log.open('writer').publish(
    TOPIC,
    values.map((value) => ({ key: null, value, headers: {} })),
  )

const read = async (
  log: ReturnType<typeof openLog>['log'],
  client: string,
  onBatch?: (b: Batch) => Promise<void>,
) => {
  const batches: Batch[] = []
  const reading = await log.open(client).consume({
    ...{ group: 'group', topics: [TOPIC] },
    startAt: async () => ({ next: (batches.at(-1)?.lastOffset ?? -1) + 1 }),
    onBatch: async (batch) => {
      batches.push(batch)
      await onBatch?.(batch)
    },
  })
  return { ...reading, batches }
}

const until = async (holds: () => boolean) => {
  while (!holds()) await nextTurn()
}

test('a corrupt batch comes whole, and is never cut in two', async () => {
  const { log } = openLog({ offsetsPerFetch: 2 })
  await write(log, 'a')
  log.appendOdd(TOPIC, 0, { kind: 'corrupt', offsets: 3, code: 'crc', bytes: Buffer.from('?') })
  await write(log, 'b')
  const { batches, stop } = await read(log, 'reader')
  await until(() => batches.at(-1)?.lastOffset === 4)
  expect(batches.map(({ firstOffset, lastOffset }) => [firstOffset, lastOffset])).toEqual([
    [0, 3],
    [4, 4],
  ])
  expect(batches[0]!.corrupt).toMatchObject([{ firstOffset: 1, lastOffset: 3, code: 'crc' }])
  expect(batches[0]!.records.map(({ offset }) => offset)).toEqual([0])
  await stop()
})

test('a member the group gave up works on as a zombie, but its commit is not taken', async () => {
  const { log, held } = openLog()
  await write(log, 'a', 'b')
  let release = () => {}
  let tried = false
  const zombie = await read(log, 'zombie', async (batch) => {
    await new Promise<void>((go) => {
      release = go
    })
    await batch.commit()
    tried = true
  })
  await until(() => zombie.batches.length === 1)
  log.expel('zombie')
  held.add('zombie') // it does not hear of it yet
  const heir = await read(log, 'heir')
  await until(() => heir.batches.length === 1)
  release()
  held.delete('zombie')
  await until(() => tried)
  expect(await log.open('tool').admin.committed('group', TOPIC)).toEqual([{ partition: 0, offset: null }])
  await Promise.all([zombie.stop(), heir.stop()])
})

test('a client that never gets another turn does nothing more', async () => {
  const { log, held } = openLog()
  held.add('dead')
  void log.open('dead').publish(TOPIC, [{ key: null, value: 'x', headers: {} }])
  for (let turns = 0; turns < 20; turns++) await nextTurn()
  expect(log.entries(TOPIC, 0)).toEqual([])
  held.delete('dead')
  await until(() => log.entries(TOPIC, 0).length === 1)
})

test('what a broker forgets of commits is null again', async () => {
  const { log } = openLog()
  await write(log, 'a')
  let committed = false
  const { stop } = await read(log, 'reader', async (batch) => {
    await batch.commit()
    committed = true
  })
  await until(() => committed)
  const { admin } = log.open('tool')
  expect(await admin.committed('group', TOPIC)).toEqual([{ partition: 0, offset: 1 }])
  log.forgetCommits()
  expect(await admin.committed('group', TOPIC)).toEqual([{ partition: 0, offset: null }])
  await stop()
})
