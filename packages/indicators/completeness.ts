import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { Completeness } from '@ioc/schemas/snapshot/snapshot.ts'
import type { Indicator } from './define.ts'
import { stateOf, TABLES, upTo, type Watermark } from './state.ts'
import type { Spoken } from './values.ts'

type Progress = {
  source: string
  contract: string
  complete_up_to_ms: number
  emitted: number
  rejected: number
  simulated: boolean
}

/** What every source had said of itself as of a cut. */
export const progressAsOf = (clickhouse: ClickHouse, watermark: Watermark): Promise<Progress[]> => {
  const cut = upTo(watermark, 'source-progress.v1', 'progress')
  return clickhouse.query<Progress>(
    `SELECT source, contract, toUnixTimestamp64Milli(complete_up_to) AS complete_up_to_ms, emitted, rejected, simulated
     FROM source_progress_version WHERE ${cut.sql}
     ORDER BY subject DESC, recorded_at DESC, sequence DESC, content_hash DESC LIMIT 1 BY subject`,
    cut.params,
  )
}

/** By contract: how far the furthest source had come, and whether any of them simulates. */
export const spokenOf = (progress: readonly Progress[]): Spoken => {
  const spoken = new Map<string, { completeUpToMs: number; simulated: boolean }>()
  for (const said of progress) {
    const known = spoken.get(said.contract)
    spoken.set(said.contract, {
      completeUpToMs: Math.max(known?.completeUpToMs ?? 0, said.complete_up_to_ms),
      simulated: (known?.simulated ?? false) || said.simulated,
    })
  }
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
  const sets = [...new Set(indicators.map((indicator) => indicator.of))]
  const contracts = new Set(sets.map((set) => TABLES[set].topic))
  const endMs = Date.parse(`${date}T23:59:59.999+07:00`)
  const heard = new Set<string>()
  for (const set of sets) {
    const state = stateOf(set, ['unit_code'], watermark)
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
