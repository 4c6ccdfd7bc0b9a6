import type { CorruptRange, TopicDefinition } from '../types.ts'
import { openChanges } from './changes.ts'
import { openClient } from './client.ts'
import { type Group, newGroup } from './group.ts'
import { type Entry, highOf, type MemoryTopic, newTopic } from './topic.ts'

export type MemoryLogOptions = {
  /** The broker's clock, epoch milliseconds. */
  now(): number
  /**
   * When the next step happens. Every step of every client waits here first, so who answers decides the order of all things;
   * a client that is never answered again is dead.
   */
  turn(client: string, step: string): Promise<void>
  /** How many offsets a fetch may bring at most, besides the bytes; without it, all there are. */
  offsetsPerFetch?(client: string): number
  /** Whether a publish is written twice: its first acknowledgement was lost, and the port tried again. */
  writesTwice?(): boolean
}

/** One entry as a test writes it: what no producer of ours would send. */
type Odd =
  | { kind: 'control' }
  | { kind: 'corrupt'; offsets: number; code: CorruptRange['code']; bytes: Buffer }

/**
 * Kafka in memory: topics, partitions, groups, commits; deterministic, without a timer of its own. Each client opened on it is
 * one implementation of the port `Kafka`.
 */
export const openMemoryLog = (options: MemoryLogOptions) => {
  const changes = openChanges()
  const topics = new Map<string, MemoryTopic>()
  const groups = new Map<string, Group>()
  let away = false

  const broker = {
    changes,
    topics,
    turn: options.turn,
    now: options.now,
    offsetsPerFetch: options.offsetsPerFetch ?? (() => Number.POSITIVE_INFINITY),
    writesTwice: options.writesTwice ?? (() => false),
    isAway: () => away,
    isThere: () => changes.until(() => !away),
    groups,
    groupOf: (name: string): Group => {
      const group =
        groups.get(name) ?? newGroup((topic) => topics.get(topic)?.partitions.length ?? 0, changes)
      groups.set(name, group)
      return group
    },
    create: (definition: TopicDefinition): void => {
      if (topics.has(definition.name)) return
      topics.set(definition.name, newTopic(definition))
      changes.tell()
    },
    /** Gives the offset of the first one. */
    append: (topic: string, partition: number, entries: readonly Entry[]): number => {
      const log = topics.get(topic)!.partitions[partition]!
      const first = highOf(log)
      log.entries.push(...entries)
      changes.tell()
      return first
    },
  }

  return {
    /** A client of its own, as a process has one; `name` is what `turn` hears. */
    open: (name: string) => openClient(broker, name),
    createTopic: broker.create,
    deleteTopic: (name: string): void => {
      topics.delete(name)
      changes.tell()
    },
    /** Retention, or a person: the log now begins here. */
    removeBefore: (topic: string, partition: number, offset: number): void => {
      topics.get(topic)!.partitions[partition]!.low = offset
      changes.tell()
    },
    /** Puts something into the log that is no record. */
    appendOdd: (topic: string, partition: number, odd: Odd): void => {
      const appendedAtMs = options.now()
      if (odd.kind === 'control')
        return void broker.append(topic, partition, [{ kind: 'control', appendedAtMs }])
      const firstOffset = highOf(topics.get(topic)!.partitions[partition]!)
      const lastOffset = firstOffset + odd.offsets - 1
      const entry = { ...odd, firstOffset, lastOffset, appendedAtMs }
      broker.append(
        topic,
        partition,
        Array.from({ length: odd.offsets }, () => entry),
      )
    },
    /** Nobody answers until it is back. What is written stays written. */
    setAway: (isAway: boolean): void => {
      away = isAway
      changes.tell()
    },
    /** The session of a client has timed out: its partitions go to others, and it does not know yet. */
    expel: (client: string): void => {
      for (const group of groups.values())
        for (const member of group.members()) if (member.client === client) group.leave(member)
    },
    /** Commits are a hint; a broker may forget them. */
    forgetCommits: (): void => {
      for (const group of groups.values()) group.committed.clear()
    },
    /** What stands in the log, for whoever judges: every entry ever written to a partition. */
    entries: (topic: string, partition: number): readonly Entry[] =>
      topics.get(topic)?.partitions[partition]?.entries ?? [],
    /** The groups' members by client, and what each has. */
    assignments: () =>
      [...groups.values()].flatMap((group) =>
        group.members().map(({ client, assigned }) => ({ client, assigned })),
      ),
    broker,
  }
}

export type MemoryLog = ReturnType<typeof openMemoryLog>
export type MemoryBroker = MemoryLog['broker']
export type { Entry } from './topic.ts'
