import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client'
import { ClickHouseError } from './error.ts'

/**
 * JSONCompactEachRow: one array a line. Native: one block, column by column (docs: Formats/Native). TabSeparated: text of megabytes goes in nearly
 * as it is, and is not written as JSON and read again.
 */
export type Format = 'JSONCompactEachRow' | 'Native' | 'TabSeparated'

export interface Block {
  table: string
  columns: readonly string[]
  format: Format
  /** In the order of `columns`. */
  bytes: string | Buffer
  rowCount: number
}

/**
 * Sends rows as one block and returns once ClickHouse has said that all of them are written.
 * No rows: nothing to do.
 * @param signal gives up waiting; whether the rows are written is then unknown
 * @throws ClickHouseError `unknown` when the acknowledgement does not cover every row
 */
export async function insertBlock(
  client: ClickHouseClient,
  block: Block,
  signal?: AbortSignal,
): Promise<void> {
  if (block.rowCount === 0) return
  const columns = block.columns.map(quoted).join(', ')
  const answer = await client.exec({
    query: `INSERT INTO ${block.table.split('.').map(quoted).join('.')} (${columns}) FORMAT ${block.format}`,
    values: Readable.from([typeof block.bytes === 'string' ? Buffer.from(block.bytes) : block.bytes], {
      objectMode: false,
    }),
    clickhouse_settings: ONE_BLOCK,
    ...(signal && { abort_signal: signal }),
  })
  const said = await text(answer.stream)
  // Views that hang on the table count as well, so there may be more; fewer is a lost row.
  const written = Number(answer.summary?.written_rows ?? 0)
  if (said === '' && written >= block.rowCount) return
  throw new ClickHouseError(
    'unknown',
    null,
    `insert into ${block.table}: ${written} of ${block.rowCount} rows acknowledged`,
  )
}

/**
 * One block, one part, no deduplication (design §4): since 26.2 the defaults are asynchronous inserts with
 * deduplication, and either would make an acknowledgement say less than it seems to.
 */
const ONE_BLOCK: ClickHouseSettings = {
  async_insert: 0,
  insert_deduplicate: 0,
  deduplicate_blocks_in_dependent_materialized_views: 0,
  max_insert_block_size: '4194304',
  min_insert_block_size_rows: '4194304',
  min_insert_block_size_bytes: '0',
  input_format_parallel_parsing: 0,
  max_insert_threads: '1',
  insert_quorum: '0',
  // ClickHouse 26.7 acknowledges a part whose write met a full disk, and puts it aside at the next start: so none is begun on the
  // last megabytes (tests/faults/disk-full.test.ts).
  min_free_disk_bytes_to_perform_insert: '33554432',
  // Else the status is sent first, and an error comes after a 200.
  wait_end_of_query: 1,
}

function quoted(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
}
