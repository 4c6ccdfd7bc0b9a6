import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { openClickHouse, provisionTables } from '@ioc/clickhouse'
import { openIndicators, periodsTo, scopesOf, valuesFor, type Watermark } from '@ioc/indicators'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import { freePort } from '../ports.ts'
import { makeDossiers, VERSIONS } from './indicators.data.ts'
import { type Benchmark, median, spreadOf } from './measure.ts'

const TABLES = join(import.meta.dirname, '..', '..', 'schemas', 'tables')
const DATE = '2024-06-15'
/** Dossiers at each step; the goal is stated for the first, and that time grows no faster than they do up to the last. */
const STEPS = [1_000_000, 2_000_000, 5_000_000]
const STEP = 500_000

type Way = 'now' | 'as of a cut'

/**
 * All indicators, all scopes and all five periods of one date, as the product answers them: now and as of a cut, at 1, 2 and 5 million
 * dossiers of three versions each. Ratio: time per dossier at 5 million ÷ time per dossier at 1 million (goal: at most 1).
 */
export const indicators: Benchmark = async ({ rounds, say }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-bench-'))
  const engine = await launchClickHouse({ dataDir, port: await freePort() })
  const clickhouse = openClickHouse({
    url: engine.url,
    user: 'default',
    password: '',
    database: 'ioc',
    requestTimeoutMs: 600_000,
  })
  try {
    await provisionTables(clickhouse, TABLES)
    const catalogues = openCatalogues()
    const all = openIndicators(catalogues)
    const spoken = new Map([
      ['dossier.v1', [{ units: ['68'], completeUpToMs: Date.parse('2024-12-31'), simulated: true }]],
    ])
    const ask = async (way: Way, dossiers: number): Promise<{ ms: number; values: number }> => {
      const watermark: Watermark = [0, 1, 2, 3].map((partition) => ({
        topic: 'dossier.v1',
        partition,
        offset: (dossiers / 4) * VERSIONS - 1,
      }))
      const began = performance.now()
      const values = await valuesFor(clickhouse, catalogues, {
        indicators: all,
        date: DATE,
        periods: periodsTo(DATE),
        tree: { kind: 'then' },
        scopes: null,
        watermark: way === 'now' ? null : watermark,
        nowMs: null,
        spoken,
      })
      return { ms: performance.now() - began, values: values.length }
    }
    const scopes = scopesOf(catalogues, { kind: 'then' }, DATE).scopes.size
    const figures: Record<string, number> = { indicators: all.length, scopes }
    const perMillion: Record<string, number[]> = {}
    let made = 0
    for (const dossiers of STEPS) {
      say(`  making ${(dossiers - made) / 1e6} million dossiers …`)
      for (; made < dossiers; made += STEP) await makeDossiers(clickhouse, catalogues, made, made + STEP)
      for (const parts of ['unmerged', 'merged'] as const) {
        if (parts === 'merged')
          for (const table of ['dossier_version', 'dossier'])
            await clickhouse.command(`OPTIMIZE TABLE ${table} FINAL`)
        for (const way of ['now', 'as of a cut'] as const) {
          await ask(way, dossiers)
          const times: number[] = []
          for (let round = 0; round < rounds; round++) {
            const { ms, values } = await ask(way, dossiers)
            times.push(ms)
            figures.values = values
          }
          const name = `${dossiers / 1e6} M, ${way}, ${parts}`
          figures[`${name}, ms`] = Math.round(median(times))
          say(`  ${name}: ${times.map(Math.round).join(', ')} ms`)
          perMillion[`${way} ${parts} ${dossiers}`] = times.map((ms) => ms / (dossiers / 1e6))
        }
      }
    }
    // As of a cut, unmerged: the dearest of the four ways.
    const [first, last] = [STEPS[0], STEPS.at(-1)].map((n) => perMillion[`as of a cut unmerged ${n}`]!)
    return { ratio: spreadOf(last!.map((ms, k) => ms / first![k]!)), figures }
  } finally {
    await clickhouse.close()
    await engine.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
