import type { ClickHouse } from '@ioc/clickhouse'
import type { Kafka } from '@ioc/kafka'
import { type BodyOf, type Recomputed, recomputeCuts } from './cuts.ts'
import { beginAfter, lookAtEventLogs } from './event-logs.ts'
import { readLines } from './files.ts'
import { lookAtFolder, placeFolder } from './folder.ts'
import type { Manifest } from './manifest.ts'
import { BackupRefusal } from './refusal.ts'
import { contentsOf, quoted, tablesOf } from './tables.ts'
import { restoreTopic } from './topics.ts'
import { type Verified, verifyBackup } from './verify.ts'

export type RestoreOptions = {
  /** Tables and topics are provisioned already. */
  clickhouse: ClickHouse
  kafka: Pick<Kafka, 'admin' | 'readFrom' | 'publish'>
  dataDir: string
  from: string
  /** What `verifyBackup` said of it, where it was asked already. */
  verified?: Verified
  bodyOf: BodyOf
  say(line: string): void
}

export type Restored = {
  digest: string
  /** Whether the events' logs were still there; if not, they now go on where the ledger ends. */
  kafka: 'kept' | 'lost'
  rows: number
  cuts: Recomputed[]
  keys: boolean
  seconds: number
}

/**
 * Brings a backup back into empty engines. Everything that could refuse is looked at before anything is written: the backup's files,
 * the tables, the logs, the data folder. At the end every past cut is computed again.
 * @throws BackupRefusal saying what is damaged or in the way
 */
export const restore = async (options: RestoreOptions): Promise<Restored> => {
  const { clickhouse, kafka, dataDir, from, say } = options
  const began = performance.now()
  const { manifest, digest, files } = options.verified ?? (await verifyBackup(from, say))
  say(`${files} files are as they were written; ${digest}`)
  await assertTablesFit(clickhouse, manifest)
  const logs = await lookAtEventLogs(kafka, manifest.watermark)
  const placings = await lookAtFolder(dataDir, manifest.folder, logs)

  let rows = 0
  // The ledger last, as ever: it says what is there.
  for (const table of manifest.tables.toSorted(
    (a, b) => Number(a.name === 'ledger') - Number(b.name === 'ledger'),
  ))
    rows += await restoreTable(clickhouse, from, table, say)
  for (const topic of manifest.topics) say(`${topic.name}: ${await restoreTopic(kafka, from, topic)}`)
  if (logs === 'lost') await beginAfter(kafka, manifest.watermark, say)
  await placeFolder(from, dataDir, placings)
  say(`${placings.length} files placed in ${dataDir}`)

  const cuts = await recomputeCuts(from, manifest, options.bodyOf, say)
  const seconds = Number(((performance.now() - began) / 1000).toFixed(1))
  return { digest, kafka: logs, rows, cuts, keys: manifest.keys, seconds }
}

/** @throws BackupRefusal if a table is not empty, or the backup's tables are not this software's */
const assertTablesFit = async (clickhouse: ClickHouse, manifest: Manifest): Promise<void> => {
  const applied = await clickhouse.query<Manifest['steps'][number]>(
    'SELECT version, name, checksum FROM schema_version FINAL',
  )
  const strange = manifest.steps.find(
    (step) => !applied.some((a) => a.version === step.version && a.checksum === step.checksum),
  )
  if (strange)
    throw new BackupRefusal(
      `the backup was made by software with step ${strange.version} of the tables (${strange.name}), which this one does not have: restore it with that version`,
    )
  const full = await clickhouse.query<{ name: string; rows: number }>(
    `SELECT name, total_rows AS rows FROM system.tables
WHERE database = currentDatabase() AND total_rows > 0 AND name <> 'schema_version' ORDER BY name`,
  )
  if (full.length > 0)
    throw new BackupRefusal(
      `ClickHouse is not empty (${full.map(({ name, rows }) => `${name} ${rows}`).join(', ')}): restore into an empty database; nothing was changed`,
    )
  const names = new Set((await tablesOf(clickhouse)).map((table) => table.name))
  const unknown = manifest.tables.find((table) => !names.has(table.name))
  if (unknown)
    throw new BackupRefusal(`the backup has a table ${unknown.name}, which this software does not have`)
}

/** Each file is one block. The views fill the current-state tables as they did the first time. */
const restoreTable = async (
  clickhouse: ClickHouse,
  from: string,
  table: Manifest['tables'][number],
  say: RestoreOptions['say'],
): Promise<number> => {
  let rows = 0
  for (const file of table.files) {
    await clickhouse.insertRows(table.name, table.columns, await readLines(from, file), file.rows)
    rows += file.rows
    say(`${table.name}: ${rows} of ${table.rows} rows`)
  }
  const there = await contentsOf(clickhouse, table)
  // A small table may have come with a row twice, under one key; what streams in has its number over all columns.
  const same =
    table.contents === ''
      ? there.rows <= rows
      : there.rows === table.rows && there.contents === table.contents
  if (!same)
    throw new BackupRefusal(
      `table ${table.name} (${quoted(table.columns)}) is not what was backed up: ${there.rows} rows, ${there.contents}; expected ${table.rows}, ${table.contents}`,
    )
  return rows
}
