import { COSTS, clickhouseMicroseconds } from '../costs.ts'
import type { Cell } from '../plan.ts'
import { openAgenda } from './agenda.ts'
import { arrivalsOf, countOf, type Stretch, takeOldest } from './arrivals.ts'
import { openLags } from './lags.ts'
import { type Member, openMembers, readOn, shareAgain, shareOut } from './members.ts'
import { openShard } from './shard.ts'

export type Load = {
  seed: number
  seconds: number
  /** Events a second of the whole cell. */
  rateAt(second: number): number
  /** What a source that was silent sends all at once. */
  backlog?: { atSecond: number; events: number }
  killAtSecond?: number
  shardAway?: { from: number; to: number }
  /** An event that waits longer is late. */
  lateSeconds?: number
}

export type Simulated = {
  events: number
  folded: number
  use: { aggregator: number; shard: number }
  lagP50: number
  lagP95: number
  blocksPerSecond: number
  /** When the last late event had its row; null where none was late. */
  lastLateAt: number | null
}

type Partition = {
  waiting: Stretch[]
  inHand: Stretch[]
  arrivedTo: number
  takenAt: number
  /** Blocks of an owner that died come to nothing. */
  life: number
}
type Happening = { kind: 'take' | 'insert' | 'done'; partition: number; life: number } | { kind: 'kill' }

/**
 * One cell by the second, as its parts behave: a partition has one block under way, an aggregator one core and two blocks in hand, a shard
 * its cores; a member that dies is noticed, all stand still, and its blocks are read again. The costs are those of the plan.
 * The same seed gives the same answer.
 */
export const simulate = (cell: Cell, load: Load): Simulated => {
  const agenda = openAgenda<Happening>()
  const arrivals = arrivalsOf(load.seed, load.rateAt)
  const lags = openLags()
  const shard = openShard(cell.cores, load.shardAway ?? null)
  const members = openMembers(cell.aggregators)
  let owners = shareOut(cell.partitions, members)
  const partitions: Partition[] = owners.map((_, index) => {
    // Each begins at a moment of its own, or all would come to a core at once for ever.
    const takenAt = (cell.gatherSeconds * index) / cell.partitions - cell.gatherSeconds
    return { waiting: [], inHand: [], arrivedTo: 0, takenAt, life: 0 }
  })
  let standsUntil = 0
  let [events, folded, blocks] = [0, 0, 0]
  let lastLateAt: number | null = null

  const planTake = (index: number, now: number) => {
    const { takenAt, life } = partitions[index]!
    agenda.plan(Math.max(now, takenAt + cell.gatherSeconds), { kind: 'take', partition: index, life })
  }
  const arrive = (index: number, now: number) => {
    const partition = partitions[index]!
    const come = arrivals(index, 1 / cell.partitions, partition.arrivedTo, Math.min(now, load.seconds))
    const { backlog } = load
    if (backlog && partition.arrivedTo <= backlog.atSecond && now > backlog.atSecond) {
      const share = Math.round(backlog.events / cell.partitions)
      come.push({ from: backlog.atSecond, to: backlog.atSecond, events: share })
    }
    partition.arrivedTo = Math.max(partition.arrivedTo, now)
    partition.waiting.push(...come)
    events += countOf(come)
  }
  const take = (index: number, now: number) => {
    const [partition, owner] = [partitions[index]!, owners[index]!]
    const { life } = partition
    if (now < standsUntil) return agenda.plan(standsUntil, { kind: 'take', partition: index, life })
    if (owner.inHand >= COSTS.atOnce.value) return owner.waiting.push(index)
    arrive(index, now)
    partition.takenAt = now
    partition.inHand = takeOldest(partition.waiting, COSTS.mostRows.value)
    if (partition.inHand.length === 0) return now < load.seconds ? planTake(index, now) : undefined
    owner.inHand++
    const seconds = (countOf(partition.inHand) * COSTS.aggregator.value) / 1e6
    return agenda.plan(readOn(owner, now, seconds), { kind: 'insert', partition: index, life })
  }
  const insert = (index: number, now: number) => {
    const { inHand, life } = partitions[index]!
    const rows = countOf(inHand)
    const durableAt = shard.insert(now, (rows * clickhouseMicroseconds(rows)) / 1e6)
    agenda.plan(durableAt + COSTS.blockSeconds.value, { kind: 'done', partition: index, life })
  }
  const done = (index: number, now: number) => {
    const [partition, owner] = [partitions[index]!, owners[index]!]
    lags.note(partition.inHand, now)
    if (load.lateSeconds !== undefined && now - partition.inHand[0]!.from > load.lateSeconds) lastLateAt = now
    folded += countOf(partition.inHand)
    blocks++
    partition.inHand = []
    owner.inHand--
    planTake(index, now)
    const next = owner.waiting.shift()
    if (next !== undefined) take(next, now)
  }
  const kill = (now: number) => {
    const victim: Member = members[0]!
    victim.isAlive = false
    const orphans = partitions.filter((_, index) => owners[index] === victim)
    owners = shareAgain(owners, members)
    for (const orphan of orphans) {
      orphan.waiting.unshift(...orphan.inHand)
      orphan.inHand = []
      orphan.life++
    }
    const backAt = now + COSTS.deadSeconds.value
    agenda.plan(now + COSTS.sessionSeconds.value, { kind: 'take', partition: -1, life: 0 })
    for (const orphan of orphans)
      agenda.plan(backAt, { kind: 'take', partition: partitions.indexOf(orphan), life: orphan.life })
  }

  partitions.forEach((_, index) => {
    planTake(index, 0)
  })
  if (load.killAtSecond !== undefined) agenda.plan(load.killAtSecond, { kind: 'kill' })
  for (let next = agenda.next(); next !== null; next = agenda.next()) {
    const { at, happening } = next
    if (happening.kind === 'kill') kill(at)
    else if (happening.partition < 0) standsUntil = at + COSTS.deadSeconds.value - COSTS.sessionSeconds.value
    else if (happening.life !== partitions[happening.partition]!.life) continue
    else if (happening.kind === 'take') take(happening.partition, at)
    else if (happening.kind === 'insert') insert(happening.partition, at)
    else done(happening.partition, at)
  }
  const busy = members.reduce((sum, { busySeconds }) => sum + busySeconds, 0)
  return {
    ...{ events, folded, lastLateAt },
    use: {
      aggregator: busy / load.seconds / cell.aggregators,
      shard: shard.busySeconds() / load.seconds / cell.cores,
    },
    lagP50: lags.percentile(0.5),
    lagP95: lags.percentile(0.95),
    blocksPerSecond: blocks / load.seconds,
  }
}
