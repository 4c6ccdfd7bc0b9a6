export * from './bodies.ts'
export * from './earlier.ts'
export * from './told.ts'
