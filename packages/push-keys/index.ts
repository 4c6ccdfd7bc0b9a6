export * from './change.ts'
export * from './doors.ts'
export * from './record.ts'
export * from './register.ts'
