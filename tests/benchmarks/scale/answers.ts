import { COSTS, clickhouseMicroseconds } from './costs.ts'
import { type Cell, mostAfterDeath, rowsPerBlock } from './plan.ts'

const { value: blockSeconds } = COSTS.blockSeconds

/** Busy share of an aggregator's core, of a replica's cores, and of the blocks an aggregator may have in hand. */
export const useOf = (cell: Cell): { aggregator: number; shard: number; inHand: number } => {
  const rows = rowsPerBlock(cell)
  const perAggregator = cell.eventsPerSecond / cell.aggregators
  const clickhouse = clickhouseMicroseconds(rows)
  return {
    aggregator: (perAggregator * COSTS.aggregator.value) / 1e6,
    shard: (cell.eventsPerSecond * clickhouse) / 1e6 / cell.cores,
    inHand: (perAggregator * secondsInHand(rows)) / rows / COSTS.atOnce.value,
  }
}

/**
 * 95th percentile of arrival to row, seconds: nearly a whole gathering, the block's own way, and waiting for a core behind the blocks of
 * other partitions (mean wait of Pollaczek and Khinchine for equal services; for several cores Sakasegawa's).
 */
export const lagP95 = (cell: Cell): number => {
  const rows = rowsPerBlock(cell)
  const use = useOf(cell)
  const [read, insert] = [rows * COSTS.aggregator.value, rows * clickhouseMicroseconds(rows)].map(
    (us) => us / 1e6,
  )
  const waits =
    (use.aggregator * read!) / 2 / (1 - use.aggregator) +
    (use.shard ** (Math.sqrt(2 * (cell.cores + 1)) - 1) * insert!) / 2 / cell.cores / (1 - use.shard)
  return 0.95 * cell.gatherSeconds + read! + insert! + blockSeconds + waits
}

/** What is late: twice the usual 95th percentile. */
export const lateSeconds = (cell: Cell): number => 2 * lagP95(cell)

/** Events a second an aggregator folds when much waits: by its core, or by blocks in hand. */
const foldedPerSecond = (): number => {
  const rows = COSTS.mostRows.value
  return Math.min(1e6 / COSTS.aggregator.value, (COSTS.atOnce.value * rows) / secondsInHand(rows))
}

/** The same cell while its sources are at their liveliest. */
export const livelier = (cell: Cell): Cell => ({
  ...cell,
  eventsPerSecond: cell.eventsPerSecond * (1 + COSTS.mood.value),
})

/** From the kill of one aggregator of the cell until nothing is behind; the one that takes most of its partitions is last. */
export const catchUpAfterDeath = (cell: Cell): number => {
  const each = cell.eventsPerSecond / cell.partitions
  const most = mostAfterDeath(cell)
  const own = Math.floor(cell.partitions / cell.aggregators)
  const stood = COSTS.deadSeconds.value - COSTS.sessionSeconds.value
  const behind = each * ((most - own) * COSTS.deadSeconds.value + own * stood)
  return COSTS.deadSeconds.value + behind / (foldedPerSecond() - most * each)
}

/** From the return of a shard that was away until nothing is late. */
export const catchUpAfterAway = (cell: Cell, awaySeconds: number): number => {
  const shard = (cell.cores * 1e6) / clickhouseMicroseconds(COSTS.mostRows.value)
  const drained = Math.min(foldedPerSecond() * cell.aggregators, shard)
  return Math.max(0, awaySeconds - lateSeconds(cell)) / (drained / cell.eventsPerSecond - 1)
}

/** All indicators, scopes and periods of a date as of a cut, seconds; what grows with dossiers is shared by all cores (assumed). */
export const cutSeconds = (dossiers: number, cores: number): number =>
  COSTS.cutBase.value + (COSTS.cutPerMillion.value * dossiers * 2) / cores / 1e6

function secondsInHand(rows: number) {
  return (rows * (COSTS.aggregator.value + clickhouseMicroseconds(rows))) / 1e6 + blockSeconds
}
