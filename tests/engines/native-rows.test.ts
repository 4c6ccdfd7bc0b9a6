import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { type LaunchedClickHouse, launchClickHouse } from '@ioc/infra-clickhouse'
import { jsonRows } from '@ioc/pipeline/json-rows.ts'
import { LEDGER_COLUMNS } from '@ioc/pipeline/ledger-row.ts'
import { nativeRows } from '@ioc/pipeline/native-rows.ts'
import { businessCells, columnsOf } from '@ioc/reader'
import { contracts } from '@ioc/schemas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePair } from '../ports.ts'

/** The same cells as lines of JSON and as a Native block: the engine must hold the same rows. */

const EXAMPLES = join(import.meta.dirname, '../../schemas/examples')
const [AS_JSON, AS_NATIVE] = [1, 2] // partitions, which tell the two apart
let dataDir: string
let engine: LaunchedClickHouse
let clickhouse: ClickHouse
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-native-'))
  engine = await launchClickHouse({ dataDir, port: await freePair() })
  clickhouse = openClickHouse({ url: engine.url, user: 'default', password: '', database: 'ioc' })
  await provisionTables(clickhouse, join(import.meta.dirname, '../../schemas/tables'))
})
afterAll(async () => {
  await clickhouse?.close()
  await engine?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const PARTITION = 1
type Cells = readonly unknown[]

/** Inserts rows both ways, and gives what the engine then holds of each. */
const bothWays = async (table: string, columns: readonly string[], rows: readonly Cells[]) => {
  await clickhouse.command(`TRUNCATE TABLE ${table}`)
  for (const [partition, open] of [
    [AS_JSON, jsonRows],
    [AS_NATIVE, nativeRows],
  ] as const) {
    const gathered = open(table, columns)
    for (const cells of rows) gathered.add(cells.with(PARTITION, partition))
    const block = gathered.taken()
    await clickhouse.insertRows(table, columns, block.bytes, block.rows, undefined, block.format)
  }
  const held = (partition: number) =>
    clickhouse.query<{ row: string }>(
      `SELECT toString(tuple(* EXCEPT(\`partition\`))) AS row FROM ${table} WHERE \`partition\` = ${partition} ORDER BY \`offset\``,
    )
  const [json, native] = [await held(AS_JSON), await held(AS_NATIVE)]
  expect(native).toEqual(json)
  expect(native).toHaveLength(rows.length)
}

test.each(contracts)('$id: its examples, and one with an unknown field', async (contract) => {
  const catalogues = openCatalogues()
  const kept = readdirSync(join(EXAMPLES, contract.id)).filter((file) => file.startsWith('keep.'))
  const rows = kept.map((file, offset) => {
    const { data } = JSON.parse(readFileSync(join(EXAMPLES, contract.id, file), 'utf8')) as { data: unknown }
    const extra = offset === 0 ? { 'ghi chú': 'tiếng Việt "trích" \\ \n 😀' } : null
    const envelope = { source: 'native', id: `e${offset}` }
    const position = { topic: contract.id, partition: 0, offset, appendedAtMs: 1_719_766_800_123 + offset }
    return businessCells(contract, contract.data.parse(data), extra, envelope, position, catalogues)
  })
  expect(rows.length).toBeGreaterThan(0)
  await bothWays(contract.table, columnsOf(contract), rows)
})

const ledgerRow = (offset: number, changes: Record<string, unknown> = {}): Cells => {
  const cells: Record<string, unknown> = {
    topic: 'dossier.v1',
    partition: 0,
    offset,
    appended_at: '2024-07-01 00:00:00.123',
    verdict: 'keep',
    event_source: 'native',
    event_id: `id-${offset}`,
    event_type: 't',
    event_time: null,
    subject: `s/${offset}`,
    reasons: [],
    contract: 'dossier.v1',
    catalogue_version: 'c1',
    value: '{}',
    value_bytes: 2,
    sealed_with: '',
    replay_of: '',
    ...changes,
  }
  return LEDGER_COLUMNS.map((column) => cells[column])
}

test('the ledger: every verdict, reasons, instants at both ends, texts with any bytes, two line feeds among them', async () => {
  const reason = (code: string) => ({ path: 'data.dueAt', code, message: 'là "gì" đó\n\n' })
  await bothWays('ledger', LEDGER_COLUMNS, [
    ledgerRow(0, { value: 'a\n\nb\0c"d\\e\u2028 Đà Lạt 😀', event_time: '1970-01-01 07:00:00.000' }),
    // Vietnam was at +08:00 until 1975-06-13, and both ways must mean the same instant.
    ledgerRow(1, { event_time: '1975-06-12 22:59:59.999' }),
    ledgerRow(2, { event_time: '1975-06-13 00:00:00.000' }),
    ledgerRow(2_570, { verdict: 'reject', reasons: [reason('not-json'), reason('too-deep')] }),
    ledgerRow(2 ** 53 - 1, { verdict: 'skip', event_time: '2100-12-31 23:59:59.999' }),
    ledgerRow(5, {
      verdict: 'control',
      catalogue_version: '',
      value: 'x'.repeat(100_000),
      value_bytes: 2 ** 32 - 1,
    }),
    ledgerRow(6, { reasons: [reason('')], value: '' }),
  ])
})

test.each([1, 256, 257, 65_536, 65_537])(
  '%i different texts in a column that has a dictionary',
  async (different) => {
    const rows = Array.from({ length: different }, (_, n) => ledgerRow(n, { event_source: `source-${n}` }))
    await bothWays('ledger', LEDGER_COLUMNS, rows)
  },
)

test('a block is one part, whatever its bytes are', async () => {
  await clickhouse.command('SYSTEM STOP MERGES ledger')
  try {
    const rows = Array.from({ length: 20_000 }, (_, n) =>
      ledgerRow(n, { value: `${n}`.repeat(100), value_bytes: 2_570 }),
    )
    await bothWays('ledger', LEDGER_COLUMNS, rows)
    expect(
      await clickhouse.query(
        'SELECT `partition`, uniqExact(_part) AS parts FROM ledger GROUP BY `partition` ORDER BY `partition`',
      ),
    ).toEqual([
      { partition: AS_JSON, parts: 1 },
      { partition: AS_NATIVE, parts: 1 },
    ])
  } finally {
    await clickhouse.command('SYSTEM START MERGES ledger')
  }
})

test('a block that cannot be read is refused whole', async () => {
  await clickhouse.command('TRUNCATE TABLE ledger')
  const gathered = nativeRows('ledger', LEDGER_COLUMNS)
  gathered.add(ledgerRow(77))
  const { bytes, format } = gathered.taken()
  const cut = Buffer.from(bytes).subarray(0, -3)
  await expect(
    clickhouse.insertRows('ledger', LEDGER_COLUMNS, cut, 1, undefined, format),
  ).rejects.toMatchObject({ name: 'ClickHouseError' })
  expect(await clickhouse.query('SELECT 1 FROM ledger WHERE `offset` = 77')).toEqual([])
})
