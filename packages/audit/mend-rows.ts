import type { InForce } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { columnsOf } from '@ioc/reader'
import type { Contract } from '@ioc/schemas'
import { type ReadAgain, type RowKey, readAgain } from './again.ts'
import type { Range } from './ends.ts'
import { faultyOffsets } from './rows.ts'
import { deleteRows, literal } from './sql.ts'

export type RowsMended = { removed: number; inserted: number; leftAlone: number }

/** Positions mended in one go: their ledger texts are held at once. */
const POSITIONS_AT_ONCE = 500

/**
 * Makes the business rows of a range its kept ledger rows and nothing more. Every position lies at or below the ledger's end, where
 * a running aggregator writes no more, or writes these same keys again; what is deleted is named key by key. So it may run beside one.
 */
export const mendRows = async (
  clickhouse: ClickHouse,
  catalogues: InForce,
  contract: Contract,
  range: Range,
): Promise<RowsMended> => {
  const done = { removed: 0, inserted: 0, leftAlone: 0 }
  for (let from = range.from; from <= range.to; ) {
    const page = await faultyOffsets(clickhouse, contract, { ...range, from }, POSITIONS_AT_ONCE)
    if (page.length === 0) break
    const orphans = page.filter((p) => p.verdict === 'orphan').map((p) => p.offset)
    // A row in a gap of the ledger waits until the gap is folded again: only then is known whether it belongs.
    const kept = page.filter((p) => p.verdict !== 'orphan' && p.verdict !== 'row-in-gap').map((p) => p.offset)
    done.removed += await removeRows(
      clickhouse,
      contract,
      range,
      await rowsAt(clickhouse, contract, range, orphans),
    )
    await mendKept(clickhouse, catalogues, contract, range, kept, done)
    from = page.at(-1)!.offset + 1
  }
  return done
}

const mendKept = async (
  clickhouse: ClickHouse,
  catalogues: InForce,
  contract: Contract,
  range: Range,
  offsets: readonly number[],
  done: RowsMended,
): Promise<void> => {
  if (offsets.length === 0) return
  const rows = await rowsAt(clickhouse, contract, range, offsets)
  const right = await readAgain(clickhouse, catalogues, range, offsets)
  const missing: Exclude<ReadAgain, null>[] = []
  const wrong: PlacedKey[] = []
  let readable = 0
  for (const again of right) {
    if (again === null) continue
    const here = rows.filter((row) => row.offset === again.offset)
    const good = here.some((row) => same(row, again.key))
    // Looked-up columns come from the catalogues of that time; of sets that are in no log this software has only its own.
    if (!good && !again.sameCatalogues) continue
    readable++
    if (!good) missing.push(again)
    wrong.push(...here.filter((row) => !same(row, again.key)))
  }
  done.leftAlone += offsets.length - readable
  // First what belongs there, then away with what does not: broken off in between, nothing is missing.
  await clickhouse.insertRows(
    contract.table,
    columnsOf(contract),
    missing.map((m) => m.line).join(''),
    missing.length,
  )
  done.inserted += missing.length
  done.removed += await removeRows(clickhouse, contract, range, wrong)
}

type PlacedKey = RowKey & { offset: number }

const same = (a: RowKey, b: RowKey) =>
  a.subject === b.subject &&
  a.recordedAt === b.recordedAt &&
  a.sequence === b.sequence &&
  a.contentHash === b.contentHash

const rowsAt = async (
  clickhouse: ClickHouse,
  contract: Contract,
  { topic, partition }: Range,
  offsets: readonly number[],
): Promise<PlacedKey[]> =>
  offsets.length === 0
    ? []
    : clickhouse.query<PlacedKey>(
        `SELECT DISTINCT \`offset\`, subject, toString(recorded_at) AS recordedAt, toString(sequence) AS sequence,
  toString(content_hash) AS contentHash FROM ${contract.table}
WHERE topic = {topic:String} AND \`partition\` = {partition:Int32} AND \`offset\` IN {offsets:Array(UInt64)}`,
        { topic, partition, offsets },
      )

const removeRows = async (
  clickhouse: ClickHouse,
  contract: Contract,
  { topic, partition }: Range,
  rows: readonly PlacedKey[],
): Promise<number> => {
  const keys = rows.map(
    (row) =>
      `(${literal(topic)}, ${partition}, ${row.offset}, ${literal(row.subject)}, ${literal(row.recordedAt)}, toUInt64(${row.sequence}), toUInt64(${row.contentHash}))`,
  )
  await deleteRows(
    clickhouse,
    contract.table,
    '(topic, `partition`, `offset`, subject, toString(recorded_at), sequence, content_hash)',
    keys,
  )
  return rows.length
}
