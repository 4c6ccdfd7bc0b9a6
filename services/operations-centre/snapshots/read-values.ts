import type { ClickHouse } from '@ioc/clickhouse'
import type { Place } from '@ioc/exchange'
import type { SnapshotValue } from '@ioc/schemas/snapshot/index.ts'

type Asked = Pick<ClickHouse, 'query'>
export type ValuesAsked = {
  indicator?: string | undefined
  unit?: string | undefined
  skip: number
  limit: number
}

/** The values of one snapshot as JSON texts `v`, each with its place `n`: taken apart where it lies, so that a page costs no whole snapshot here. */
const VALUES = `(
  SELECT arrayJoin(arrayZip(arrayEnumerate(vs), vs)) AS each, each.1 AS n, each.2 AS v,
         JSONExtractString(v, 'indicator') AS indicator, JSONExtractString(v, 'unit') AS unit
  FROM (SELECT JSONExtractArrayRaw(artefact, 'body', 'values') AS vs FROM snapshot FINAL
        WHERE \`group\` = {group:String} AND \`date\` = {date:Date} AND revision = {revision:UInt32}))`

/** Values of a snapshot in the order it has them, and how many match. */
export const readValues = async (
  clickhouse: Asked,
  place: Place,
  { indicator, unit, skip, limit }: ValuesAsked,
): Promise<{ total: number; values: SnapshotValue[] }> => {
  const conditions = [
    indicator === undefined ? '' : 'indicator = {indicator:String}',
    unit === undefined ? '' : 'unit = {unit:String}',
  ].filter((condition) => condition !== '')
  const matching = `${VALUES} ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}`
  const asked = { ...place, indicator, unit, skip, limit }
  const [rows, [counted]] = await Promise.all([
    clickhouse.query<{ v: string }>(
      `SELECT v FROM ${matching} ORDER BY n LIMIT {limit:UInt32} OFFSET {skip:UInt32}`,
      asked,
    ),
    clickhouse.query<{ total: number }>(`SELECT count() AS total FROM ${matching}`, asked),
  ])
  return { total: Number(counted?.total ?? 0), values: rows.map(({ v }) => JSON.parse(v)) }
}

/** Which indicators and which units a snapshot has values of, by code. */
export const readChoices = async (
  clickhouse: Asked,
  place: Place,
): Promise<{ indicators: string[]; units: string[] }> => {
  const [row] = await clickhouse.query<{ indicators: string[]; units: string[] }>(
    `SELECT arraySort(groupUniqArray(indicator)) AS indicators, arraySort(groupUniqArray(unit)) AS units FROM ${VALUES}`,
    place,
  )
  return row ?? { indicators: [], units: [] }
}
