import kafkajs from 'kafkajs'
import { expect, test } from 'vitest'
import type { Door } from './door.ts'
import { produceOneBatch } from './produce-request.ts'
import { numbersOf, numbersUpTo, until, type Workbench } from './workbench.ts'

/** Whatever a writer that is not ours puts into the log is read; nothing of it blocks its partition. */
export function foreignWritersAreRead(bench: Workbench, door: Door): void {
  const wire = test.runIf(door.can.wire)

  wire("a record's time is the broker's, not the sender's", async () => {
    const topic = await bench.newTopic()
    const fromMs = Date.now()
    await write(topic, [{ value: 'x', timestamp: '1000' }])
    const [only] = await bench.everything(topic)
    expect(only!.appendedAtMs).toBeGreaterThanOrEqual(fromMs - 5_000)
    expect(only!.appendedAtMs).toBeLessThanOrEqual(Date.now() + 5_000)
  })

  // The broker compresses anew what it is sent, with Kafka's own Java code: the same framing as a Java producer's.
  test.runIf(door.can.wire).each(['gzip', 'snappy', 'lz4', 'zstd'])(
    '%s as Java writes it is understood',
    async (codec) => {
      const topic = await bench.newTopic({ config: { 'compression.type': codec } })
      const padding = 'đúng hạn '.repeat(20)
      for (const from of [0, 1_000]) {
        await bench.kafka.publish(
          topic,
          numbersUpTo(1_000, from).map((n) => ({
            key: 'a',
            value: `${n}`.padEnd(200, padding),
            headers: {},
          })),
        )
      }
      const values = (await bench.everything(topic)).map((r) => String(r.value))
      expect(values).toEqual(numbersUpTo(2_000).map((n) => `${n}`.padEnd(200, padding)))
    },
  )

  wire('poison: 300,000 records in one batch are read, and what comes after them', async () => {
    const topic = await bench.newTopic()
    // A topic just made may have no leader for a moment; a batch that is refused leaves nothing behind.
    const values = Array<string>(300_000).fill('x')
    await until(() =>
      produceOneBatch(bench.door.brokers!, topic, values).then(
        () => true,
        () => false,
      ),
    )
    await write(topic, [{ value: '7' }])
    let [records, last, batches] = [0, -1, 0]
    await bench.kafka.readFrom(topic, 0, 0, 300_001, (given) => {
      batches++
      records += given.length
      last = Number(given.at(-1)!.value)
    })
    expect({ records, last }).toEqual({ records: 300_001, last: 7 })
    expect(batches).toBeLessThanOrEqual(2) // else it was not one batch, and nothing was tried
  })

  wire('poison: no value, 5 MB, no key, repeated, empty and nameless headers block nothing', async () => {
    const topic = await bench.newTopic()
    const large = Buffer.alloc(5_000_000, 'á')
    const poison: kafkajs.Message[] = [
      { value: null },
      { key: null, value: large },
      { value: '', headers: { ce_id: ['1', '2'], other: 'y', '': 'nameless' } },
      { value: 'x', headers: { ce_id: null as unknown as string, ce_type: Buffer.from([0xff, 0xfe]) } },
    ]
    for (const message of poison) await write(topic, [message])
    await write(topic, [{ value: '7' }])
    const read = await bench.everything(topic)
    expect(read.map((r) => r.value?.length ?? null)).toEqual([null, 5_000_000, 0, 1, 1])
    expect(read[1]!.value!.equals(large)).toBe(true)
    expect({ ...read[2]!.headers }).toEqual({
      ce_id: Buffer.from('2'), // the last one counts
      other: Buffer.from('y'),
      '': Buffer.from('nameless'),
    })
    expect({ ...read[3]!.headers }).toEqual({ ce_type: Buffer.from([0xff, 0xfe]) })
    expect(numbersOf(read).at(-1)).toBe(7)
  })

  /** From a client that is not the port's. */
  async function write(topic: string, messages: kafkajs.Message[]): Promise<void> {
    const producer = new kafkajs.Kafka({
      brokers: [bench.door.brokers!],
      logLevel: kafkajs.logLevel.NOTHING,
    }).producer()
    await producer.connect()
    await producer.send({ topic, messages })
    await producer.disconnect()
  }
}
