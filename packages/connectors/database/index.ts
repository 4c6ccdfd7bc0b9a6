export * from './database.ts'
export * from './settings.ts'
