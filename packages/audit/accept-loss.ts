import type { ClickHouse } from '@ioc/clickhouse'
import type { Kafka } from '@ioc/kafka'
import { LEDGER_COLUMNS } from '@ioc/pipeline/ledger-row.ts'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import { type LedgerEnd, ledgerEnds, type Range, rangesOf } from './ends.ts'
import { AuditRefusal } from './refusal.ts'
import { gapsIn } from './rows.ts'

/** Reason code of a ledger row whose record nobody can read any more; an audit counts these for ever. */
export const LOST = 'lost'

export type Loss = {
  topic: string
  partition: number
  upTo: number
  why: string
  actor: string
  catalogueVersion: string
}

const ROWS_AT_ONCE = 50_000

/**
 * Writes down that offsets the log no longer holds are lost, as ledger rows `control` with the reason `lost`, so that the river
 * can go on and the loss stays visible. Holes inside the ledger and what lacks at its end, up to `upTo`; ascending, so a
 * stop in between is gone on with by the same words.
 * @returns the offsets accepted now; none if all were there
 * @throws AuditRefusal while the log still holds any of them
 */
export const acceptLoss = async (
  clickhouse: ClickHouse,
  kafka: Pick<Kafka, 'admin'>,
  loss: Loss,
): Promise<Range[]> => {
  const { topic, partition } = loss
  const log = (await kafka.admin.offsets(topic)).find((p) => p.partition === partition)
  if (!log) throw new AuditRefusal(`${topic} has no partition ${partition} on this Kafka`)
  const missing = await missingUpTo(clickhouse, loss)
  const held = missing.find((gap) => gap.to >= log.low)
  if (held)
    throw new AuditRefusal(
      `${topic}/${partition}: the log begins at ${log.low}, so offset ${Math.max(held.from, log.low)} is not lost: ${held.to > log.high - 1 ? 'it may still be written' : 'the aggregator, or npm run audit -- mend, can fold it'}. Accept at most up to ${log.low - 1}`,
    )
  for (const gap of missing)
    for (let from = gap.from; from <= gap.to; from += ROWS_AT_ONCE)
      await writeLost(clickhouse, loss, from, Math.min(from + ROWS_AT_ONCE - 1, gap.to))
  return missing
}

const missingUpTo = async (clickhouse: ClickHouse, { topic, partition, upTo }: Loss): Promise<Range[]> => {
  const ends = await ledgerEnds(clickhouse)
  const end = ends.find((e) => e.topic === topic && e.partition === partition)?.end ?? -1
  const looked: LedgerEnd = { topic, partition, end: Math.min(end, upTo) }
  const gaps: Range[] = []
  for (const range of rangesOf(looked)) gaps.push(...(await gapsIn(clickhouse, range)))
  if (upTo > end) gaps.push({ topic, partition, from: end + 1, to: upTo })
  return gaps
}

const writeLost = async (clickhouse: ClickHouse, loss: Loss, from: number, to: number): Promise<void> => {
  const { topic, partition, why, actor, catalogueVersion } = loss
  const [before] = await clickhouse.query<{ appendedAtMs: number }>(
    `SELECT toUnixTimestamp64Milli(max(appended_at)) AS appendedAtMs FROM ledger
WHERE topic = {topic:String} AND \`partition\` = {partition:Int32} AND \`offset\` < {from:UInt64}`,
    { topic, partition, from },
  )
  const row: Record<(typeof LEDGER_COLUMNS)[number], unknown> = {
    topic,
    partition,
    offset: from,
    // When they were appended nobody knows any more: not before the record that stands in front of them.
    appended_at: toLocalText(Math.max(0, before?.appendedAtMs ?? 0)),
    verdict: 'control',
    event_source: '',
    event_id: '',
    event_type: '',
    event_time: null,
    subject: '',
    reasons: [{ path: 'offset', code: LOST, message: `${why} (accepted by ${actor})` }],
    contract: '',
    catalogue_version: catalogueVersion,
    value: '',
    value_bytes: 0,
    sealed_with: '',
    replay_of: '',
  }
  const lines: string[] = []
  for (let offset = from; offset <= to; offset++)
    lines.push(
      `${JSON.stringify(LEDGER_COLUMNS.map((column) => (column === 'offset' ? offset : row[column])))}\n`,
    )
  await clickhouse.insertRows('ledger', LEDGER_COLUMNS, lines.join(''), lines.length)
}
