import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { Completeness } from '@ioc/schemas/snapshot/snapshot.ts'
import { type Indicator, madeOf } from './define.ts'
import { openSets } from './sets/index.ts'
import type { Said, Spoken } from './spoken.ts'
import { REPORTS, stateOf, type Tables, type Watermark } from './state.ts'

type Progress = {
  source: string
  contract: string
  units: string[]
  complete_up_to_ms: number
  emitted: number
  rejected: number
  simulated: boolean
}

const PROGRESS: Tables = {
  topic: 'source-progress.v1',
  current: 'source_progress',
  versions: 'source_progress_version',
}

/** What every source had said of itself as of a cut, or has said by now (null). */
export const progressAsOf = (clickhouse: ClickHouse, watermark: Watermark | null): Promise<Progress[]> => {
  const columns = ['source', 'contract', 'units', 'complete_up_to', 'emitted', 'rejected', 'simulated']
  const state = stateOf(PROGRESS, columns, watermark)
  return clickhouse.query<Progress>(
    `SELECT source, contract, units, toUnixTimestamp64Milli(complete_up_to) AS complete_up_to_ms, emitted, rejected, simulated
     FROM (${state.sql}) ORDER BY source, contract`,
    state.params,
  )
}

/** By contract what its sources said. */
export const spokenOf = (progress: readonly Progress[]): Spoken => {
  const spoken = new Map<string, Said[]>()
  for (const { contract, units, complete_up_to_ms: completeUpToMs, simulated } of progress)
    spoken.set(contract, [...(spoken.get(contract) ?? []), { units, completeUpToMs, simulated }])
  return spoken
}

/** Units and sources expected and heard for a group on a date, as of a cut. Dossiers are expected of every unit, the rest of the province. */
export const completenessOf = async (
  clickhouse: ClickHouse,
  catalogues: Catalogues,
  indicators: readonly Indicator[],
  date: string,
  watermark: Watermark,
  progress: readonly Progress[],
): Promise<Completeness> => {
  const sets = [...new Set(indicators.flatMap(madeOf).map((indicator) => indicator.of))]
  const counted = openSets(catalogues)
  const tables = sets.map((set) => (set === 'reports' ? REPORTS : counted[set]))
  const contracts = new Set(tables.map(({ topic }) => topic))
  const endMs = Date.parse(`${date}T23:59:59.999+07:00`)
  const heard = new Set<string>()
  for (const table of tables) {
    const state = stateOf(table, ['unit_code'], watermark)
    for (const row of await clickhouse.query<{ unit_code: string }>(
      `SELECT DISTINCT unit_code FROM (${state.sql})`,
      state.params,
    ))
      heard.add(row.unit_code)
  }
  const expected = sets.includes('dossiers')
    ? catalogues
        .unitsOn(date)
        .filter((unit) => unit.level !== 'province')
        .map((unit) => unit.code)
    : ['68']
  return {
    units: {
      expected: expected.length,
      reported: sets.includes('dossiers')
        ? expected.filter((code) => heard.has(code)).length
        : Math.min(heard.size, 1),
    },
    sources: progress
      .filter((said) => contracts.has(said.contract))
      .map((said) => ({
        source: said.source,
        contract: said.contract,
        completeUpTo: toIso(said.complete_up_to_ms),
        simulated: said.simulated,
        emitted: said.emitted,
        rejected: said.rejected,
        state: said.complete_up_to_ms >= endMs ? ('reported' as const) : ('missing' as const),
      }))
      .sort((a, b) => (`${a.source} ${a.contract}` < `${b.source} ${b.contract}` ? -1 : 1)),
  }
}
