import { openKafka } from '@ioc/kafka'
import { expect, test } from 'vitest'
import type { Door } from './door.ts'
import { numbersUpTo, record, until, type Workbench } from './workbench.ts'

/** A broker that dies, hangs or comes back: what was acknowledged stays, and reading and writing go on by themselves. */
export function outagesAreOutlived(bench: Workbench, door: Door): void {
  test.runIf(door.can.kill)(
    'trap, finite retries: a broker killed in the middle loses nothing that was acknowledged, and publishing goes on',
    async () => {
      const topic = await bench.newTopic({ partitions: 2 })
      const acknowledged: string[] = []
      let stop = false
      const publishing = (async () => {
        for (let batch = 0; !stop; batch++) {
          const values = Array.from({ length: 50 }, (_, i) => `${batch}-${i}`)
          await bench.kafka.publish(
            topic,
            values.map((value) => record(value, value)),
          )
          acknowledged.push(...values)
        }
      })()
      await until(() => acknowledged.length > 500)
      await bench.door.killAndRestart!()
      const soFar = acknowledged.length
      await until(() => acknowledged.length > soFar + 500, 60_000)
      stop = true
      await publishing
      const kept = new Set((await bench.everything(topic)).map((r) => String(r.value)))
      expect(acknowledged.filter((value) => !kept.has(value))).toEqual([])
    },
    120_000,
  )

  test.runIf(door.can.kill)(
    'a broker that is killed and comes back is read on without a gap',
    async () => {
      const topic = await bench.newTopic()
      const reading = await bench.collect(topic, { next: 0 })
      await bench.publishNumbers(topic, 50)
      await until(() => reading.numbers.length === 50)
      await bench.door.killAndRestart!()
      await bench.publishNumbers(topic, 50, 50)
      await until(() => reading.nextOffset() >= 100, 60_000)
      expect(new Set(reading.numbers)).toEqual(new Set(numbersUpTo(100)))
    },
    120_000,
  )

  test.runIf(door.can.pause && door.can.wire)(
    'trap, silent consumer crash: a broker that hangs for longer than a request may take is left, and read on afterwards',
    async () => {
      const topic = await bench.newTopic()
      const { port, warnings } = impatient()
      try {
        const numbers: number[] = []
        const reading = await port.consume({
          group: bench.newGroup(),
          topics: [topic],
          startAt: async () => ({ next: numbers.length }),
          onBatch: async (batch) => void numbers.push(...batch.records.map((r) => Number(r.value))),
        })
        await bench.publishNumbers(topic, 10)
        await until(() => numbers.length === 10)
        await bench.door.pause!()
        try {
          // The second life meets the same broker, still hanging.
          await until(() => warnings.filter((warning) => warning === 'reading again').length >= 2, 60_000)
        } finally {
          await bench.door.resume!()
        }
        await bench.publishNumbers(topic, 10, 10)
        await until(() => numbers.length === 20, 60_000)
        expect(numbers).toEqual(numbersUpTo(20))
        await reading.stop()
      } finally {
        await port.close()
      }
    },
    180_000,
  )

  test.runIf(door.can.pause && door.can.wire)(
    'trap, retry repartitioning: while a broker hangs, publishing holds nothing but its callers’ records; each arrives, in its place',
    async () => {
      const topic = await bench.newTopic({ partitions: 2 })
      const { port, warnings } = impatient()
      const sockets = () =>
        process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length
      try {
        await port.publish(topic, [record('first', 'x')]) // connected
        const before = sockets()
        await bench.door.pause!()
        let publishing: Promise<unknown>
        try {
          publishing = Promise.all(
            numbersUpTo(20).map((caller) =>
              port.publish(
                topic,
                // Half of them without a key, which kafkajs would give another partition at each attempt.
                numbersUpTo(10).map((n) => record(caller < 10 ? `caller-${caller}` : null, `${caller}/${n}`)),
              ),
            ),
          )
          publishing.catch(() => {}) // awaited below
          // Every failed attempt makes a new producer: were the old ones not cut, their connections and queues would pile up.
          await until(() => warnings.length >= 100, 60_000)
          expect(sockets()).toBeLessThan(before + 40)
        } finally {
          await bench.door.resume!()
        }
        await publishing
        const kept = (await bench.everything(topic)).filter((r) => String(r.key) !== 'first')
        for (let caller = 0; caller < 20; caller++) {
          // A request that was not answered is sent again, and the broker, awake, may write both: that is what "at least once" means.
          const ofCaller = kept.filter((r) => String(r.value).startsWith(`${caller}/`))
          const values = new Set(ofCaller.map((r) => String(r.value)))
          expect([...values]).toEqual(numbersUpTo(10).map((n) => `${caller}/${n}`))
          expect(new Set(ofCaller.map((r) => r.partition)).size).toBe(1)
        }
      } finally {
        await port.close()
      }
    },
    180_000,
  )

  function impatient() {
    const warnings: string[] = []
    const log = {
      debug: () => {},
      info: () => {},
      warn: (_: object, message: string) => void warnings.push(message),
      error: () => {},
    }
    const config = { brokers: [bench.door.brokers!], clientId: 'impatient', requestTimeoutMs: 1_000 }
    return { port: openKafka(config, log), warnings }
  }
}
