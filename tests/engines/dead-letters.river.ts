import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { type DeadLetterDoors, readSealer } from '@ioc/dead-letters'
import { openEditions } from '@ioc/editions'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import { launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { type Kafka, type OutgoingRecord, openKafka, provisionTopics } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { pipeline } from '@ioc/pipeline'
import { readRecord } from '@ioc/reader'
import { contractById, contracts, DEAD_LETTER_TOPIC, topics } from '@ioc/schemas'
import { openDeadLetterSealer, type Sealer } from '@ioc/sealing'
import { freePair } from '../ports.ts'

const TABLES = join(import.meta.dirname, '../../schemas/tables')

/** Kafka, ClickHouse and the aggregator's pipeline between them, with a sealing key in a folder of their own. */
export type River = {
  dataDir: string
  brokers: string
  clickhouseUrl: string
  kafka: Kafka
  clickhouse: ClickHouse
  doors: DeadLetterDoors
  sealer: Sealer
  publish(topic: string, records: OutgoingRecord[]): Promise<void>
  startAggregator(): Promise<void>
  stopAggregator(): Promise<void>
  close(): Promise<void>
}

/** Starts it all; on any failure what was started is ended again. */
export async function openRiver(): Promise<River> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-dead-letters-'))
  const log = createLog('dead-letter-tests', 'error')
  const undo: (() => Promise<unknown> | unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })]
  const close = async () => {
    const faults: unknown[] = []
    for (const step of undo.splice(0).reverse())
      await Promise.resolve(step()).catch((fault) => faults.push(fault))
    if (faults.length > 0) throw new AggregateError(faults, 'not everything could be ended in order')
  }
  try {
    await prepareKafka(log)
    const engineKafka = await launchKafka({ dataDir, port: await freePair(), heapMb: 384 })
    undo.push(() => engineKafka.stop())
    const engineClickHouse = await launchClickHouse({ dataDir, port: await freePair() })
    undo.push(() => engineClickHouse.stop())
    const kafka = openKafka({ brokers: [engineKafka.brokers], clientId: 'dead-letter-tests' }, log)
    undo.push(() => kafka.close())
    const clickhouse = openClickHouse(
      { url: engineClickHouse.url, user: 'default', password: '', database: 'ioc' },
      log,
    )
    undo.push(() => clickhouse.close())
    await provisionTopics(kafka, [...topics], log)
    await provisionTables(clickhouse, TABLES, log)

    const sealer = openDeadLetterSealer(dataDir)
    const editions = openEditions({ kafka, shipped: openCatalogues, now: Date.now, log })
    let aggregator: ReturnType<typeof pipeline> | null = null
    const startAggregator = async () => {
      aggregator = pipeline({
        kafka,
        clickhouse,
        topics: contracts.map((contract) => contract.id),
        group: 'aggregator',
        deadLetterTopic: DEAD_LETTER_TOPIC,
        read: (record) =>
          readRecord(record, {
            contracts: contractById,
            catalogues: editions.at(record.appendedAtMs),
            atArrival: (systemMs) => systemMs,
            isSealed: sealer.opens,
          }),
        sealer,
        catalogueVersion: (appendedAtMs) => editions.at(appendedAtMs).version,
        knowUpTo: editions.upTo,
      })
      await aggregator.start()
    }
    const stopAggregator = async () => {
      await aggregator?.stop()
      aggregator = null
    }
    undo.push(stopAggregator)
    return {
      dataDir,
      brokers: engineKafka.brokers,
      clickhouseUrl: engineClickHouse.url,
      kafka,
      clickhouse,
      sealer,
      doors: {
        kafka,
        clickhouse,
        catalogues: editions.current,
        sealer: () => readSealer(dataDir),
        businessNow: Date.now,
        now: Date.now,
      },
      publish: (topic, records) => kafka.publish(topic, records),
      startAggregator,
      stopAggregator,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
