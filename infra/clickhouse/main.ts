import { join } from 'node:path'
import { createLog } from '@ioc/log'

/** The local ClickHouse: its HTTP interface in a process of its own, over the engine of chdb. Exit 78: cannot start as configured. */
const log = createLog('clickhouse')
const url = new URL(process.env.CLICKHOUSE_URL ?? 'http://127.0.0.1:18123')
const dataDir = join(process.env.IOC_DATA_DIR ?? '.ioc', 'clickhouse')
const account = {
  user: process.env.CLICKHOUSE_USER ?? 'default',
  password: process.env.CLICKHOUSE_PASSWORD ?? '',
}
// A statement holds a thread of Node's pool while it runs; four, the default, would let four slow ones stop all others.
// The pool reads this when first used, so what uses it is imported after.
process.env.UV_THREADPOOL_SIZE ??= '24'
// The business day's zone, also where a statement names none; the compose file sets the same.
process.env.TZ ??= 'Asia/Ho_Chi_Minh'
const { serve } = await import('./serve.ts')

const refused = await serve({ dataDir, host: url.hostname, port: Number(url.port || 8123), account, log })
if (refused !== undefined) {
  log.fatal(refused)
  process.exitCode = 78
} else {
  process.send?.('listening')
}
