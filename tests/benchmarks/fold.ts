// One aggregator of the benchmark, a process of its own: folds a topic once and says how long it took.
import { openCatalogues } from '@ioc/catalogues'
import { openClickHouse } from '@ioc/clickhouse'
import { openEditions } from '@ioc/editions'
import { type Kafka, openKafka } from '@ioc/kafka'
import { pipeline } from '@ioc/pipeline'
import { type LogRecord, readRecord } from '@ioc/reader'
import { contractById, DEAD_LETTER_TOPIC, dossier } from '@ioc/schemas'
import { openSealer } from '@ioc/sealing'
import { barePipeline } from './bare-pipeline.ts'

const task = JSON.parse(process.argv[2]!) as {
  brokers: string
  clickhouseUrl: string
  way: 'with' | 'without'
  events: number
  group: string
}
const kafka = openKafka({ brokers: [task.brokers], clientId: task.group })
const clickhouse = openClickHouse({ url: task.clickhouseUrl, user: 'default', password: '', database: 'ioc' })
// As the service asks: which set of catalogues was in force at each record's append time.
const shipped = openCatalogues()
const editions = openEditions({ kafka, shipped: () => shipped, now: Date.now })
const sealer = openSealer(Buffer.alloc(32, 7))
const reading = {
  contracts: contractById,
  atArrival: () => Date.parse('2024-07-01T00:00:00+07:00'),
  isSealed: sealer.opens,
}

/** From the first batch on: to join a group and to connect is not what is compared. */
let firstBatchMs = Number.NaN
const timed: Kafka = {
  ...kafka,
  consume: (options) =>
    kafka.consume({
      ...options,
      onBatch: (batch) => {
        if (Number.isNaN(firstBatchMs)) firstBatchMs = performance.now()
        return options.onBatch(batch)
      },
    }),
}

let folded = 0
const whole = Promise.withResolvers<void>()
const onBlock = (_: string, counts: Record<string, number>) => {
  for (const n of Object.values(counts)) folded += n
  if (folded >= task.events) whole.resolve()
}
const parts = {
  kafka: timed,
  clickhouse,
  topics: [dossier.id],
  group: task.group,
  read: (record: LogRecord) =>
    readRecord(record, { ...reading, catalogues: editions.at(record.appendedAtMs) }),
  onBlock,
}
const aggregate =
  task.way === 'with'
    ? pipeline({
        ...parts,
        deadLetterTopic: DEAD_LETTER_TOPIC,
        sealer,
        catalogueVersion: (appendedAtMs) => editions.at(appendedAtMs).version,
        knowUpTo: editions.upTo,
      })
    : barePipeline(parts)

await aggregate.start()
await Promise.race([whole.promise, aggregate.finished])
const seconds = (performance.now() - firstBatchMs) / 1000
const { user, system } = process.cpuUsage()
process.stdout.write(
  JSON.stringify({
    seconds,
    cpuSeconds: (user + system) / 1e6,
    rssMb: process.resourceUsage().maxRSS / 1024,
  }),
)
await aggregate.stop()
await kafka.close()
await clickhouse.close()
process.exit()
