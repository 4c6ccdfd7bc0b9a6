import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLog } from '@ioc/log'
import { openClickHouse, provisionTables } from './index.ts'

/** Brings the database `ioc` to the tables of `schemas/tables`. Safe to run at any time. */
const tables = join(dirname(fileURLToPath(import.meta.resolve('@ioc/schemas/package.json'))), 'tables')
const log = createLog('provision')
const clickhouse = openClickHouse({
  url: process.env.CLICKHOUSE_URL ?? 'http://127.0.0.1:18123',
  user: process.env.CLICKHOUSE_USER ?? 'default',
  password: process.env.CLICKHOUSE_PASSWORD ?? '',
  database: 'ioc',
  ...(process.env.CLICKHOUSE_TLS_CA && { tls: { ca: process.env.CLICKHOUSE_TLS_CA } }),
})
try {
  const { version, taken } = await provisionTables(clickhouse, tables, log)
  log.info({ version, taken }, 'tables are in place')
} catch (thrown) {
  log.fatal(`tables are not in place: ${(thrown as Error).message}`)
  process.exitCode = 1
} finally {
  await clickhouse.close()
}
