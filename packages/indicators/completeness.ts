import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { topicsBeside } from '@ioc/schemas'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { Completeness } from '@ioc/schemas/snapshot/snapshot.ts'
import { type Indicator, isCounted, madeOf } from './define.ts'
import type { ScopeMap } from './scopes.ts'
import { openSets } from './sets/index.ts'
import { openHeard, type Said, type Spoken, type Subject } from './spoken.ts'
import { REPORTS, stateOf, type Tables, type Watermark } from './state.ts'
import { dayEndMs } from './value.ts'

export type Progress = {
  source: string
  contract: string
  units: string[]
  /** Of the contract's streams; none: all. */
  streams: string[]
  /** Null: it did not say. */
  complete_from_ms: number | null
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
  const columns = [
    'source',
    'contract',
    'units',
    'streams',
    'complete_from',
    'complete_up_to',
    'emitted',
    'rejected',
    'simulated',
  ]
  const state = stateOf(PROGRESS, columns, watermark)
  return clickhouse.query<Progress>(
    `SELECT source, contract, units, streams, toUnixTimestamp64Milli(complete_from) AS complete_from_ms,
       toUnixTimestamp64Milli(complete_up_to) AS complete_up_to_ms, emitted, rejected, simulated
     FROM (${state.sql}) ORDER BY source, contract`,
    state.params,
  )
}

/** By contract what its sources said. */
export const spokenOf = (progress: readonly Progress[]): Spoken => {
  const spoken = new Map<string, Said[]>()
  for (const { contract, units, streams, simulated, ...said } of progress) {
    const { complete_from_ms: completeFromMs, complete_up_to_ms: completeUpToMs } = said
    const before = spoken.get(contract) ?? []
    spoken.set(contract, [...before, { units, streams, completeFromMs, completeUpToMs, simulated }])
  }
  return spoken
}

/**
 * Units and sources expected and heard for a group on a date, as of a cut. Dossiers are expected of every unit, the rest of the
 * province. Who speaks for a unit to the end of the day has reported it, with cases or none; who stopped before is late. A source that
 * begins to speak after the day is none of those it waits for.
 */
export const completenessOf = (
  catalogues: Catalogues,
  indicators: readonly Indicator[],
  date: string,
  map: ScopeMap,
  progress: readonly Progress[],
): Completeness => {
  const sets = [...new Set(indicators.flatMap(madeOf).map((indicator) => indicator.of))]
  const counted = openSets(catalogues)
  const topics = sets.flatMap((set) => topicsBeside((set === 'reports' ? REPORTS : counted[set]).topic))
  const endMs = dayEndMs(date)
  const begun = progress.filter((said) => (said.complete_from_ms ?? 0) <= endMs)
  const heard = openHeard(catalogues, spokenOf(progress), map)
  const expected = sets.includes('dossiers')
    ? catalogues.unitsOn(date).filter((unit) => unit.level !== 'province')
    : catalogues.unitsOn(date).filter((unit) => unit.level === 'province')
  const main = sets.includes('dossiers') ? counted.dossiers.topic : topics[0]
  const subjects = main === undefined ? [] : expectedOf(main, indicators, counted, begun)
  const reach = expected.flatMap((unit) => {
    const scope = map.scopes.get(unit.code)
    if (!scope || subjects.length === 0) return []
    const told = subjects.map((subject) => heard.ofUnit(subject, scope, { from: date, to: date }).reachMs)
    return [Math.min(...told)]
  })
  return {
    units: {
      expected: expected.length,
      reported: reach.filter((ms) => ms >= endMs).length,
      late: reach.filter((ms) => ms >= 0 && ms < endMs).length,
    },
    sources: begun
      .filter((said) => topics.includes(said.contract))
      .map((said) => ({
        source: said.source,
        contract: said.contract,
        completeUpTo: toIso(said.complete_up_to_ms),
        simulated: said.simulated,
        emitted: said.emitted,
        rejected: said.rejected,
        state: said.complete_up_to_ms >= endMs ? ('reported' as const) : ('late' as const),
      }))
      .sort((a, b) => (`${a.source} ${a.contract}` < `${b.source} ${b.contract}` ? -1 : 1)),
  }
}

/**
 * What a unit must be heard of to have reported: the contract, and of one with streams each that the indicators count and some source
 * tells; who names none tells all. A stream nobody was ever connected for is missing in its own indicators, and not waited for here.
 */
const expectedOf = (
  contract: string,
  indicators: readonly Indicator[],
  sets: ReturnType<typeof openSets>,
  progress: readonly Progress[],
): Subject[] => {
  const words = progress.filter((said) => topicsBeside(contract).includes(said.contract))
  const isTold = (stream: string) =>
    words.some(({ streams }) => streams.length === 0 || streams.includes(stream))
  const streams = new Set(
    indicators
      .flatMap(madeOf)
      .flatMap((each) => (isCounted(each) && sets[each.of].topic === contract ? [each.stream] : [])),
  )
  const expected = [...streams].filter((stream) => stream !== undefined && isTold(stream))
  return expected.length === 0 ? [{ contract }] : expected.map((stream) => ({ contract, stream }))
}
