export { type Edition, IN_FORCE_AFTER_MS } from './edition.ts'
export { type Editions, openEditions } from './editions.ts'
export { type Followed, followEditions } from './follow.ts'
export { type Loaded, loadEdition, seedEditions } from './load.ts'
