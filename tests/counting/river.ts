import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { openClickHouse, provisionTables } from '@ioc/clickhouse'
import type { Watermark } from '@ioc/indicators'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import { makeBlock } from '@ioc/pipeline/block.ts'
import { type LogRecord, readRecord } from '@ioc/reader'
import { contractById, contracts } from '@ioc/schemas'
import { openSealer } from '@ioc/sealing'
import type { Told } from './told.ts'

const PARTITIONS = 2
const TABLES = contracts.flatMap(({ table }) => [table, table.replace(/_version$/, '')])
/** Later than anything that is told: nothing is from the future. */
const ARRIVAL_MS = Date.parse('2027-06-01T00:00:00+07:00')

/** A ClickHouse of its own with the product's tables, and what the aggregator does with records, without a log before it. */
export const openRiver = async (port: number) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-counting-'))
  const engine = await launchClickHouse({ dataDir, port })
  const clickhouse = openClickHouse({ url: engine.url, user: 'default', password: '', database: 'ioc' })
  await provisionTables(clickhouse, join(import.meta.dirname, '..', '..', 'schemas', 'tables'))
  const catalogues = openCatalogues()
  const sealer = openSealer(Buffer.alloc(32, 7))
  const reading = {
    contracts: contractById,
    catalogues,
    atArrival: (ms: number) => ms,
    isSealed: () => false,
  }
  let ends = new Map<string, number>()

  /** Reads and writes records of one partition in blocks, each as one run of offsets. */
  const write = async (records: readonly LogRecord[], rowsPerBlock: number) => {
    for (let first = 0; first < records.length; first += rowsPerBlock) {
      const mine = records.slice(first, first + rowsPerBlock)
      const { topic, partition, offset } = mine[0]!
      const run = { topic, partition, records: mine, firstOffset: offset, lastOffset: mine.at(-1)!.offset }
      const block = makeBlock(run, (record) => readRecord(record, reading), sealer, catalogues.version)
      if (block.counts.keep !== mine.length) throw new Error(`${topic}: a record of the stream is not kept`)
      for (const { table, columns, bytes, rows } of [...block.business, block.ledger])
        await clickhouse.insertRows(table, columns, bytes, rows)
    }
  }
  const writeAll = async (records: readonly LogRecord[], rowsPerBlock: number) => {
    const byPartition = Map.groupBy(records, ({ topic, partition }) => `${topic}/${partition}`)
    for (const mine of byPartition.values()) await write(mine, rowsPerBlock)
  }

  /** Each event as the record it would be at the end of the log. */
  const append = (events: readonly Told[]): LogRecord[] =>
    events.map(({ topic, data }, index) => {
      const partition = index % PARTITIONS
      const offset = ends.get(`${topic}/${partition}`) ?? 0
      ends.set(`${topic}/${partition}`, offset + 1)
      return recordOf(topic, partition, offset, JSON.stringify(data))
    })

  return {
    /** Of the plain HTTP interface. */
    url: engine.url,
    clickhouse,
    catalogues,
    /** Tells events at the end of the log; gives their records, to be told again. */
    tell: async (events: readonly Told[], rowsPerBlock = 10_000): Promise<LogRecord[]> => {
      const records = append(events)
      await writeAll(records, rowsPerBlock)
      return records
    },
    /** The same records at the same places once more, cut differently: what is done after a kill. */
    tellAgain: (records: readonly LogRecord[], rowsPerBlock: number) => writeAll(records, rowsPerBlock),
    /** The end of the log. */
    watermark: (): Watermark =>
      [...ends].map(([key, end]) => {
        const [topic, partition] = key.split('/') as [string, string]
        return { topic, partition: Number(partition), offset: end - 1 }
      }),
    /** Every record as the ledger kept its bytes. */
    ledger: async (): Promise<LogRecord[]> => {
      const rows = await clickhouse.query<{
        topic: string
        partition: number
        offset: number
        value: string
      }>(
        "SELECT topic, `partition`, `offset`, value FROM ledger FINAL WHERE verdict = 'keep' ORDER BY topic, `partition`, `offset`",
      )
      return rows.map(({ topic, partition, offset, value }) => recordOf(topic, partition, offset, value))
    },
    /** Empties the business tables; with the ledger, the log begins anew. */
    forget: async ({ ledger }: { ledger: boolean }) => {
      for (const table of ledger ? [...TABLES, 'ledger'] : TABLES)
        await clickhouse.command(`TRUNCATE TABLE ${table}`)
      if (ledger) ends = new Map()
    },
    close: async () => {
      await clickhouse.close()
      await engine.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
export type River = Awaited<ReturnType<typeof openRiver>>

const recordOf = (topic: string, partition: number, offset: number, text: string): LogRecord => ({
  topic,
  partition,
  offset,
  appendedAtMs: ARRIVAL_MS,
  key: null,
  value: Buffer.from(text),
  headers: Object.fromEntries(
    Object.entries({
      ce_specversion: '1.0',
      ce_id: `event-${topic}-${partition}-${offset}`,
      ce_source: 'counting',
      ce_type: `vn.lamdong.ioc.${topic}`,
    }).map(([name, value]) => [name, Buffer.from(value)]),
  ),
})

/** What a record tells, as JSON alone has it. */
export const toldBy = ({ topic, value }: LogRecord): Told => ({
  topic,
  data: JSON.parse(value!.toString()),
  extra: null,
})
