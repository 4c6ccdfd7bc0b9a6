import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { type LaunchedClickHouse, launchClickHouse } from '@ioc/infra-clickhouse'
import { type LocalKafka, launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { dossier, topics } from '@ioc/schemas'
import { openSealer } from '@ioc/sealing'
import { judgeAtEdge } from '@ioc/source/edge.ts'
import { firstHalf2024 } from '../../services/dossier-producer/sources/first-half-2024/index.ts'
import { freePair } from '../ports.ts'
import { cpuMsOf } from './measure.ts'
import { openUndo } from './undo.ts'

/** Engines of a benchmark's own, with tables and topics, in a temporary folder. */
export type Stage = {
  /** Where the engines keep their data; it goes with the stage. */
  dataDir: string
  brokers: string
  clickhouseUrl: string
  kafka: Kafka
  clickhouse: ClickHouse
  engines: { kafka: LocalKafka; clickhouse: LaunchedClickHouse }
  close(): Promise<void>
}

const TABLES = join(import.meta.dirname, '../../schemas/tables')

/** Starts it; whatever started is ended again if the rest does not come up. */
export const openStage = async (): Promise<Stage> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-bench-'))
  const undo = openUndo()
  undo.push(() => rmSync(dataDir, { recursive: true, force: true }))
  try {
    const log = createLog('bench', 'error')
    await prepareKafka(log)
    const engineKafka = await launchKafka({ dataDir, port: await freePair() })
    undo.push(() => engineKafka.stop())
    const engineClickHouse = await launchClickHouse({ dataDir, port: await freePair() })
    undo.push(() => engineClickHouse.stop())
    const kafka = openKafka({ brokers: [engineKafka.brokers], clientId: 'bench' }, log)
    undo.push(() => kafka.close())
    const clickhouse = openClickHouse({
      url: engineClickHouse.url,
      user: 'default',
      password: '',
      database: 'ioc',
    })
    undo.push(() => clickhouse.close())
    await provisionTopics(kafka, [...topics], log)
    await provisionTables(clickhouse, TABLES, log)
    return {
      dataDir,
      brokers: engineKafka.brokers,
      clickhouseUrl: engineClickHouse.url,
      kafka,
      clickhouse,
      engines: { kafka: engineKafka, clickhouse: engineClickHouse },
      close: undo.close,
    }
  } catch (error) {
    await undo.close()
    throw error
  }
}

/** From now on: asked later, it tells the CPU each engine took since, ms. */
export const enginesCpu = ({ engines }: Pick<Stage, 'engines'>) => {
  const now = () => ({ clickhouse: cpuMsOf(engines.clickhouse.pid), kafka: cpuMsOf(engines.kafka.pid) })
  const before = now()
  return () => {
    const { clickhouse, kafka } = now()
    return { clickhouse: clickhouse - before.clickhouse, kafka: kafka - before.kafka }
  }
}

/** Puts the first `count` events of the rebuilt half-year into `dossier.v1`, judged as at the edge. */
export const sendDossiers = async (kafka: Kafka, count: number): Promise<void> => {
  const catalogues = openCatalogues()
  const edge = {
    contract: dossier as unknown as Parameters<typeof judgeAtEdge>[1]['contract'],
    catalogues,
    sealer: openSealer(Buffer.alloc(32, 7)),
    businessNow: () => Date.parse('2024-07-01T00:00:00+07:00'),
  }
  const source = firstHalf2024(catalogues)
  const context = {
    clock: undefined as never, // this source is a script and asks no clock
    signal: new AbortController().signal,
    callerHash: () => '',
  }
  let sent = 0
  for await (const { events } of source.read(null, context)) {
    const records = events.slice(0, count - sent).map(
      (candidate) =>
        judgeAtEdge(
          {
            source: source.name,
            id: candidate.id,
            type: null,
            timeMs: candidate.atMs,
            data: 'data' in candidate ? candidate.data : candidate.bytes,
          },
          edge,
        ).record,
    )
    await kafka.publish(dossier.id, records)
    sent += records.length
    if (sent >= count) return
  }
}
