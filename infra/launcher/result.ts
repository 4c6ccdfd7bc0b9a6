import type { ClickHouse } from '@ioc/clickhouse'
import { pauseUnless } from '@ioc/clock/pause.ts'
import { type Figure, upTo, type Watermark } from '@ioc/indicators'
import type { Kafka } from '@ioc/kafka'
import { EVENT_TOPICS } from '@ioc/schemas'
import { artefact } from '@ioc/schemas/snapshot/index.ts'

export type PublishedSnapshot = {
  group: string
  date: string
  revision: number
  digest: string
  receipt: string
}

/** The one JSON object of `--once --json` (design §6). */
export type Result = {
  date: string
  figures: unknown[]
  events: { produced: number; kept: number; skipped: number; rejected: number }
  snapshots: PublishedSnapshot[]
  seconds: number
}

/** What live sources still send is in the ledger within seconds. */
const LEDGER_MS_MAX = 10_000
const ASK_EVERY_MS = 100

/**
 * Totals in the log of business events: what Kafka holds, and what the ledger says of it, each position once. Live sources go on while it is
 * counted: the ledger is asked about what Kafka held at first, until it has all of it.
 */
export const eventTotals = async (kafka: Kafka, clickhouse: ClickHouse): Promise<Result['events']> => {
  const held = await Promise.all(
    EVENT_TOPICS.map(async (topic) =>
      (await kafka.admin.offsets(topic)).map(({ partition, high }) => ({
        topic,
        partition,
        offset: high - 1,
      })),
    ),
  )
  const ends = held.flat()
  const produced = ends.reduce((sum, { offset }) => sum + offset + 1, 0)
  const mine = upTo(ends, 'ledger', 'ends', EVENT_TOPICS)
  const never = new AbortController().signal
  for (const endsAt = performance.now() + LEDGER_MS_MAX; ; await pauseUnless(ASK_EVERY_MS, never)) {
    const rows = await clickhouse.query<{ verdict: string; records: number }>(
      `SELECT verdict, uniqExact(topic, \`partition\`, \`offset\`) AS records FROM ledger WHERE ${mine.sql} GROUP BY verdict`,
      mine.params,
    )
    const of = (verdict: string) => rows.find((row) => row.verdict === verdict)?.records ?? 0
    const totals = { produced, kept: of('keep'), skipped: of('skip'), rejected: of('reject') }
    const told = rows.reduce((sum, { records }) => sum + records, 0)
    if (told >= produced || performance.now() > endsAt) return totals
  }
}

/** The watermark a date was closed with, from the published artefact itself. */
export const cutOf = async (clickhouse: ClickHouse, date: string): Promise<Watermark> => {
  const [row] = await clickhouse.query<{ artefact: string }>(
    'SELECT artefact FROM snapshot FINAL WHERE `date` = {date:Date} AND revision = 1 ORDER BY `group` LIMIT 1',
    { date },
  )
  if (!row) throw new Error(`the snapshots of ${date} are published, but the table does not show them`)
  return artefact.parse(JSON.parse(row.artefact)).body.cut.watermark
}

/** A figure as the interface promises it; what else is known of it follows. */
export const figureResult = (figure: Figure) => ({
  id: figure.id,
  kind: figure.kind,
  unit: figure.unitCode,
  numerator: figure.numerator,
  denominator: figure.denominator,
  value: figure.value,
  percent: figure.percent,
  printed: figure.printed,
  period: {
    from: figure.period.from,
    to: figure.period.to,
    inferred: figure.period.inferred,
    estimate: figure.estimate,
  },
  agrees: figure.agrees,
  knownDifference: figure.knownDifference,
})

/** The figures that neither agree nor are a known difference. */
export const disagreeing = (figures: readonly Figure[]) =>
  figures.filter((f) => !f.agrees && f.knownDifference === null)
