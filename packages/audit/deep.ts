import { createHash } from 'node:crypto'
import type { ClickHouse } from '@ioc/clickhouse'
import type { IncomingRecord, Kafka } from '@ioc/kafka'
import type { LedgerEnd } from './ends.ts'

type Door = { clickhouse: Pick<ClickHouse, 'query'>; kafka: Pick<Kafka, 'admin' | 'readFrom'> }

/**
 * Reads a partition's log once more, as far as it still holds what the ledger has, and compares every record with its ledger row: a
 * kept one byte for byte, any other by the length of its value, for the bytes of what was refused are sealed.
 * @returns the offsets that differ
 */
export const compareBytes = async (
  { clickhouse, kafka }: Door,
  { topic, partition, end }: LedgerEnd,
  say: (line: string) => void,
): Promise<number[]> => {
  const log = (await kafka.admin.offsets(topic)).find((p) => p.partition === partition)
  const [from, to] = [log?.low ?? 0, Math.min(end + 1, log?.high ?? 0)]
  const differing: number[] = []
  if (from >= to) return differing
  await kafka.readFrom(topic, partition, from, to, async (records) => {
    const rows = await clickhouse.query<LedgerRow>(
      `SELECT \`offset\`, verdict, value_bytes AS bytes, if(verdict = 'keep', lower(hex(SHA256(value))), '') AS digest
FROM ledger FINAL WHERE topic = {topic:String} AND \`partition\` = {partition:Int32} AND \`offset\` BETWEEN {first:UInt64} AND {last:UInt64}`,
      { topic, partition, first: records[0]!.offset, last: records.at(-1)!.offset },
    )
    const byOffset = new Map(rows.map((row) => [row.offset, row]))
    for (const record of records)
      if (!agree(record, byOffset.get(record.offset))) differing.push(record.offset)
    say(`${topic}/${partition}: compared to offset ${records.at(-1)!.offset}`)
  })
  return differing
}

type LedgerRow = { offset: number; verdict: string; bytes: number; digest: string }

/** A record without a ledger row is a gap, which is found elsewhere; a control row stands for what no reader is shown. */
const agree = (record: IncomingRecord, row: LedgerRow | undefined): boolean => {
  if (row === undefined) return true
  if (row.verdict === 'control' || (record.value?.length ?? 0) !== row.bytes) return false
  return row.verdict !== 'keep' || sha256(record.value ?? Buffer.alloc(0)) === row.digest
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
