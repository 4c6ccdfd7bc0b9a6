import { mkdtempSync, rmSync } from 'node:fs'
import { openCatalogues } from '@ioc/catalogues'
import { workingDaysSql } from '@ioc/catalogues/working-days-sql.ts'
import { openClickHouse, provisionTables } from '@ioc/clickhouse'
import { chainOf, countCells, isCounted, openIndicators, openSets, periodsTo, scopesOf } from '@ioc/indicators'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import { freePort } from '../engines/clickhouse.local.ts'
import { makeDossiers } from './indicators.data.ts'
const dataDir = mkdtempSync('/tmp/h5-bench-')
const engine = await launchClickHouse({ dataDir, port: await freePort() })
const clickhouse = openClickHouse({ url: engine.url, user: 'default', password: '', database: 'ioc', requestTimeoutMs: 600_000 })
try {
  await provisionTables(clickhouse, 'schemas/tables')
  const catalogues = openCatalogues()
  await makeDossiers(clickhouse, catalogues, 0, 500_000)
  const sets = openSets(catalogues)
  const { workingDaysBetween: between } = workingDaysSql(catalogues.workingDays)
  const pauses = (length: string) => `arraySum((asked, supplied) -> ${length}, supplement_requested_at, arrayMap(at -> coalesce(at, ended_at, to_at), supplement_supplied_at))`
  const until = (end: string, length: string) => `arraySum((asked, supplied) -> ${length}, supplement_requested_at, arrayMap(at -> least(coalesce(at, ${end}), ${end}), supplement_supplied_at))`
  const old: Record<string, string> = {
    paused_ms: pauses("greatest(dateDiff('ms', asked, supplied), 0)"),
    days_taken: `${between('received_at', 'finished_at')} - ${pauses(`toInt32(ifNull(${between('asked', 'supplied')}, 0))`)}`,
    is_progress_on_time: `multiIf(length(supplement_requested_at) > 1, false, isNotNull(due_at), ifNull(progress_end <= due_at + toIntervalMillisecond(${until('progress_end', "greatest(dateDiff('ms', asked, supplied), 0)")}), false),
    ifNull(${between('received_at', 'progress_end')} - ${until('progress_end', `greatest(toInt32(ifNull(${between('asked', 'supplied')}, 0)), 0)`)} <= legal_working_days, false))`,
  }
  const before = { ...sets, dossiers: { ...sets.dossiers, facts: sets.dossiers.facts.map(([n, s]) => [n, old[n] ?? s] as const) } }
  const indicators = openIndicators(catalogues).filter(isCounted).filter((i) => i.of === 'dossiers')
  const map = scopesOf(catalogues, { kind: 'then' })
  const ask = async (s: typeof sets) => { const t = performance.now(); await countCells(clickhouse, s, catalogues, { indicators, chain: chainOf(periodsTo('2024-06-15')), grouping: { by: 'unit', map }, watermark: null }); return Math.round(performance.now() - t) }
  await ask(sets); await ask(before)
  for (let k = 0; k < 6; k++) console.log('before', await ask(before), 'after', await ask(sets))
} finally { await clickhouse.close(); await engine.stop(); rmSync(dataDir, { recursive: true, force: true }) }
