import type { Contract, Versioned } from './contract.ts'
import { dossier } from './dossier.ts'
import { feedback } from './feedback.ts'
import { reportedFigure } from './reported-figure.ts'
import { sourceProgress } from './source-progress.ts'
import { surveyResponse } from './survey-response.ts'

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
