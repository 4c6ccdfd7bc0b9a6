export { findKafka, type LaunchOptions, type LocalKafka, launchKafka, PortTaken, wipeData } from './launch.ts'
export { ProgramMissing, prepareKafka } from './prepare.ts'
