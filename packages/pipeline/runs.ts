import type { Run } from './block.ts'

/** Most offsets of one run: each may become a dead letter in memory. Batches of records that can be read stay well below. */
const OFFSETS_PER_RUN = 50_000

/**
 * A batch in runs that fit into memory. Only damage makes it necessary: a batch whose header lies about its length may cover millions
 * of offsets. The damaged bytes go with the first run that has a part of the range.
 */
export function* runsOf(batch: Run, offsetsPerRun = OFFSETS_PER_RUN): Generator<Run> {
  const { topic, partition, lastOffset, corrupt = [] } = batch
  if (lastOffset - batch.firstOffset < offsetsPerRun) return yield batch
  const given = new Set<object>()
  for (let firstOffset = batch.firstOffset; firstOffset <= lastOffset; firstOffset += offsetsPerRun) {
    const last = Math.min(firstOffset + offsetsPerRun - 1, lastOffset)
    const inside = corrupt.filter((range) => range.firstOffset <= last && range.lastOffset >= firstOffset)
    yield {
      topic,
      partition,
      records: batch.records.filter(({ offset }) => offset >= firstOffset && offset <= last),
      firstOffset,
      lastOffset: last,
      corrupt: inside.map((range) => (given.has(range) ? { ...range, bytes: null } : range)),
    }
    for (const range of inside) given.add(range)
  }
}
