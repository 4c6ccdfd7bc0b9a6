import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { openKafka } from '@ioc/kafka'
import { expect, test } from 'vitest'
import type { Door } from './door.ts'
import { numbersUpTo, record, until, type Workbench } from './workbench.ts'

/** Members of one group: each partition has one reader, whoever comes, goes, dies or is slow. */
export function groupsShareTheWork(bench: Workbench, door: Door): void {
  test('a member that comes and one that goes leave no gap, and batches follow each other', async () => {
    const topic = await bench.newTopic({ partitions: 4 })
    const group = bench.newGroup()
    const ledger = new Map<number, number>() // partition → next needed, as the product's ledger knows it
    const seen = new Map<string, number>()
    const gaps: unknown[] = []
    const join = () =>
      bench.port().consume({
        group,
        topics: [topic],
        startAt: async (_, partition) => ({ next: ledger.get(partition) ?? 0 }),
        onBatch: async (batch) => {
          const next = ledger.get(batch.partition) ?? 0
          if (batch.firstOffset > next) gaps.push({ next, ...batch })
          for (const r of batch.records) seen.set(`${r.partition}/${r.offset}`, Number(r.value))
          await nextTurn() // a rebalance may come in the middle
          ledger.set(batch.partition, Math.max(next, batch.lastOffset + 1))
          await batch.commit()
        },
      })
    let published = 0
    let stop = false
    const publishing = (async () => {
      while (!stop) {
        await bench.kafka.publish(
          topic,
          Array.from({ length: 40 }, () => record(`k${published}`, String(published++))),
        )
        await nextTurn()
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
    await until(() => new Set(seen.values()).size >= published)
    expect(gaps).toEqual([])
    expect(new Set(seen.values()).size).toBe(published)
  })

  test('trap, shared offset cache: two members opened from one port do not believe each other’s offsets', async () => {
    const topic = await bench.newTopic({ partitions: 2 })
    const group = bench.newGroup()
    const port = bench.port()
    const seen: string[] = []
    const join = () =>
      port.consume({
        group,
        topics: [topic],
        startAt: async () => ({ next: 0 }),
        onBatch: async (batch) => {
          for (const r of batch.records) seen.push(`${r.partition}/${r.offset}`)
          await batch.commit()
        },
      })
    const [one, two] = [await join(), await join()]
    await until(() => one.lag().length === 1 && two.lag().length === 1)
    const expected: string[] = []
    for (let offset = 0; offset < 5; offset++) {
      for (const partition of [0, 1]) {
        await bench.kafka.publish(topic, [{ ...record('a', 'x'), partition }])
        expected.push(`${partition}/${offset}`)
      }
    }
    await until(() => new Set(seen).size === 10)
    expect(seen.toSorted()).toEqual(expected.toSorted())
  })

  test('stop() in the middle of a batch leaves in order: the next member does not wait for a session to end', async () => {
    const topic = await bench.newTopic({ partitions: 2 })
    const group = bench.newGroup()
    const sessionTimeoutMs = 60_000 // waited for, it would be the end of this test
    for (const partition of [0, 1]) await bench.kafka.publish(topic, [{ ...record('a', 'x'), partition }])
    const begun = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const leaving = await bench.port().consume({
      group,
      topics: [topic],
      sessionTimeoutMs,
      startAt: async () => ({ next: 0 }),
      onBatch: async () => {
        begun.resolve()
        await mayEnd.promise
      },
    })
    await begun.promise
    const stopping = leaving.stop()
    mayEnd.resolve()
    await stopping
    const next = await bench.collect(topic, { group, next: 0 })
    await until(() => next.numbers.length === 2, 30_000)
  })

  test.runIf(door.can.wire)(
    'trap, heartbeats during a slow insert: onBatch that takes longer than the session keeps its partition',
    async () => {
      const topic = await bench.newTopic()
      await bench.publishNumbers(topic, 10)
      const sessionTimeoutMs = 6_000
      let [assignments, calls, warnings] = [0, 0, 0]
      const log = {
        debug: () => {},
        info: () => {},
        warn: () => void warnings++,
        error: () => void warnings++,
      }
      const port = openKafka({ brokers: [bench.door.brokers!], clientId: 'slow' }, log)
      try {
        const reading = await port.consume({
          group: bench.newGroup(),
          topics: [topic],
          sessionTimeoutMs,
          startAt: async () => {
            assignments++
            return { next: 0 }
          },
          onBatch: async () => {
            calls++
            const slowUntilMs = performance.now() + 1.5 * sessionTimeoutMs
            if (calls === 1) await until(() => performance.now() > slowUntilMs)
          },
        })
        await until(() => reading.lag()[0]?.next === 10)
        await bench.kafka.publish(topic, [record('a', 'x')])
        await until(() => reading.lag()[0]?.next === 11)
        // A broker that wants longer sessions was asked for more; nothing else may have happened.
        expect({ assignments, calls }).toEqual({ assignments: 1, calls: 2 })
        expect(warnings).toBeLessThanOrEqual(1)
      } finally {
        await port.close()
      }
    },
  )

  test.runIf(door.can.wire)(
    'a session shorter than the broker allows is made as long as any broker allows, with a warning',
    async () => {
      const topic = await bench.newTopic()
      await bench.publishNumbers(topic, 3)
      const warned: object[] = []
      const log = {
        debug: () => {},
        info: () => {},
        warn: (fields: object) => void warned.push(fields),
        error: () => {},
      }
      const port = openKafka({ brokers: [bench.door.brokers!], clientId: 'hasty' }, log)
      const numbers: number[] = []
      try {
        await port.consume({
          group: bench.newGroup(),
          topics: [topic],
          sessionTimeoutMs: 500,
          startAt: async () => ({ next: 0 }),
          onBatch: async (batch) => void numbers.push(...batch.records.map((r) => Number(r.value))),
        })
        await until(() => numbers.length === 3)
      } finally {
        await port.close()
      }
      expect(numbers).toEqual(numbersUpTo(3))
      expect(warned).toEqual([expect.objectContaining({ sessionTimeoutMs: 500, instead: 6_000 })])
    },
  )

  test.runIf(door.can.wire)(
    'a member killed with SIGKILL is missed within its session: the other reads all partitions',
    async () => {
      const topic = await bench.newTopic({ partitions: 4 })
      for (let partition = 0; partition < 4; partition++) {
        await bench.kafka.publish(topic, [{ ...record('a', 'x'), partition }])
      }
      const group = bench.newGroup()
      const one = await bench.collect(topic, { group, next: 0 })
      await until(() => one.lag().length === 4)
      const script = join(import.meta.dirname, 'member.ts')
      const member = spawn(process.execPath, [script, bench.door.brokers!, group, topic], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      try {
        await once(member.stdout!, 'data')
        await until(() => one.lag().length === 2)
      } finally {
        member.kill('SIGKILL')
      }
      const killedAtMs = performance.now()
      await until(() => one.lag().length === 4, 30_000)
      const healedMs = performance.now() - killedAtMs
      // 3 to 4 s where nothing else runs; a broker with the default minimum takes 6 s and a heartbeat.
      expect(healedMs).toBeLessThan(15_000)
      console.info(`the group healed ${Math.round(healedMs)} ms after SIGKILL`)
    },
  )
}
