import { contracts, eventContracts } from './events/index.ts'

/** A topic as it is provisioned; sizes in bytes, times in milliseconds as Kafka names them. */
export type TopicDefinition = { name: string; partitions: number; config: Record<string, string> }

const LOG = {
  'message.timestamp.type': 'LogAppendTime',
  'cleanup.policy': 'delete',
  'max.message.bytes': '8388608',
}
const FOR_EVER = { ...LOG, 'retention.ms': '-1', 'retention.bytes': '-1' }
/** Stated so that nobody relies on an unstated one; nothing depends on it, the ledger is the truth (design §4). */
const NINETY_DAYS = { ...LOG, 'retention.ms': String(90 * 86_400_000) }

export const DEAD_LETTER_TOPIC = 'dead-letter.v1'
export const CUT_TOPIC = 'snapshot-cut.v1'
export const SNAPSHOT_TOPIC = 'snapshot.v1'
export const SOURCE_CONTROL_TOPIC = 'source-control.v1'
export const CATALOGUE_TOPIC = 'catalogue.v1'

/** Topics whose records are business events; totals of the log count these. */
export const EVENT_TOPICS = eventContracts.map((c) => c.id)

/** Every topic of the river. */
export const topics: readonly TopicDefinition[] = [
  ...contracts.map((c) => ({
    name: c.id,
    partitions: c.id === 'source-progress.v1' ? 1 : 4,
    config: NINETY_DAYS,
  })),
  { name: DEAD_LETTER_TOPIC, partitions: 1, config: NINETY_DAYS },
  { name: SOURCE_CONTROL_TOPIC, partitions: 1, config: { ...LOG, 'cleanup.policy': 'compact' } },
  { name: CUT_TOPIC, partitions: 1, config: FOR_EVER },
  // A set is a megabyte, and the next one nearly the same.
  {
    name: CATALOGUE_TOPIC,
    partitions: 1,
    config: { ...FOR_EVER, 'max.message.bytes': '33554432', 'compression.type': 'zstd' },
  },
  // A snapshot of every unit is megabytes of much alike: the broker keeps a thirtieth of it.
  {
    name: SNAPSHOT_TOPIC,
    partitions: 1,
    config: { ...FOR_EVER, 'max.message.bytes': '33554432', 'compression.type': 'zstd' },
  },
]
