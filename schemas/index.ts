export * from './events/index.ts'
export * from './outcome.ts'
export * from './topics.ts'
