import type { Query } from './sql.ts'

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

/** Narrows rows of one topic to a watermark. */
export const upTo = (watermark: Watermark, topic: string, name: string): Query => {
  const mine = watermark.filter((w) => w.topic === topic)
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
 * cut, from the table of versions; without, the current state. Only `columns` are read.
 */
export const stateOf = (tables: Tables, columns: readonly string[], watermark: Watermark | null): Query => {
  if (watermark === null)
    return { sql: `SELECT ${columns.join(', ')} FROM ${tables.current} FINAL WHERE NOT voided`, params: {} }
  // A table may be named with its database; a parameter may not.
  const cut = upTo(watermark, tables.topic, tables.current.split('.').at(-1)!)
  const own = ['subject', 'recorded_at', 'sequence', 'content_hash', 'voided']
  const further = columns.filter((column) => !own.includes(column))
  return {
    sql: `SELECT ${columns.join(', ')} FROM (
SELECT ${[...own, ...further].join(', ')} FROM ${tables.versions} WHERE ${cut.sql}
ORDER BY subject DESC, recorded_at DESC, sequence DESC, content_hash DESC LIMIT 1 BY subject
) WHERE NOT voided`,
    params: cut.params,
  }
}
