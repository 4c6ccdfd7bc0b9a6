export { type ClusterOptions, type LocalCluster, launchCluster } from './cluster.ts'
export {
  type Ended,
  findKafka,
  KafkaDidNotStart,
  type LaunchedKafka,
  type LaunchOptions,
  type LocalKafka,
  launchKafka,
  PortTaken,
  wipeData,
} from './launch.ts'
export { ProgramMissing, prepareKafka } from './prepare.ts'
