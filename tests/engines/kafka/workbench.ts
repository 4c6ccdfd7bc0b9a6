import { setTimeout as delay } from 'node:timers/promises'
import {
  type Batch,
  type IncomingRecord,
  type Kafka,
  type OutgoingRecord,
  provisionTopics,
  type StartAt,
} from '@ioc/kafka'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { Door, OpenDoor } from './door.ts'

export type Workbench = ReturnType<typeof openWorkbench>

/** What the tests of one door share: the open door, one client for everybody, and short ways to write and read numbers. */
export function openWorkbench(door: Door) {
  let open: OpenDoor
  let kafka: Kafka
  const opened: Kafka[] = []
  let names = 0

  beforeAll(async () => {
    open = await door.start()
    kafka = open.open()
  }, 180_000)

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((port) => port.close()))
  })

  afterAll(async () => {
    await Promise.allSettled([kafka?.close()])
    await open?.close()
  }, 60_000)

  return {
    /** The client of the whole suite; for what must end with the test, `port()`. */
    get kafka(): Kafka {
      return kafka
    },
    get door(): OpenDoor {
      return open
    },
    port,
    newTopic,
    newGroup,
    remake,
    publishNumbers,
    everything,
    collect,
  }

  /** A client of its own, closed after the test. */
  function port(): Kafka {
    const another = open.open()
    opened.push(another)
    return another
  }

  async function newTopic(
    changes: { partitions?: number; config?: Record<string, string> } = {},
  ): Promise<string> {
    const name = `topic-${names++}-${Date.now()}`
    await provisionTopics(kafka, [
      {
        name,
        partitions: changes.partitions ?? 1,
        config: { 'message.timestamp.type': 'LogAppendTime', ...changes.config },
      },
    ])
    return name
  }

  function newGroup(): string {
    return `group-${names++}-${Date.now()}`
  }

  /** The same name, another log. */
  async function remake(name: string): Promise<void> {
    await open.deleteTopic(name)
    await until(async () => !(await kafka.admin.topics()).includes(name))
    await provisionTopics(kafka, [
      { name, partitions: 1, config: { 'message.timestamp.type': 'LogAppendTime' } },
    ])
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
      await kafka.readFrom(topic, partition, low, high, (records) => {
        for (const each of records) all.push(each)
      })
    }
    return all
  }

  /** Reads one topic of one partition as a member of a group, and keeps what it was given. */
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
        for (const each of batch.records) numbers.push(Number(each.value))
        if (commit) await batch.commit()
      },
    })
    return { ...reading, batches, numbers, nextOffset }
  }
}

export function record(key: string | null, value: string | null): OutgoingRecord {
  return { key, value, headers: {} }
}

export function numbersOf(records: IncomingRecord[]): number[] {
  return records.map((r) => Number(r.value))
}

/** 0, 1 … count - 1, or from another first number. */
export function numbersUpTo(count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, i) => from + i)
}

export async function until(holds: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const deadlineMs = performance.now() + withinMs
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error(`not so within ${withinMs} ms: ${holds}`)
    await delay(20)
  }
}
