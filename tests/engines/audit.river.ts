import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { type Editions, openEditions } from '@ioc/editions'
import { type LaunchedClickHouse, launchClickHouse } from '@ioc/infra-clickhouse'
import { type LocalKafka, launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { pipeline } from '@ioc/pipeline'
import { type Reading, readRecord } from '@ioc/reader'
import { contractById, contracts, DEAD_LETTER_TOPIC, topics } from '@ioc/schemas'
import { openSealer, type Sealer } from '@ioc/sealing'
import { until } from '../browser/until.ts'
import { freePair } from '../ports.ts'

/** Engines on free ports and a folder of its own, with topics, tables and an aggregator that can be started and stopped. */
export type River = {
  dataDir: string
  kafka: Kafka
  clickhouse: ClickHouse
  engines: { kafka: LocalKafka; clickhouse: LaunchedClickHouse }
  reading: Omit<Reading, 'catalogues'> & { catalogues: Editions }
  sealer: Sealer
  aggregate(): { start(): Promise<void>; stop(): Promise<void>; readonly finished: Promise<void> }
  /** Waits until the ledger holds everything the log holds. */
  folded(): Promise<void>
  /** Starts an aggregator, waits until all is folded, and stops it again. */
  foldAll(): Promise<void>
  close(): Promise<void>
}

export const KEY = Buffer.alloc(32, 7)

/**
 * Starts it all; on any failure what was started is ended again. `provisioned: false` leaves topics and tables out. `prepare` is done with the
 * folder before the engines start, and gives what undoes it.
 */
export async function startRiver({
  provisioned = true,
  prepare = () => () => {},
}: {
  provisioned?: boolean
  prepare?: (dataDir: string) => () => void
} = {}): Promise<River> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-river-'))
  const log = createLog('river-tests', 'error')
  const undo: (() => Promise<unknown> | unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })]
  const close = async () => {
    for (const step of undo.splice(0).reverse())
      await Promise.resolve(step()).catch((error: unknown) => console.error('not ended in order:', error))
  }
  try {
    undo.push(prepare(dataDir))
    await prepareKafka(log)
    const port = await freePair()
    const engineKafka = await launchKafka({ dataDir, port, controllerPort: port + 1, heapMb: 384 })
    undo.push(() => engineKafka.stop())
    const engineClickHouse = await launchClickHouse({ dataDir, port: await freePair() })
    undo.push(() => engineClickHouse.stop())
    const kafka = openKafka({ brokers: [engineKafka.brokers], clientId: 'river-tests' }, log)
    undo.push(() => kafka.close())
    const account = { user: 'default', password: '', database: 'ioc' }
    const clickhouse = openClickHouse({ url: engineClickHouse.url, ...account }, log)
    undo.push(() => clickhouse.close())
    if (provisioned) {
      await provisionTopics(kafka, [...topics], log)
      await provisionTables(clickhouse, join(import.meta.dirname, '../../schemas/tables'), log)
    }
    const catalogues = openEditions({ kafka, shipped: openCatalogues, now: Date.now, log })
    const sealer = openSealer(KEY)
    const reading: River['reading'] = {
      contracts: contractById,
      catalogues,
      atArrival: (systemMs) => systemMs,
      isSealed: sealer.opens,
    }
    const aggregate = () =>
      pipeline({
        kafka,
        clickhouse,
        topics: contracts.map((contract) => contract.id),
        group: 'aggregator',
        deadLetterTopic: DEAD_LETTER_TOPIC,
        read: (record) => readRecord(record, { ...reading, catalogues: catalogues.at(record.appendedAtMs) }),
        sealer,
        catalogueVersion: (appendedAtMs) => catalogues.at(appendedAtMs).version,
        knowUpTo: catalogues.upTo,
      })
    const folded = () =>
      until(
        'everything is folded',
        async () => {
          for (const { id } of contracts)
            for (const { partition, high } of await kafka.admin.offsets(id)) {
              const [row] = await clickhouse.query<{ next: number }>(
                'SELECT if(count() = 0, 0, max(`offset`) + 1) AS next FROM ledger WHERE topic = {id:String} AND `partition` = {partition:Int32}',
                { id, partition },
              )
              if ((row?.next ?? 0) < high) return false
            }
          return true
        },
        120_000,
      )
    const foldAll = async () => {
      const aggregator = aggregate()
      await aggregator.start()
      await Promise.race([folded(), aggregator.finished])
      await aggregator.stop()
    }
    const engines = { kafka: engineKafka, clickhouse: engineClickHouse }
    return { dataDir, kafka, clickhouse, engines, reading, sealer, aggregate, folded, foldAll, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** What a table comes to as its readers see it: how many rows, and a number over all their columns. */
export const contentsOf = async (clickhouse: ClickHouse, table: string): Promise<string> => {
  const [row] = await clickhouse.query<{ contents: string }>(
    `SELECT concat(toString(count()), ' rows ', toString(sum(cityHash64(tuple(*))))) AS contents FROM ${table} FINAL`,
  )
  return row!.contents
}
