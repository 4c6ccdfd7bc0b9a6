import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openClickHouse } from '@ioc/clickhouse'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import { freePort } from '../engines/clickhouse.local.ts'
const dataDir = mkdtempSync(join(tmpdir(), 'ioc-try-'))
const engine = await launchClickHouse({ dataDir, port: await freePort() })
const clickhouse = openClickHouse({ url: engine.url, user: 'default', password: '', database: 'default', requestTimeoutMs: 600000 })
const cpu = () => { const f = readFileSync(`/proc/${engine.pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(f[11]) + Number(f[12])) * 10 }
const go = async (sql: string) => { const a = cpu(), b = performance.now(); await clickhouse.query(sql); console.log('cpu', cpu() - a, 'wall', Math.round(performance.now() - b), sql.slice(0, 100)) }
try {
await go('SELECT sum(cityHash64(number)) FROM numbers_mt(300000000)')
await clickhouse.command('CREATE TABLE t (s String, v UInt32, x UInt64) ENGINE = MergeTree ORDER BY (s, v)')
await clickhouse.command("INSERT INTO t SELECT concat('a', toString(number % 1000000)), intDiv(number, 1000000), number FROM numbers(3000000)")
const heavy = 'sum(cityHash64(sipHash64(sipHash64(sipHash64(sipHash64(x))))))'
await go(`SELECT ${heavy} FROM t`)
await go(`SELECT ${heavy} FROM (SELECT * FROM t WHERE s < 'a5' UNION ALL SELECT * FROM t WHERE s >= 'a5')`)
await go(`SELECT ${heavy} FROM (SELECT * FROM (SELECT s, v, x FROM t WHERE s < 'a5' ORDER BY s DESC, v DESC LIMIT 1 BY s) UNION ALL SELECT * FROM (SELECT s, v, x FROM t WHERE s >= 'a5' ORDER BY s DESC, v DESC LIMIT 1 BY s))`)
await go(`SELECT sum(h) FROM (SELECT ${heavy} AS h FROM (SELECT s, v, x FROM t WHERE s < 'a5' ORDER BY s DESC, v DESC LIMIT 1 BY s) UNION ALL SELECT ${heavy} AS h FROM (SELECT s, v, x FROM t WHERE s >= 'a5' ORDER BY s DESC, v DESC LIMIT 1 BY s))`)
await go(`SELECT ${heavy} FROM (SELECT s, v, x FROM t ORDER BY s DESC, v DESC LIMIT 1 BY s)`)
} finally { await clickhouse.close(); await engine.stop(); rmSync(dataDir, { recursive: true }) }
