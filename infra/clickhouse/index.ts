export { whyFull } from './disk.ts'
export {
  ClickHouseDidNotStart,
  type Ended,
  type LaunchedClickHouse,
  type LaunchOptions,
  launchClickHouse,
} from './launch.ts'
