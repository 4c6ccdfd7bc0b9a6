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


for (let i = 0; i < 3; i++) await go('all', all, true)
for (let i = 0; i < 3; i++) await go('all', all, false)
for (const i of all.filter((i) => /on-time$|net|median|p90|quality|payments/.test(i.id))) await go(i.id, [i], true)
for (const n of [6, 12, 18, 24]) await go('first ' + n, all.slice(0, n), true)
} finally { await clickhouse.close(); await engine.stop(); rmSync(dataDir, { recursive: true }) }
