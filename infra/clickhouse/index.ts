export { type LaunchedClickHouse, type LaunchOptions, launchClickHouse } from './launch.ts'
