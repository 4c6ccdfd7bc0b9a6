import type { SubjectSet } from './define.ts'

/** Per topic and partition the last offset that counts; -1: nothing of that partition. */
export type Watermark = readonly { topic: string; partition: number; offset: number }[]

/** A piece of SQL with the values of its `{name:Type}` parameters. */
export type Query = { sql: string; params: Record<string, unknown> }

type Table = { current: string; versions: string; topic: string }

export const TABLES: Record<SubjectSet, Table> = {
  dossiers: { current: 'dossier', versions: 'dossier_version', topic: 'dossier.v1' },
  feedback: { current: 'feedback', versions: 'feedback_version', topic: 'feedback.v1' },
  forms: { current: 'survey_response', versions: 'survey_response_version', topic: 'survey-response.v1' },
  reports: { current: 'reported_figure', versions: 'reported_figure_version', topic: 'reported-figure.v1' },
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
export const stateOf = (set: SubjectSet, columns: readonly string[], watermark: Watermark | null): Query => {
  const table = TABLES[set]
  if (watermark === null)
    return { sql: `SELECT ${columns.join(', ')} FROM ${table.current} FINAL WHERE NOT voided`, params: {} }
  const cut = upTo(watermark, table.topic, set)
  return {
    sql: `SELECT ${columns.join(', ')} FROM (
    SELECT subject, voided, ${columns.join(', ')} FROM ${table.versions} WHERE ${cut.sql}
    ORDER BY subject DESC, recorded_at DESC, sequence DESC, content_hash DESC LIMIT 1 BY subject
  ) WHERE NOT voided`,
    params: cut.params,
  }
}
