import type { River } from './audit.river.ts'

export const TOPIC = 'dossier.v1'
/** A kept position in the middle of partition 1. */
export const KEPT = 120
export const here = `topic = '${TOPIC}' AND \`partition\` = 1 AND \`offset\``

/** Changes tables behind the product's back, as another software version or a person with a client would. */
export const hand = (river: () => River) => {
  const sql = (text: string) => river().clickhouse.command(text, { mutations_sync: '2' })
  /** Copies rows of a table, some columns otherwise. */
  const copy = (table: string, changes: string, where: string) =>
    sql(
      `INSERT INTO ${table} SELECT * REPLACE (${changes}) FROM (SELECT * FROM ${table} FINAL WHERE ${where})`,
    )
  return { sql, copy }
}

/** Each kind of fault, how to plant it, and what an audit must call it. */
export const faults = ({ sql, copy }: ReturnType<typeof hand>) => [
  {
    fault: 'a business row of a record that was not kept',
    finds: ['orphan'],
    plant: () =>
      copy(
        'dossier_version',
        `(SELECT min(\`offset\`) FROM ledger WHERE topic = '${TOPIC}' AND \`partition\` = 1 AND verdict = 'reject') AS \`offset\`, 'x/stray' AS subject`,
        `${here} = ${KEPT}`,
      ),
  },
  {
    fault: 'a second business row for one position, newer than any other of its subject',
    finds: ['twice'],
    plant: () =>
      copy(
        'dossier_version',
        "content_hash + 1 AS content_hash, recorded_at + 60 AS recorded_at, 'done' AS status",
        `${here} = ${KEPT}`,
      ),
  },
  {
    fault: 'a kept record without its business row',
    finds: ['missing'],
    plant: () => sql(`ALTER TABLE dossier_version DELETE WHERE ${here} IN (${KEPT}, ${KEPT + 1})`),
  },
  {
    fault: 'the business row of another subject',
    finds: ['other-subject'],
    plant: async () => {
      await copy('dossier_version', "'x/other' AS subject", `${here} = ${KEPT}`)
      await sql(`ALTER TABLE dossier_version DELETE WHERE ${here} = ${KEPT} AND subject <> 'x/other'`)
    },
  },
  {
    fault: 'no current state for a subject',
    finds: ['current-missing'],
    plant: () =>
      sql(
        `ALTER TABLE dossier DELETE WHERE subject IN (SELECT subject FROM dossier_version WHERE ${here} = ${KEPT})`,
      ),
  },
  {
    fault: 'a current state older than the newest version',
    finds: ['current-stale'],
    plant: async () => {
      await sql(
        `ALTER TABLE dossier DELETE WHERE subject IN (SELECT subject FROM dossier_version WHERE ${here} = ${KEPT})`,
      )
      await sql(
        `INSERT INTO dossier SELECT *, toUInt256(1) AS version FROM dossier_version WHERE subject IN (SELECT subject FROM dossier_version WHERE ${here} = ${KEPT}) ORDER BY recorded_at, sequence, content_hash LIMIT 1`,
      )
    },
  },
  {
    fault: 'a current state with one column otherwise',
    finds: ['current-differs'],
    plant: () =>
      copy(
        'dossier',
        "'done' AS status",
        `subject IN (SELECT subject FROM dossier_version WHERE ${here} = ${KEPT})`,
      ),
  },
  {
    fault: 'a hole in the ledger',
    finds: ['gap', 'row-in-gap'],
    plant: () => sql(`ALTER TABLE ledger DELETE WHERE ${here} BETWEEN 40 AND 47`),
  },
]
