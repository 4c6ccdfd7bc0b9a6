import { setTimeout as delay } from 'node:timers/promises'
import {
  type Batch,
  type IncomingRecord,
  type Kafka,
  LogBeginsAfterNeeded,
  LogEndsBeforeNeeded,
  LogWasRecreated,
  murmur2,
  type OutgoingRecord,
  openKafka,
  partitionOf,
  provisionTopics,
  RecordTooLarge,
  type StartAt,
  TopicMissing,
} from '@ioc/kafka'
import kafkajs, { type Admin } from 'kafkajs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

/** A broker to test against. One that cannot be killed (somebody else's) leaves the restart out. */
export type BrokerUnderTest = {
  brokers: string
  killAndRestart?(): Promise<void>
  close(): Promise<void>
}

/** What the port to Kafka promises, on whatever broker `start` brings up. */
export function behavesAsPortToKafka(start: () => Promise<BrokerUnderTest>, canRestart: boolean): void {
  let broker: BrokerUnderTest
  let kafka: Kafka
  let raw: Admin // for what the product never does: deleting topics and records
  const opened: Kafka[] = []
  let topics = 0

  beforeAll(async () => {
    broker = await start()
    kafka = openKafka({ brokers: [broker.brokers], clientId: 'test' })
    raw = rawClient().admin()
    await raw.connect()
  }, 180_000)

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((port) => port.close()))
  })

  afterAll(async () => {
    await Promise.allSettled([kafka?.close(), raw?.disconnect()])
    await broker?.close()
  }, 60_000)

  describe('publishing', () => {
    test.each([
      // Kafka's own UtilsTest
      { key: '21', hash: -973932308 },
      { key: 'foobar', hash: -790332482 },
      { key: 'a-little-bit-long-string', hash: -985981536 },
      { key: 'a-little-bit-longer-string', hash: -1486304829 },
      { key: 'lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', hash: -58897971 },
      { key: 'abc', hash: 479470107 },
    ])('the key $key hashes as in Java', ({ key, hash }) => {
      expect(murmur2(Buffer.from(key))).toBe(hash)
    })

    test('records of a key stay in order, in the partition of its murmur2', async () => {
      const topic = await newTopic({ partitions: 3 })
      await kafka.publish(
        topic,
        Array.from({ length: 300 }, (_, i) => record(`unit-${i % 7}`, String(i))),
      )
      await kafka.publish(
        topic,
        Array.from({ length: 300 }, (_, i) => record(`unit-${i % 7}`, String(300 + i))),
      )
      // A request that was not acknowledged whole is sent again whole, so a record may stand there twice (the port's contract);
      // what counts is that all are there, and that their first appearances are in order.
      const kept = [...Map.groupBy(await everything(topic), (r) => String(r.value)).values()].map(
        (same) => same[0]!,
      )
      expect(kept).toHaveLength(600)
      for (let unit = 0; unit < 7; unit++) {
        const ofKey = kept.filter((r) => String(r.key) === `unit-${unit}`)
        expect(new Set(ofKey.map((r) => r.partition))).toEqual(new Set([partitionOf(`unit-${unit}`, 3)]))
        const values = ofKey.map((r) => Number(r.value))
        expect(values).toEqual(values.toSorted((a, b) => a - b))
      }
    })

    test('what is read is what was written: key, value, headers, tombstone, explicit partition', async () => {
      const topic = await newTopic({ partitions: 2 })
      await kafka.publish(topic, [
        {
          key: 'Bảo Lộc',
          value: '{"đúng":"hạn"}',
          headers: { ce_id: '1', ce_source: 'một cửa' },
          partition: 1,
        },
        { key: 'Bảo Lộc', value: null, headers: {}, partition: 1 },
      ])
      const read = (await everything(topic)).map((r) => ({
        at: [r.partition, r.offset],
        key: String(r.key),
        value: r.value && String(r.value),
        headers: Object.fromEntries(Object.entries(r.headers).map(([k, v]) => [k, String(v)])),
      }))
      expect(read).toEqual([
        {
          at: [1, 0],
          key: 'Bảo Lộc',
          value: '{"đúng":"hạn"}',
          headers: { ce_id: '1', ce_source: 'một cửa' },
        },
        { at: [1, 1], key: 'Bảo Lộc', value: null, headers: {} },
      ])
    })

    test("a record's time is the broker's, not the sender's", async () => {
      const topic = await newTopic()
      const fromMs = Date.now()
      const producer = rawClient().producer()
      await producer.connect()
      await producer.send({ topic, messages: [{ value: 'x', timestamp: '1000' }] })
      await producer.disconnect()
      const [only] = await everything(topic)
      expect(only!.appendedAtMs).toBeGreaterThanOrEqual(fromMs - 5_000)
      expect(only!.appendedAtMs).toBeLessThanOrEqual(Date.now() + 5_000)
    })

    test('a record larger than the topic takes is refused at once, and named', async () => {
      const topic = await newTopic({ config: { 'max.message.bytes': '10000' } })
      const records = [
        record('a', 'x'.repeat(4_000)),
        record('a', 'x'.repeat(4_000)),
        record('a', 'x'.repeat(20_000)),
      ]
      const refusal = await kafka.publish(topic, records).catch((error) => error)
      expect(refusal).toBeInstanceOf(RecordTooLarge)
      expect(refusal).toMatchObject({ topic, index: 2 })
    })

    test('records that only together are too large are all written, in order', async () => {
      const topic = await newTopic({ config: { 'max.message.bytes': '10000' } })
      await kafka.publish(
        topic,
        Array.from({ length: 20 }, (_, i) => record('a', String(i).padEnd(3_000))),
      )
      expect((await everything(topic)).map((r) => Number(String(r.value)))).toEqual(
        Array.from({ length: 20 }, (_, i) => i),
      )
    })

    test('publishing to nobody goes on until it is called off', async () => {
      const away = port({ brokers: ['127.0.0.1:1'] })
      const calledOff = new AbortController()
      const publishing = away.publish('any', [record('a', 'x')], { signal: calledOff.signal })
      const early = await Promise.race([publishing.catch(() => 'ended'), delay(1_500, 'still trying')])
      expect(early).toBe('still trying')
      calledOff.abort()
      await expect(publishing).rejects.toMatchObject({ name: 'AbortError' })
      expect(await away.ping()).toBe(false)
    })

    test.runIf(canRestart)(
      'a broker killed in the middle loses nothing that was acknowledged, and publishing goes on',
      async () => {
        const topic = await newTopic({ partitions: 2 })
        const acknowledged: string[] = []
        let stop = false
        const publishing = (async () => {
          for (let batch = 0; !stop; batch++) {
            const values = Array.from({ length: 50 }, (_, i) => `${batch}-${i}`)
            await kafka.publish(
              topic,
              values.map((value) => record(value, value)),
            )
            acknowledged.push(...values)
          }
        })()
        await until(() => acknowledged.length > 500)
        await broker.killAndRestart!()
        const soFar = acknowledged.length
        await until(() => acknowledged.length > soFar + 500)
        stop = true
        await publishing
        const kept = new Set((await everything(topic)).map((r) => String(r.value)))
        expect(acknowledged.filter((value) => !kept.has(value))).toEqual([])
      },
      90_000,
    )
  })

  describe('consuming', () => {
    test('begins where startAt says, whatever was committed', async () => {
      const topic = await newTopic()
      await publishNumbers(topic, 100)
      const group = newGroup()
      const first = await collect(topic, { group, next: 0, commit: true })
      await until(() => first.numbers.length === 100)
      await first.stop()
      const again = await collect(topic, { group, next: 40 })
      await until(() => again.numbers.length >= 60)
      expect(again.numbers).toEqual(Array.from({ length: 60 }, (_, i) => 40 + i))
      expect(again.batches[0]).toMatchObject({ firstOffset: 40 })
      expect(again.lag()).toEqual([{ topic, partition: 0, next: 100, highWatermark: 100 }])
    })

    test('a start in the middle of a record batch drops what lies before it', async () => {
      const topic = await newTopic()
      await publishNumbers(topic, 10) // one batch on disk: every fetch brings all ten
      const appendedAtMs = (await everything(topic))[6]!.appendedAtMs
      const reading = await collect(topic, { next: 7, last: { offset: 6, appendedAtMs } })
      await until(() => reading.numbers.length >= 3)
      expect(reading.numbers).toEqual([7, 8, 9])
    })

    test('a member that comes and one that goes leave no gap, and batches follow each other', async () => {
      const topic = await newTopic({ partitions: 4 })
      const group = newGroup()
      const ledger = new Map<number, number>() // partition → next needed, as the product's ledger knows it
      const seen = new Map<string, number>()
      const gaps: unknown[] = []
      const join = async () => {
        const member = port()
        const reading = await member.consume({
          group,
          topics: [topic],
          sessionTimeoutMs: 3_000,
          startAt: async (_, partition) => ({ next: ledger.get(partition) ?? 0 }),
          onBatch: async (batch) => {
            const next = ledger.get(batch.partition) ?? 0
            if (batch.firstOffset > next) gaps.push({ next, ...batch })
            for (const r of batch.records) seen.set(`${r.partition}/${r.offset}`, Number(r.value))
            await delay(5)
            ledger.set(batch.partition, Math.max(next, batch.lastOffset + 1))
            await batch.commit()
          },
        })
        return reading
      }
      let published = 0
      let stop = false
      const publishing = (async () => {
        while (!stop) {
          await kafka.publish(
            topic,
            Array.from({ length: 40 }, () => record(`k${published}`, String(published++))),
          )
        }
      })()
      const one = await join()
      await until(() => one.lag().length === 4)
      const two = await join()
      await until(() => two.lag().length === 2 && one.lag().length === 2)
      const seenByBoth = seen.size
      await until(() => seen.size > seenByBoth + 400)
      await two.stop()
      await until(() => one.lag().length === 4)
      stop = true
      await publishing
      await until(() => seen.size >= published)
      expect(gaps).toEqual([])
      expect(new Set(seen.values()).size).toBe(published)
    }, 60_000)

    test('offsets that were never data are a hole inside a batch, not between batches', async () => {
      const topic = await newTopic()
      const producer = rawClient().producer({
        transactionalId: `t-${topic}`,
        maxInFlightRequests: 1,
        idempotent: true,
      })
      await producer.connect()
      const write = async (values: string[], end: 'commit' | 'abort') => {
        const transaction = await producer.transaction()
        await transaction.send({ topic, messages: values.map((value) => ({ value })) })
        await transaction[end]()
      }
      await write(['0', '1'], 'commit') // offsets 0, 1 and a marker at 2
      await write(['3', '4'], 'abort') // offsets 3, 4 and a marker at 5
      await producer.disconnect()
      const reading = await collect(topic, { next: 2 }) // begins with nothing but markers and aborted records
      await until(() => reading.nextOffset() === 6)
      await kafka.publish(topic, [record('a', '6')])
      await until(() => reading.nextOffset() === 7)
      expect(reading.numbers).toEqual([6])
      expect(reading.batches[0]!.firstOffset).toBe(2)
      for (const [i, batch] of reading.batches.slice(1).entries()) {
        expect(batch.firstOffset).toBe(reading.batches[i]!.lastOffset + 1)
      }
    })

    test('onBatch that takes longer than the session keeps its partition', async () => {
      const topic = await newTopic()
      await publishNumbers(topic, 10)
      let assignments = 0
      let calls = 0
      const reading = await port().consume({
        group: newGroup(),
        topics: [topic],
        sessionTimeoutMs: 1_500,
        startAt: async () => {
          assignments++
          return { next: 0 }
        },
        onBatch: async () => {
          calls++
          if (calls === 1) await delay(4_000)
        },
      })
      await until(() => calls === 1)
      await until(() => reading.lag()[0]?.next === 10)
      await kafka.publish(topic, [record('a', 'x')])
      await until(() => reading.lag()[0]?.next === 11)
      expect({ assignments, calls }).toEqual({ assignments: 1, calls: 2 })
    })

    test('partitions are worked on side by side, one batch of each at a time', async () => {
      const topic = await newTopic({ partitions: 3 })
      for (let partition = 0; partition < 3; partition++) {
        await kafka.publish(topic, [{ ...record('a', 'x'), partition }])
      }
      const atWork = new Map<number, number>()
      let together = 0
      const allIn = Promise.withResolvers<void>()
      await port().consume({
        group: newGroup(),
        topics: [topic],
        startAt: async () => ({ next: 0 }),
        onBatch: async ({ partition }) => {
          atWork.set(partition, (atWork.get(partition) ?? 0) + 1)
          together = Math.max(together, atWork.size)
          if (together === 3) allIn.resolve()
          await Promise.race([allIn.promise, delay(5_000)])
        },
      })
      await until(() => together === 3)
      expect([...atWork.values()]).toEqual([1, 1, 1])
    })

    test('a paused topic is left alone, a resumed one goes on without loss', async () => {
      const topic = await newTopic()
      const reading = await collect(topic, { next: 0 })
      await publishNumbers(topic, 5)
      await until(() => reading.numbers.length === 5)
      reading.pause(topic)
      await publishNumbers(topic, 5)
      await delay(1_000) // nothing to wait for: the claim is that nothing comes
      expect(reading.numbers).toHaveLength(5)
      reading.resume(topic)
      await until(() => reading.numbers.length === 10)
    })

    test('an error of onBatch, or of startAt, is the end of finished', async () => {
      const topic = await newTopic()
      await publishNumbers(topic, 1)
      const disk = new Error('disk full')
      let calls = 0
      const throwing = await port().consume({
        group: newGroup(),
        topics: [topic],
        startAt: async () => ({ next: 0 }),
        onBatch: async () => {
          calls++
          throw disk
        },
      })
      await expect(throwing.finished).rejects.toBe(disk)
      expect(calls).toBe(1)
      const lost = await port().consume({
        group: newGroup(),
        topics: [topic],
        startAt: async () => {
          throw disk
        },
        onBatch: async () => {},
      })
      await expect(lost.finished).rejects.toBe(disk)
    })

    test('finished resolves after stop, and stop waits for the batch under way', async () => {
      const topic = await newTopic()
      await publishNumbers(topic, 1)
      const begun = Promise.withResolvers<void>()
      let done = false
      const reading = await port().consume({
        group: newGroup(),
        topics: [topic],
        startAt: async () => ({ next: 0 }),
        onBatch: async () => {
          begun.resolve()
          await delay(500)
          done = true
        },
      })
      await begun.promise
      await reading.stop()
      expect(done).toBe(true)
      await expect(reading.finished).resolves.toBeUndefined()
    })

    test('a topic that does not exist is said at once', async () => {
      await expect(collect('no-such-topic', { next: 0 })).rejects.toBeInstanceOf(TopicMissing)
    })

    test.runIf(canRestart)(
      'a broker that is killed and comes back is read on without a gap',
      async () => {
        const topic = await newTopic()
        const reading = await collect(topic, { next: 0 })
        await publishNumbers(topic, 50)
        await until(() => reading.numbers.length === 50)
        await broker.killAndRestart!()
        await publishNumbers(topic, 50, 50)
        await until(() => reading.nextOffset() >= 100, 60_000)
        expect(new Set(reading.numbers)).toEqual(new Set(Array.from({ length: 100 }, (_, i) => i)))
      },
      120_000,
    )
  })

  describe('a log that is not the one we read', () => {
    test('records removed before they were read stop it: at the start', async () => {
      const topic = await newTopic()
      await publishNumbers(topic, 10)
      await removeBefore(topic, 6)
      const reading = await collect(topic, { next: 4 })
      const stopped = await reading.finished.catch((error) => error)
      expect(stopped).toBeInstanceOf(LogBeginsAfterNeeded)
      expect(stopped).toMatchObject({ topic, partition: 0, needed: 4, logBegins: 6 })
      const fine = await collect(topic, { next: 6 })
      await until(() => fine.numbers.length === 4)
    })

    test('records removed before they were read stop it: while running', async () => {
      const topic = await newTopic()
      await publishNumbers(topic, 10)
      const reading = await collect(topic, { next: 0 })
      await until(() => reading.numbers.length === 10)
      reading.pause(topic)
      await publishNumbers(topic, 10)
      await removeBefore(topic, 15)
      reading.resume(topic)
      await expect(reading.finished).rejects.toMatchObject({
        name: 'LogBeginsAfterNeeded',
        needed: 10,
        logBegins: 15,
      })
      expect(reading.numbers).toHaveLength(10)
    })

    test.each([
      { what: 'shorter', count: 5 },
      { what: 'longer', count: 20 },
    ])('a topic made anew and $what stops it', async ({ count }) => {
      const topic = await newTopic()
      await publishNumbers(topic, 10)
      const last = (await everything(topic)).at(-1)!
      await raw.deleteTopics({ topics: [topic] })
      await remake(topic)
      await publishNumbers(topic, count)
      const reading = await collect(topic, { next: 10, last })
      const stopped = await reading.finished.catch((error) => error)
      expect(stopped).toBeInstanceOf(LogWasRecreated)
      expect(stopped).toMatchObject({ topic, partition: 0, needed: 10 })
      expect(reading.numbers).toEqual([])
    })

    test('a topic made anew under a running reader stops it', async () => {
      const topic = await newTopic()
      await publishNumbers(topic, 10)
      const reading = await collect(topic, { next: 0 })
      await until(() => reading.numbers.length === 10)
      await raw.deleteTopics({ topics: [topic] })
      await remake(topic)
      const stopped = await reading.finished.catch((error) => error)
      expect(['LogWasRecreated', 'TopicMissing']).toContain(stopped.name)
    }, 60_000)
  })

  describe('reading without a group', () => {
    test('readFrom gives exactly the offsets asked for', async () => {
      const topic = await newTopic({ partitions: 2 })
      for (let i = 0; i < 10; i++) await kafka.publish(topic, [{ ...record('a', String(i)), partition: 1 }])
      const read: number[] = []
      await kafka.readFrom(topic, 1, 3, 8, (records) => void read.push(...records.map((r) => r.offset)))
      expect(read).toEqual([3, 4, 5, 6, 7])
      await expect(kafka.readFrom(topic, 1, 3, 11, () => {})).rejects.toBeInstanceOf(LogEndsBeforeNeeded)
    })

    test('tail begins at the end, or where it is told', async () => {
      const topic = await newTopic()
      await publishNumbers(topic, 10)
      const live: number[] = []
      const fromTwo: number[] = []
      const tail = await kafka.tail([topic], (records) => void live.push(...numbersOf(records)))
      const other = await kafka.tail([topic], (records) => void fromTwo.push(...numbersOf(records)), {
        fromOffsets: [{ topic, partition: 0, offset: 2 }],
      })
      await publishNumbers(topic, 3, 10)
      await until(() => live.length === 3 && fromTwo.length === 11)
      expect(live).toEqual([10, 11, 12])
      expect(fromTwo).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
      await Promise.all([tail.stop(), other.stop()])
    })

    test.each(['gzip', 'zstd'] as const)('%s is understood', async (codec) => {
      const topic = await newTopic()
      const producer = rawClient().producer()
      await producer.connect()
      const compression = codec === 'gzip' ? kafkajs.CompressionTypes.GZIP : kafkajs.CompressionTypes.ZSTD
      await producer.send({ topic, compression, messages: [{ value: '1' }, { value: '2' }] })
      await producer.disconnect()
      expect(numbersOf(await everything(topic))).toEqual([1, 2])
    })
  })

  describe('the cluster', () => {
    test('offsetsAt finds the first record at or after an instant', async () => {
      const topic = await newTopic()
      await publishNumbers(topic, 3)
      await delay(20) // append times are milliseconds: two batches must not share one
      await publishNumbers(topic, 3)
      const kept = await everything(topic)
      const instantMs = kept[3]!.appendedAtMs
      expect(await kafka.admin.offsetsAt(topic, instantMs)).toEqual([{ partition: 0, offset: 3 }])
      expect(await kafka.admin.offsetsAt(topic, instantMs + 60_000)).toEqual([{ partition: 0, offset: 6 }])
      expect(await kafka.admin.offsetsAt(topic, 0)).toEqual([{ partition: 0, offset: 0 }])
      expect(await kafka.admin.offsets(topic)).toEqual([{ partition: 0, low: 0, high: 6 }])
    })

    test('provisioning twice changes nothing, and says what differs', async () => {
      const name = `provision-${Date.now()}`
      const wanted = { name, partitions: 2, config: { 'message.timestamp.type': 'LogAppendTime' } }
      expect(await provisionTopics(kafka, [wanted])).toEqual([])
      expect(await provisionTopics(kafka, [wanted])).toEqual([])
      expect(
        await provisionTopics(kafka, [
          { name, partitions: 3, config: { 'message.timestamp.type': 'CreateTime' } },
        ]),
      ).toEqual([
        { topic: name, what: 'partitions', wanted: '3', found: '2' },
        { topic: name, what: 'message.timestamp.type', wanted: 'CreateTime', found: 'LogAppendTime' },
      ])
      expect((await kafka.admin.describeTopics([name, 'no-such-topic'])).map((t) => t.partitions)).toEqual([
        2,
      ])
      expect(await kafka.admin.topics()).toContain(name)
    })

    test('it answers, and lists its broker', async () => {
      expect(await kafka.ping()).toBe(true)
      expect(await kafka.admin.brokers()).toHaveLength(1)
    })
  })

  function rawClient(): kafkajs.Kafka {
    return new kafkajs.Kafka({ brokers: [broker.brokers], logLevel: kafkajs.logLevel.NOTHING })
  }

  function port(changes: { brokers?: string[] } = {}): Kafka {
    const another = openKafka({ brokers: [broker.brokers], clientId: 'test', ...changes })
    opened.push(another)
    return another
  }

  async function newTopic(
    changes: { partitions?: number; config?: Record<string, string> } = {},
  ): Promise<string> {
    const name = `topic-${topics++}-${Date.now()}`
    await provisionTopics(kafka, [
      {
        name,
        partitions: changes.partitions ?? 1,
        config: { 'message.timestamp.type': 'LogAppendTime', ...changes.config },
      },
    ])
    return name
  }

  async function removeBefore(topic: string, offset: number): Promise<void> {
    await raw.fetchTopicOffsets(topic) // kafkajs deletes records only of a topic it has met
    await raw.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] })
  }

  async function remake(name: string): Promise<void> {
    await until(async () => !(await kafka.admin.topics()).includes(name))
    await provisionTopics(kafka, [
      { name, partitions: 1, config: { 'message.timestamp.type': 'LogAppendTime' } },
    ])
  }

  function newGroup(): string {
    return `group-${topics++}-${Date.now()}`
  }

  async function publishNumbers(topic: string, count: number, from = 0): Promise<void> {
    await kafka.publish(
      topic,
      Array.from({ length: count }, (_, i) => record('a', String(from + i))),
    )
  }

  async function everything(topic: string): Promise<IncomingRecord[]> {
    const all: IncomingRecord[] = []
    for (const { partition, low, high } of await kafka.admin.offsets(topic)) {
      await kafka.readFrom(topic, partition, low, high, (records) => void all.push(...records))
    }
    return all
  }

  async function collect(
    topic: string,
    { next, last, group = newGroup(), commit = false }: StartAt & { group?: string; commit?: boolean },
  ) {
    const batches: Batch[] = []
    const numbers: number[] = []
    const nextOffset = () => (batches.at(-1)?.lastOffset ?? next - 1) + 1
    const reading = await port().consume({
      group,
      topics: [topic],
      startAt: async () => (batches.length === 0 ? { next, last } : { next: nextOffset() }),
      onBatch: async (batch) => {
        batches.push(batch)
        numbers.push(...numbersOf(batch.records))
        if (commit) await batch.commit()
      },
    })
    return { ...reading, batches, numbers, nextOffset }
  }
}

function record(key: string | null, value: string): OutgoingRecord {
  return { key, value, headers: {} }
}

function numbersOf(records: IncomingRecord[]): number[] {
  return records.map((r) => Number(r.value))
}

async function until(holds: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  const deadlineMs = performance.now() + withinMs
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error(`not so within ${withinMs} ms: ${holds}`)
    await delay(20)
  }
}
