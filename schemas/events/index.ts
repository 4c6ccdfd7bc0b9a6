import type { Contract, Versioned } from './contract.ts'
import { dossier } from './dossier.ts'
import { feedback } from './feedback.ts'
import { reportedFigure } from './reported-figure.ts'
import { sourceProgress } from './source-progress.ts'
import { surveyResponse } from './survey-response.ts'
import { tablesOf } from './versions.ts'

export { dossier, feedback, reportedFigure, sourceProgress, surveyResponse }

/** Contracts whose events are business facts, in the order data meets them. To add one: its file, its examples, its table, this line. */
export const eventContracts = [
  dossier,
  feedback,
  surveyResponse,
  reportedFigure,
] as unknown as readonly Contract<Versioned>[]

/** Everything the aggregator reads. */
export const contracts = [...eventContracts, sourceProgress as unknown as Contract<Versioned>] as const

export const contractById = new Map(contracts.map((c) => [c.id, c]))

/** Tables of versions, each with the contract that writes it. */
export const versionsTables = tablesOf(contracts)

/** Every topic whose events lie in a contract's table. */
export const topicsOf = (contract: { table: string }): readonly string[] =>
  versionsTables.find(({ table }) => table === contract.table)?.topics ?? []

/** By topic, the contract that writes its business rows. */
export const writerOf: ReadonlyMap<string, Contract<Versioned>> = new Map(
  versionsTables.flatMap(({ contract, topics }) =>
    topics.map((topic): [string, Contract] => [topic, contract]),
  ),
)

/** A topic with those of the other versions of its contract: one question of what is counted, or heard, goes to all. */
export const topicsBeside = (topic: string): readonly string[] =>
  versionsTables.find(({ topics }) => topics.includes(topic))?.topics ?? [topic]
