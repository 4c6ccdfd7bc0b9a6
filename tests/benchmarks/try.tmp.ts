import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { openClickHouse, provisionTables } from '@ioc/clickhouse'
import { chainOf, countingQuery, isCounted, openIndicators, openSets, periodsTo, scopesOf, splitsOf } from '@ioc/indicators'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import { freePort } from '../engines/clickhouse.local.ts'
import { makeDossiers } from './indicators.data.ts'
const N = Number(process.argv[2] ?? 20000)
const dataDir = mkdtempSync(join(tmpdir(), 'ioc-try-'))
const engine = await launchClickHouse({ dataDir, port: await freePort() })
const clickhouse = openClickHouse({ url: engine.url, user: 'default', password: '', database: 'ioc', requestTimeoutMs: 600000 })
try {
await provisionTables(clickhouse, join(import.meta.dirname, '..', '..', 'schemas', 'tables'))
const catalogues = openCatalogues(), sets = openSets(catalogues)
for (let i = 0; i < N; i += 500000) await makeDossiers(clickhouse, catalogues, i, Math.min(N, i + 500000))
console.log(await clickhouse.query('SELECT count() c, uniqExact(subject) s, countIf(finished_at IS NOT NULL) f FROM dossier_version'))
const all = openIndicators(catalogues).filter(isCounted).filter((i) => i.of === 'dossiers')
const splits = await splitsOf(clickhouse, sets.dossiers); console.log(splits)
const map = scopesOf(catalogues, { kind: 'then' })
const cpu = () => { const f = readFileSync(`/proc/${engine.pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(f[11]) + Number(f[12])) * 10 }
const go = async (name: string, mine: typeof all, wm: boolean) => {
  const { query } = countingQuery(sets.dossiers, mine, catalogues, { chain: chainOf(periodsTo('2024-06-15')), grouping: { by: 'unit', map }, watermark: wm ? [0,1,2,3].map((partition) => ({ topic: 'dossier.v1', partition, offset: N * 3 })) : null }, wm ? splits : [])
  for (let i = 0; i < 1; i++) { const a = cpu(), b = performance.now(); await clickhouse.query(query.sql, query.params); console.log(name, wm, 'cpu', cpu() - a, 'wall', Math.round(performance.now() - b)) }
}

{ const { query } = countingQuery(sets.dossiers, all.slice(4, 5), catalogues, { chain: chainOf(periodsTo('2024-06-15')), grouping: { by: 'unit', map }, watermark: [0,1,2,3].map((partition) => ({ topic: 'dossier.v1', partition, offset: N * 3 })) }, splits)
const r = await clickhouse.query<Record<string, string>>('EXPLAIN PIPELINE ' + query.sql.replace(/SETTINGS[^)]*$/, ''), query.params); console.log(r.map((x) => Object.values(x)[0]).join('\n'))
console.log(await clickhouse.query("SELECT name, value FROM system.settings WHERE name IN ('max_threads','max_streams_to_max_threads_ratio','max_insert_threads','optimize_aggregation_in_order')")) }
{ const { query } = countingQuery(sets.dossiers, all, catalogues, { chain: chainOf(periodsTo('2024-06-15')), grouping: { by: 'unit', map }, watermark: [0,1,2,3].map((partition) => ({ topic: 'dossier.v1', partition, offset: N * 3 })) }, splits)
for (const more of ['', ', max_threads = 4', ', max_threads = 4, optimize_read_in_order = 0', ', max_threads=2, max_threads_min_free_memory_per_thread=0', ', max_threads=4, use_concurrency_control = 0']) { const a = cpu(), b = performance.now(); await clickhouse.query(query.sql + more, query.params); console.log(more, 'cpu', cpu() - a, 'wall', Math.round(performance.now() - b)) } }
for (const wm of [true]) { for (let i = 0; i < 3; i++) await go('all', all, wm); await go('one', all.slice(4,5), wm) }
} finally { await clickhouse.close(); await engine.stop(); rmSync(dataDir, { recursive: true }) }
