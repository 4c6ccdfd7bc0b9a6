import { join } from 'node:path'
import type { ClickHouse } from '@ioc/clickhouse'
import type { Kafka } from '@ioc/kafka'
import { assertWithin, cutsOf } from './cuts.ts'
import { makeFolder, writeLines, writeStored } from './files.ts'
import { copyFolder } from './folder.ts'
import { MANIFEST, type Manifest, sha256 } from './manifest.ts'
import { ledgerPages, smallPages, versionPages } from './pages.ts'
import { BackupRefusal } from './refusal.ts'
import { contentsOf, isVersions, type Table, tablesOf } from './tables.ts'
import { copyTopic, KEPT_TOPICS } from './topics.ts'
import { AT_OR_BELOW, markParams, type Watermark, waitUntilFolded } from './watermark.ts'

export type BackupOptions = {
  clickhouse: Pick<ClickHouse, 'query'>
  kafka: Pick<Kafka, 'admin' | 'readFrom'>
  dataDir: string
  to: string
  withKeys: boolean
  catalogueVersion: string
  waitMsMax: number
  now(): number
  say(line: string): void
}

export type BackedUp = { digest: string; manifest: Manifest; bytes: number; seconds: number }

/**
 * Copies a running river into a folder. The order makes it whole: first what only looks back (checkpoints, deliveries, cuts), then the
 * ledger's end after it has reached the log's, and then the tables up to there. So everything a checkpoint claims and a cut
 * counts is inside, however many events stream in meanwhile.
 * @throws BackupRefusal if the folder is not empty, the ledger stays behind, or has a gap
 */
export const backUp = async (options: BackupOptions): Promise<BackedUp> => {
  const { clickhouse, kafka, to, say } = options
  const began = performance.now()
  await makeFolder(to)
  const folder = await copyFolder(options.dataDir, to, options.withKeys)
  say(`${folder.length} files of the data folder${options.withKeys ? '' : ', without keys and secrets'}`)

  const all = await tablesOf(clickhouse)
  const streams = (table: Table) => table.name === 'ledger' || isVersions(table.name)
  const tables: Manifest['tables'] = []
  // Before the topics they follow: a row too few is written again from the topic, a row too many would stand alone.
  for (const table of all.filter((t) => !streams(t)))
    tables.push(await copyTable(table, smallPages(clickhouse, table), to, say))
  const topics: Manifest['topics'] = []
  for (const name of KEPT_TOPICS) topics.push(await copyTopic(kafka, name, to))

  const watermark = await waitUntilFolded(kafka, clickhouse, options.waitMsMax, say)
  assertWithin(await cutsOf(to, { topics }), watermark)
  for (const table of all.filter(streams)) {
    const pages = table.name === 'ledger' ? ledgerPages : versionPages
    const copied = await copyTable(table, pages(clickhouse, table, watermark), to, say)
    const { contents } = await contentsOf(clickhouse, table, AT_OR_BELOW, markParams(watermark))
    tables.push({ ...copied, contents })
  }
  assertGapFree(tables, watermark)

  const steps = await clickhouse.query<Manifest['steps'][number]>(
    'SELECT version, name, checksum FROM schema_version FINAL ORDER BY version',
  )
  const manifest: Manifest = {
    format: 1,
    madeAt: new Date(options.now()).toISOString(),
    catalogueVersion: options.catalogueVersion,
    steps,
    watermark,
    tables,
    topics,
    folder,
    keys: options.withKeys,
  }
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)
  await writeStored(to, MANIFEST, bytes)
  return {
    digest: `sha-256:${sha256(bytes)}`,
    manifest,
    bytes: [...tables.flatMap((t) => t.files), ...topics.flatMap((t) => t.files), ...folder].reduce(
      (sum, file) => sum + file.bytes,
      bytes.byteLength,
    ),
    seconds: Number(((performance.now() - began) / 1000).toFixed(1)),
  }
}

const copyTable = async (
  table: Table,
  pages: AsyncGenerator<string[]>,
  to: string,
  say: BackupOptions['say'],
): Promise<Manifest['tables'][number]> => {
  const copied: Manifest['tables'][number] = {
    name: table.name,
    columns: table.columns,
    rows: 0,
    contents: '',
    files: [],
  }
  for await (const lines of pages) {
    if (lines.length === 0) continue
    const path = join('tables', table.name, `${String(copied.files.length + 1).padStart(6, '0')}.jsonl.zst`)
    copied.files.push(await writeLines(to, path, lines))
    copied.rows += lines.length
    say(`${table.name}: ${copied.rows} rows`)
  }
  return copied
}

const assertGapFree = (tables: Manifest['tables'], watermark: Watermark): void => {
  const wanted = watermark.reduce((sum, mark) => sum + mark.offset + 1, 0)
  const rows = tables.find((table) => table.name === 'ledger')?.rows ?? 0
  if (rows !== wanted)
    throw new BackupRefusal(
      `the ledger has ${rows} rows up to its ends, and there are ${wanted} offsets: it has a gap; npm run audit names it, and npm run audit -- mend mends it`,
    )
}
