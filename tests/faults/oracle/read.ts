import { openCatalogues } from '@ioc/catalogues'
import {
  chainOf,
  countCells,
  isCounted,
  only,
  openIndicators,
  openSets,
  readReports,
  scopesOf,
} from '@ioc/indicators'
import { contracts } from '@ioc/schemas'
import type { Count } from '../../counting/rules.ts'
import type { Period } from '../../counting/time.ts'
import type { World } from '../world/world.ts'
import { keyOf } from './fold.ts'
import type { Ends } from './log-ends.ts'

/** A row of the ledger, of what matters here. Large values are left out: they are poison. */
export type LedgerRow = {
  topic: string
  partition: number
  offset: number
  verdict: 'keep' | 'skip' | 'reject' | 'control'
  source: string
  id: string
  subject: string
  value: string
}

export type BusinessRow = { topic: string; partition: number; offset: number; subject: string; id: string }
/** A subject with the version that was read of it, as `recordedAtMs/sequence/contentHash`. */
export type StateRow = { subject: string; version: string; voided: boolean }

const TABLES = contracts.map(({ id, table }) => ({
  topic: id,
  versions: table,
  current: table.replace(/_version$/, ''),
}))

const VERSION =
  "concat(toString(toUnixTimestamp64Milli(recorded_at)), '/', toString(sequence), '/', toString(content_hash)) AS version"
const NEWEST_FIRST = 'ORDER BY subject, recorded_at DESC, sequence DESC, content_hash DESC LIMIT 1 BY subject'

/** Rows between two ends of the log, of one topic or of all. */
const between = (from: Ends, to: Ends, topic?: string): string => {
  const parts = [...to].flatMap(([key, end]) => {
    const [name, partition] = key.split('/')
    const begin = from.get(key) ?? 0
    return end > begin && (topic === undefined || name === topic)
      ? [
          `(topic = '${name}' AND \`partition\` = ${partition} AND \`offset\` >= ${begin} AND \`offset\` < ${end})`,
        ]
      : []
  })
  return parts.length === 0 ? 'false' : `(${parts.join(' OR ')})`
}

export const readLedger = ({ questions }: World, from: Ends, to: Ends) =>
  questions.ask<LedgerRow>(
    `SELECT topic, \`partition\`, \`offset\`, verdict, event_source AS source, event_id AS id, subject,
       if(length(value) > 20000, '', value) AS value FROM ledger FINAL WHERE ${between(from, to)}`,
  )

export const readBusiness = async ({ questions }: World, from: Ends, to: Ends) =>
  (
    await Promise.all(
      TABLES.map(({ topic, versions }) =>
        questions.ask<BusinessRow>(
          `SELECT topic, \`partition\`, \`offset\`, subject, event_id AS id FROM ${versions} FINAL WHERE ${between(from, to, topic)}`,
        ),
      ),
    )
  ).flat()

/** Per topic the subjects of an issuing system: as the current table has them, and as the newest of all versions. */
export const readStates = async ({ questions }: World, issuingSystem: string) => {
  const mine = `WHERE startsWith(subject, '${issuingSystem}/')`
  return Promise.all(
    TABLES.map(async ({ topic, versions, current }) => ({
      topic,
      current: await questions.ask<StateRow>(
        `SELECT subject, ${VERSION}, voided FROM ${current} FINAL ${mine}`,
      ),
      newest: await questions.ask<StateRow>(
        `SELECT subject, ${VERSION}, voided FROM ${versions} ${mine} ${NEWEST_FIRST}`,
      ),
    })),
  )
}

/** Per partition: rows, different offsets, first and last. */
export const readOffsets = ({ questions }: World) =>
  questions.ask<{ key: string; rows: number; offsets: number; first: number; last: number }>(
    "SELECT concat(topic, '/', toString(`partition`)) AS key, count() AS rows, uniqExact(`offset`) AS offsets, min(`offset`) AS first, max(`offset`) AS last FROM ledger FINAL GROUP BY key",
  )

/** Per topic: kept rows of the ledger, rows of the business table, and how many log positions those are. */
export const readTotals = async ({ questions }: World) =>
  questions.ask<{ topic: string; kept: number; rows: number; positions: number }>(
    TABLES.map(
      ({ topic, versions }) =>
        `SELECT '${topic}' AS topic, (SELECT countIf(verdict = 'keep') FROM ledger FINAL WHERE topic = '${topic}') AS kept, count() AS rows, uniqExact((topic, \`partition\`, \`offset\`)) AS positions FROM ${versions} FINAL`,
    ).join(' UNION ALL '),
  )

const catalogues = openCatalogues()
const sets = openSets(catalogues)
const province = only(scopesOf(catalogues, { kind: 'then' }), ['68'])
const counted = openIndicators(catalogues).filter(isCounted)

/** Every indicator as the product counts it: now, or as of the end of the log. */
export const readIndicators = async (
  { clickhouse }: World,
  periods: readonly Period[],
  asOf: Ends | null,
) => {
  const watermark =
    asOf &&
    [...asOf].map(([key, end]) => {
      const [topic, partition] = key.split('/')
      return { topic: topic!, partition: Number(partition), offset: end - 1 }
    })
  const number = (text: string | null) => (text === null ? null : Number(text))
  const halves = new Map<string, Count>()
  for (const period of periods) {
    const cells = await countCells(clickhouse, sets, catalogues, {
      indicators: counted,
      chain: chainOf([period]),
      grouping: { by: 'unit', map: province },
      watermark,
    })
    for (const { id, kind, denominator: has } of counted) {
      const found = cells.get('68')?.get(id)?.[0]
      const denominator = has ? Number(found?.denominator ?? 0) : null
      // Of no cases there is no quantile, whatever the engine answers.
      const numerator = kind === 'quantile' && denominator === 0 ? null : Number(found?.numerator ?? 0)
      halves.set(keyOf(id, period, false), { numerator, denominator })
    }
  }
  for (const report of await readReports(clickhouse, watermark))
    if (report.unit_code === '68')
      halves.set(
        keyOf(report.indicator, { from: report.period_from, to: report.period_to }, report.estimate),
        { numerator: number(report.numerator), denominator: number(report.denominator) },
      )
  return halves
}
