import type { ClickHouse } from '@ioc/clickhouse'
import { topicsBeside } from '@ioc/schemas'
import { type Query, quoted } from './sql.ts'

/** Per topic and partition the last offset that counts; -1: nothing of that partition. */
export type Watermark = readonly { topic: string; partition: number; offset: number }[]

/** Where a set of subjects is kept. */
export type Tables = { topic: string; current: string; versions: string }

/** Figures other bodies reported or documents print. */
export const REPORTS: Tables = {
  topic: 'reported-figure.v1',
  current: 'reported_figure',
  versions: 'reported_figure_version',
}

/** Narrows rows of one topic to a watermark; where versions of a contract lie beside each other, each row to that of its own topic. */
export const upTo = (
  watermark: Watermark,
  topic: string,
  name: string,
  topics: readonly string[] = topicsBeside(topic),
): Query => {
  const mine = watermark.filter((w) => topics.includes(w.topic))
  if (topics.length > 1)
    return {
      sql: `toInt64(\`offset\`) <= transform(concat(topic, '/', toString(\`partition\`)), {${name}_places:Array(String)}, {${name}_offsets:Array(Int64)}, toInt64(-1))`,
      params: {
        [`${name}_places`]: mine.map((w) => `${w.topic}/${w.partition}`),
        [`${name}_offsets`]: mine.map((w) => w.offset),
      },
    }
  return {
    sql: `toInt64(\`offset\`) <= transform(\`partition\`, {${name}_partitions:Array(Int32)}, {${name}_offsets:Array(Int64)}, toInt64(-1))`,
    params: {
      [`${name}_partitions`]: mine.map((w) => w.partition),
      [`${name}_offsets`]: mine.map((w) => w.offset),
    },
  }
}

/**
 * The state of a set of subjects: the newest version of each, voided ones left out. With a watermark it is the state as of a
 * cut, from the table of versions; without, the current state. Only `columns` are read. `splits` are subjects, in order, at which
 * the versions are read in parts side by side: ClickHouse finds newest versions in one thread a part. They change no result.
 * `where` narrows the subjects, by columns that are read.
 */
export const stateOf = (
  tables: Tables,
  columns: readonly string[],
  watermark: Watermark | null,
  splits: readonly string[] = [],
  where: readonly string[] = [],
): Query => {
  const conditions = ['NOT voided', ...where].join(' AND ')
  if (watermark === null)
    return {
      sql: `SELECT ${columns.join(', ')} FROM ${tables.current} FINAL WHERE ${conditions}`,
      params: {},
    }
  // A table may be named with its database; a parameter may not.
  const cut = upTo(watermark, tables.topic, tables.current.split('.').at(-1)!)
  const newest = partsOf(splits).map((part) => newestVersions(tables, columns, [cut.sql, ...part]))
  return {
    sql: `SELECT ${columns.join(', ')} FROM (
${newest.length === 1 ? newest[0] : newest.map((part) => `SELECT * FROM (${part})`).join('\nUNION ALL\n')}
) WHERE ${conditions}`,
    params: cut.params,
  }
}

/**
 * SQL of the newest of each subject's versions that fulfil some conditions, voided ones too, with at least these columns. The same version
 * told again is the last in the log: which catalogue its columns were read by must not depend on how parts were merged.
 */
export const newestVersions = (
  { versions }: Tables,
  columns: readonly string[],
  conditions: readonly string[],
): string => {
  const own = ['subject', 'recorded_at', 'sequence', 'content_hash', 'voided']
  const further = columns.filter((column) => !own.includes(column))
  return `SELECT ${[...own, ...further].join(', ')} FROM ${versions} WHERE ${conditions.join(' AND ')}
ORDER BY subject DESC, recorded_at DESC, sequence DESC, content_hash DESC,
  topic DESC, \`partition\` DESC, \`offset\` DESC LIMIT 1 BY subject`
}

/** Conditions on the subject that take the table apart. */
const partsOf = (splits: readonly string[]): string[][] =>
  [...splits, null].map((until, index) => [
    ...(index === 0 ? [] : [`subject >= ${quoted(splits[index - 1]!)}`]),
    ...(until === null ? [] : [`subject < ${quoted(until)}`]),
  ])

const PARTS = 2
/** Granules of 8,192 rows below which one thread is quick enough. */
const GRANULES_MIN = 32

/** Subjects at which a table of versions falls into about equal parts, by its primary index; none where it is small. */
export const splitsOf = async (clickhouse: ClickHouse, { versions }: Tables): Promise<string[]> => {
  const [database, table] = versions.includes('.')
    ? versions.split('.').map(quoted)
    : ['currentDatabase()', quoted(versions)]
  const [row] = await clickhouse.query<{ marks: string[] }>(
    `SELECT if(length(subjects) < ${GRANULES_MIN}, [], arrayMap(part -> subjects[intDiv(length(subjects) * part, ${PARTS}) + 1], range(1, ${PARTS}))) AS marks
     FROM (SELECT arraySort(groupArray(subject)) AS subjects FROM mergeTreeIndex(${database}, ${table}))`,
  )
  return [...new Set(row?.marks ?? [])]
}
