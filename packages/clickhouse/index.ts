export { ClickHouseError, type ClickHouseErrorKind } from './error.ts'
export {
  type ClickHouse,
  type ClickHouseConfig,
  openClickHouse,
  type Parameters,
  type Settings,
} from './open.ts'
export { type ProvisionedTables, provisionTables } from './provision.ts'
