export { type ClusterOptions, type LocalCluster, launchCluster } from './cluster.ts'
export { ProgramMissing } from './java.ts'
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
export { prepareKafka } from './prepare.ts'
