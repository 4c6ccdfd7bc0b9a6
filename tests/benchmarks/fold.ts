// One aggregator of a benchmark, a process of its own: folds a topic until it is told that all is folded, and says when and at what cost.
import { once } from 'node:events'
import { openCatalogues } from '@ioc/catalogues'
import { openClickHouse } from '@ioc/clickhouse'
import { openEditions } from '@ioc/editions'
import { type Kafka, openKafka } from '@ioc/kafka'
import { pipeline } from '@ioc/pipeline'
import { type LogRecord, readRecord } from '@ioc/reader'
import { type Contract, contractById, DEAD_LETTER_TOPIC, dossier } from '@ioc/schemas'
import { openSealer } from '@ioc/sealing'
import { barePipeline } from './bare-pipeline.ts'

export type FoldTask = {
  brokers: string
  clickhouseUrl: string
  way: 'with' | 'without'
  /** Of dossiers; one that is none of the product's is read as if it were `dossier.v1`. */
  topic: string
  group: string
}

/** What it tells whoever started it. */
export type Heard =
  | { kind: 'folded'; records: number }
  | {
      kind: 'ended'
      /** Null where it was given nothing. */
      firstBatchAtMs: number | null
      lastBlockAtMs: number | null
      cpuSeconds: number
      foldingCpuSeconds: number
      rssMb: number
    }

const task = JSON.parse(process.argv[2]!) as FoldTask
const tell = (heard: Heard) => process.send!(heard)
/** Of this machine, so that processes can be compared. */
const nowMs = () => performance.timeOrigin + performance.now()
const cpuSeconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

const kafka = openKafka({ brokers: [task.brokers], clientId: task.group })
const clickhouse = openClickHouse({ url: task.clickhouseUrl, user: 'default', password: '', database: 'ioc' })
// As the service asks: which set of catalogues was in force at each record's append time.
const shipped = openCatalogues()
const editions = openEditions({ kafka, shipped: () => shipped, now: Date.now })
const sealer = openSealer(Buffer.alloc(32, 7))
const reading = {
  contracts: contractById.has(task.topic)
    ? contractById
    : new Map<string, Contract>([[task.topic, { ...dossier, id: task.topic } as unknown as Contract]]),
  atArrival: () => Date.parse('2024-07-01T00:00:00+07:00'),
  isSealed: sealer.opens,
}

/** From the first batch on: to join a group and to connect is not what is compared. */
const began: { atMs: number; cpuSeconds: number }[] = []
let lastBlockAtMs: number | null = null
const timed: Kafka = {
  ...kafka,
  consume: (options) =>
    kafka.consume({
      ...options,
      onBatch: (batch) => {
        if (began.length === 0) began.push({ atMs: nowMs(), cpuSeconds: cpuSeconds() })
        return options.onBatch(batch)
      },
    }),
}

const onBlock = (_: string, counts: Record<string, number>) => {
  lastBlockAtMs = nowMs()
  tell({ kind: 'folded', records: Object.values(counts).reduce((sum, n) => sum + n, 0) })
}
const parts = {
  kafka: timed,
  clickhouse,
  topics: [task.topic],
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

const enough = once(process, 'message')
process.once('disconnect', () => process.exit()) // whoever started it is gone
await aggregate.start()
await Promise.race([enough, aggregate.finished])
const whole = cpuSeconds()
const [first] = began
const ended: Heard = {
  kind: 'ended',
  firstBatchAtMs: first?.atMs ?? null,
  lastBlockAtMs,
  cpuSeconds: whole,
  foldingCpuSeconds: first === undefined ? 0 : whole - first.cpuSeconds,
  rssMb: process.resourceUsage().maxRSS / 1024,
}
await aggregate.stop()
await kafka.close()
await clickhouse.close()
process.send!(ended, () => process.exit())
