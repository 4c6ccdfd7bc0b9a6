import { COSTS, clickhouseMicroseconds } from './costs.ts'
import type { Size } from './sizes.ts'

/**
 * A shard of ClickHouse with the partitions it holds and the aggregators that read them, so that a shard that is away or a
 * member that dies stops nobody else: a subject lives in one partition, and a partition in one shard.
 */
export type Cell = {
  eventsPerSecond: number
  partitions: number
  aggregators: number
  /** Of one replica. */
  cores: number
  gatherSeconds: number
}

export type Plan = {
  size: Size
  cells: number
  cell: Cell
  producers: number
  brokers: number
  /** Cores of everything at the planned use, replicas included. */
  cores: number
}

const { value: use } = COSTS.useMax
const coresFor = (eventsPerSecond: number, microseconds: number) => (eventsPerSecond * microseconds) / 1e6

/** Partitions of the aggregator that has most of them once one of the cell has died. */
export const mostAfterDeath = ({
  partitions,
  aggregators,
}: Pick<Cell, 'partitions' | 'aggregators'>): number => Math.ceil(partitions / (aggregators - 1))

/** Rows of a block when nothing is behind; there is no block without one. */
export const rowsPerBlock = (cell: Cell): number => {
  const gathered = (cell.eventsPerSecond / cell.partitions) * cell.gatherSeconds
  return Math.min(COSTS.mostRows.value, Math.max(1, gathered))
}

const cellFor = (eventsPerSecond: number, gatherSeconds: number): Cell => {
  const one = coresFor(eventsPerSecond, COSTS.aggregator.value)
  const withAggregators = (aggregators: number) => ({ aggregators, partitions: Math.max(4, aggregators * 2) })
  let shape = withAggregators(Math.max(2, Math.ceil(one / use)))
  while ((one * mostAfterDeath(shape)) / shape.partitions > COSTS.useMaxAfterDeath.value)
    shape = withAggregators(shape.aggregators + 1)
  const cell = { eventsPerSecond, ...shape, gatherSeconds, cores: 0 }
  const shard = coresFor(eventsPerSecond, clickhouseMicroseconds(rowsPerBlock(cell)))
  return { ...cell, cores: Math.max(2, Math.ceil(shard / use)) }
}

/**
 * What a size takes: the fewest cells none of which has more blocks a second than a shard takes.
 * @throws Error where no number of cells would do, because even four partitions make too many blocks
 */
export const planFor = (size: Size, gatherSeconds: number = COSTS.gatherSeconds.value): Plan => {
  const partitionsMax = Math.floor(COSTS.blocksPerShard.value * gatherSeconds)
  if (partitionsMax < 4)
    throw new Error(`gathering for ${gatherSeconds} s: expects at least ${4 / COSTS.blocksPerShard.value} s`)
  let cells = 1
  let cell = cellFor(size.eventsPerSecond, gatherSeconds)
  while (cell.partitions > partitionsMax) {
    cells++
    cell = cellFor(size.eventsPerSecond / cells, gatherSeconds)
  }
  const log = coresFor(size.eventsPerSecond, brokerMicroseconds())
  const written = size.eventsPerSecond * COSTS.recordBytes.value * COSTS.logReplicas.value
  const brokers = Math.max(
    COSTS.logReplicas.value,
    Math.ceil(log / use / COSTS.brokerCores.value),
    Math.ceil(written / COSTS.brokerBytes.value),
  )
  const producers = Math.max(2, Math.ceil(coresFor(size.eventsPerSecond, COSTS.producer.value) / use))
  const perCell = cell.aggregators + COSTS.replicas.value * cell.cores
  const cores = producers + Math.ceil(log / use) + cells * perCell
  return { size, cells, cell, producers, brokers, cores }
}

/** Taken once; handed to the aggregator and to each follower; each follower's writing is taken to cost what handing out does. */
function brokerMicroseconds() {
  const followers = COSTS.logReplicas.value - 1
  return COSTS.kafkaProduce.value + COSTS.kafkaFetch.value * (1 + 2 * followers)
}
