export * from './candidates.ts'
export * from './connected.ts'
export * from './mapping.ts'
export * from './way.ts'
