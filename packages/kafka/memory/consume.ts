import { LogBeginsAfterNeeded, LogWasRecreated, TopicMissing } from '../errors.ts'
import type { ConsumeOptions, Consumption, StartAt } from '../types.ts'
import type { Group, Member } from './group.ts'
import type { MemoryBroker } from './index.ts'
import { corruptOf, endOfFetch, highOf, type MemoryTopic, recordsOf } from './topic.ts'

/** How far one assignment of one partition has come. */
type Position = {
  topic: string
  partition: number
  of: MemoryTopic | null
  next: number | null
  busy: Promise<void> | null
  ended: boolean
}

/**
 * Reads topics as one member of a group. Each step waits for its turn; between steps anything may happen: partitions dealt anew,
 * records removed, the topic made anew, the member given up by the group without knowing.
 */
export const consume = async (
  broker: MemoryBroker,
  group: Group,
  client: string,
  options: ConsumeOptions,
): Promise<Consumption> => {
  const { changes, turn } = broker
  do {
    await broker.isThere()
    await turn(client, 'consume')
  } while (broker.isAway())
  const missing = options.topics.filter((topic) => !broker.topics.has(topic))
  if (missing.length > 0) throw new TopicMissing(missing)

  const done = Promise.withResolvers<void>()
  done.promise.catch(() => {}) // told to whoever waits for `finished`
  const paused = new Set<string>()
  const member: Member = { client, topics: options.topics, generation: null, assigned: [] }
  let known: number | null = null
  let positions: Position[] = []
  let underWay = 0
  let ended = false

  group.join(member)
  void live()

  return {
    finished: done.promise,
    stop: async () => {
      end()
      await Promise.all(positions.map((position) => position.busy?.catch(() => {})))
      await turn(client, 'leave')
      group.leave(member)
      done.resolve()
    },
    pause: (topic) => void paused.add(topic),
    resume: (topic) => {
      paused.delete(topic)
      changes.tell()
    },
    lag: () =>
      positions.flatMap(({ topic, partition, next }) => {
        const log = broker.topics.get(topic)?.partitions[partition]
        return next === null || !log ? [] : [{ topic, partition, next, highWatermark: highOf(log) }]
      }),
  }

  function end(): void {
    ended = true
    for (const position of positions) position.ended = true
    changes.tell()
  }

  function fail(error: unknown): void {
    if (ended) return
    end()
    group.leave(member)
    done.reject(error)
  }

  /** Follows what the group deals out, and joins again when it was given up. */
  async function live(): Promise<void> {
    while (!ended) {
      await changes.until(() => ended || member.generation !== known)
      await turn(client, 'heartbeat')
      if (ended) return
      if (member.generation === null) {
        known = null
        group.join(member)
      } else if (member.generation !== known) assign()
    }
  }

  function assign(): void {
    known = member.generation
    const before = positions
    for (const position of before) position.ended = true
    positions = member.assigned.map(({ topic, partition }) => ({
      ...{ topic, partition, of: null, next: null, ended: false },
      busy: before.find((each) => each.topic === topic && each.partition === partition)?.busy ?? null,
    }))
    changes.tell()
    for (const position of positions) read(position).catch(fail)
  }

  async function read(position: Position): Promise<void> {
    const { topic, partition } = position
    await position.busy // the batch of the assignment before: one at a time
    position.busy = null
    if (position.ended) return
    const start = await options.startAt(topic, partition)
    await turn(client, 'seek')
    if (position.ended) return
    position.of = broker.topics.get(topic) ?? null
    assertHolds(position, start.next)
    assertSame(position, start)
    position.next = start.next
    while (!position.ended) {
      await changes.until(() => position.ended || hasNews(position))
      await turn(client, `fetch ${topic}/${partition}`)
      if (!position.ended && hasNews(position)) await take(position)
    }
  }

  function hasNews(position: Position): boolean {
    if (paused.has(position.topic) || broker.isAway()) return false
    if (underWay >= (options.partitionsConcurrently ?? 4)) return false
    const log = broker.topics.get(position.topic)
    if (log !== position.of) return true // made anew, or gone
    const { low, entries } = log!.partitions[position.partition]!
    return entries.length > position.next! || low > position.next!
  }

  async function take(position: Position): Promise<void> {
    const { topic, partition } = position
    const firstOffset = position.next!
    assertHolds(position, firstOffset)
    const log = position.of!.partitions[partition]!
    const bytesMax = options.maxBytesPerPartition ?? 4_194_304
    const to = endOfFetch(log, firstOffset, bytesMax, broker.offsetsPerFetch(client))
    const generation = known
    const working = options.onBatch({
      ...{ topic, partition, firstOffset, lastOffset: to - 1, highWatermark: highOf(log) },
      records: recordsOf(topic, partition, log, firstOffset, to),
      corrupt: corruptOf(log, firstOffset, to),
      heartbeat: async () => {},
      commit: async () => {
        await turn(client, 'commit')
        if (!position.ended) group.commit(member, generation, `${topic}/${partition}`, to)
        await turn(client, 'committed')
      },
    })
    underWay++
    position.busy = working
    try {
      await working
    } finally {
      position.busy = null
      underWay--
      changes.tell()
    }
    position.next = to
  }

  function assertHolds(position: Position, needed: number): void {
    const { topic, partition } = position
    const now = broker.topics.get(topic)
    if (!now) throw new TopicMissing([topic])
    const log = now.partitions[partition]!
    if (now === position.of && log.low > needed)
      throw new LogBeginsAfterNeeded({ topic, partition, needed, logBegins: log.low })
    if (now !== position.of || highOf(log) < needed)
      throw new LogWasRecreated({ topic, partition, needed, logEnds: highOf(log) })
  }

  function assertSame({ topic, partition, of }: Position, { next, last }: StartAt): void {
    const log = of!.partitions[partition]!
    const entry = last && last.offset >= log.low ? log.entries[last.offset] : undefined
    if (!last || !entry || entry.appendedAtMs === last.appendedAtMs) return
    throw new LogWasRecreated({
      ...{ topic, partition, needed: next, logEnds: highOf(log) },
      appendedAtMs: { expected: last.appendedAtMs, found: entry.appendedAtMs },
    })
  }
}
