import { TopicMissing } from '@ioc/kafka'
import { expect, test } from 'vitest'
import type { Door } from './door.ts'
import { numbersUpTo, record, until, type Workbench } from './workbench.ts'

/** `consume`: batches without a gap between them, from where `startAt` says, until stopped or something is wrong. */
export function consumingGoesOnFromTheLedger(bench: Workbench, door: Door): void {
  test('trap, auto-resolve: reading begins where startAt says, whatever was committed', async () => {
    const topic = await bench.newTopic()
    await bench.publishNumbers(topic, 100)
    const group = bench.newGroup()
    const first = await bench.collect(topic, { group, next: 0, commit: true })
    await until(() => first.numbers.length === 100)
    await first.stop()
    const again = await bench.collect(topic, { group, next: 40 })
    await until(() => again.numbers.length >= 60)
    expect(again.numbers).toEqual(numbersUpTo(60, 40))
    expect(again.batches[0]).toMatchObject({ firstOffset: 40 })
    expect(again.lag()).toEqual([{ topic, partition: 0, next: 100, highWatermark: 100 }])
  })

  test('a start in the middle of a record batch drops what lies before it', async () => {
    const topic = await bench.newTopic()
    await bench.publishNumbers(topic, 10) // one batch on disk: every fetch brings all ten
    const appendedAtMs = (await bench.everything(topic))[6]!.appendedAtMs
    const reading = await bench.collect(topic, { next: 7, last: { offset: 6, appendedAtMs } })
    await until(() => reading.numbers.length >= 3)
    expect(reading.numbers).toEqual([7, 8, 9])
  })

  test.runIf(door.can.transactions)(
    'offsets that were never data are a hole inside a batch, not between batches',
    async () => {
      const topic = await bench.newTopic()
      await bench.door.transact!(topic, ['0', '1'], 'commit') // offsets 0, 1 and a marker at 2
      await bench.door.transact!(topic, ['3', '4'], 'abort') // offsets 3, 4 and a marker at 5
      const reading = await bench.collect(topic, { next: 2 }) // begins with nothing but markers and aborted records
      await until(() => reading.nextOffset() === 6)
      await bench.kafka.publish(topic, [record('a', '6')])
      await until(() => reading.nextOffset() === 7)
      expect(reading.numbers).toEqual([6])
      expect(reading.batches[0]!.firstOffset).toBe(2)
      for (const [i, batch] of reading.batches.slice(1).entries()) {
        expect(batch.firstOffset).toBe(reading.batches[i]!.lastOffset + 1)
      }
    },
  )

  test('partitions are worked on side by side, one batch of each at a time', async () => {
    const topic = await bench.newTopic({ partitions: 3 })
    for (let partition = 0; partition < 3; partition++) {
      await bench.kafka.publish(topic, [{ ...record('a', 'x'), partition }])
    }
    const calls: number[] = []
    const allIn = Promise.withResolvers<void>()
    const reading = await bench.port().consume({
      group: bench.newGroup(),
      topics: [topic],
      startAt: async () => ({ next: 0 }),
      onBatch: async ({ partition }) => {
        calls.push(partition)
        if (new Set(calls).size === 3) allIn.resolve()
        await allIn.promise // nobody goes on before all three are in
      },
    })
    await until(() => reading.lag().filter(({ next }) => next === 1).length === 3)
    expect(calls.toSorted()).toEqual([0, 1, 2])
  })

  test('a paused topic is left alone, a resumed one goes on without loss', async () => {
    const [topic, other] = [await bench.newTopic(), await bench.newTopic()]
    const seen: Record<string, number[]> = { [topic]: [], [other]: [] }
    const reading = await bench.port().consume({
      group: bench.newGroup(),
      topics: [topic, other],
      startAt: async () => ({ next: 0 }),
      onBatch: async (batch) => void seen[batch.topic]!.push(...batch.records.map((r) => Number(r.value))),
    })
    await bench.publishNumbers(topic, 5)
    await until(() => seen[topic]!.length === 5)
    reading.pause(topic)
    await bench.publishNumbers(topic, 5, 5)
    // Two rounds of the other topic: the paused one would have been fetched meanwhile.
    for (let round = 1; round <= 2; round++) {
      await bench.publishNumbers(other, 1)
      await until(() => seen[other]!.length === round)
    }
    expect(seen[topic]).toEqual(numbersUpTo(5))
    reading.resume(topic)
    await until(() => seen[topic]!.length === 10)
    expect(seen[topic]).toEqual(numbersUpTo(10))
  })

  test('trap, silent consumer crash: an error of onBatch, or of startAt, is the end of finished', async () => {
    const topic = await bench.newTopic()
    await bench.publishNumbers(topic, 1)
    const disk = new Error('disk full')
    let calls = 0
    const throwing = await bench.port().consume({
      group: bench.newGroup(),
      topics: [topic],
      startAt: async () => ({ next: 0 }),
      onBatch: async () => {
        calls++
        throw disk
      },
    })
    await expect(throwing.finished).rejects.toBe(disk)
    expect(calls).toBe(1)
    const lost = await bench.port().consume({
      group: bench.newGroup(),
      topics: [topic],
      startAt: async () => {
        throw disk
      },
      onBatch: async () => {},
    })
    await expect(lost.finished).rejects.toBe(disk)
  })

  test('finished resolves after stop, and stop waits for the batch under way', async () => {
    const topic = await bench.newTopic()
    await bench.publishNumbers(topic, 1)
    const begun = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    let done = false
    const reading = await bench.port().consume({
      group: bench.newGroup(),
      topics: [topic],
      startAt: async () => ({ next: 0 }),
      onBatch: async () => {
        begun.resolve()
        await mayEnd.promise
        done = true
      },
    })
    await begun.promise
    const stopping = reading.stop()
    mayEnd.resolve()
    await stopping
    expect(done).toBe(true)
    await expect(reading.finished).resolves.toBeUndefined()
  })

  test('a topic that does not exist is said at once', async () => {
    await expect(bench.collect('no-such-topic', { next: 0 })).rejects.toBeInstanceOf(TopicMissing)
  })
}
