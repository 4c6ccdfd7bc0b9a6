export type { CatalogueView, Contract, Versioned } from './events/contract.ts'
export * from './events/index.ts'
export * from './outcome.ts'
export * from './topics.ts'
