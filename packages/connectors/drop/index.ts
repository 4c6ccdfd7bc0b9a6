export { drop } from './drop.ts'
export { FILE_NAME, WRITTEN_AT } from './rows.ts'
export type { DropSettings } from './settings.ts'
