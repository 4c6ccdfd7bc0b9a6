export * from './replay.ts'
export * from './result.ts'
