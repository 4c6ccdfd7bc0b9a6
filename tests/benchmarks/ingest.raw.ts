import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Stage } from './stage.ts'

/** Both tables an event goes to; the current state is filled from the second by its view, as ever. */
const TABLES = ['ledger', 'dossier_version']

/** The engine's own limit: the rows our aggregator wrote, in the order of the log, from files of the engine's own format. */
export const openRawInsert = ({ clickhouse }: Pick<Stage, 'clickhouse'>, folder: string) => {
  const fileOf = (table: string) => join(folder, `${table}.native`)
  return {
    /** Writes what the tables hold now to the files. */
    keep: async () => {
      rmSync(folder, { recursive: true, force: true })
      mkdirSync(folder)
      for (const table of TABLES)
        await clickhouse.command(
          `INSERT INTO FUNCTION file('${fileOf(table)}', 'Native') SELECT * FROM ${table} FINAL ORDER BY topic, \`partition\`, \`offset\``,
        )
    },
    /** Inserts all of them, both tables at once; gives the seconds it took. */
    insert: async (): Promise<number> => {
      const began = performance.now()
      await Promise.all(
        TABLES.map((table) =>
          clickhouse.command(`INSERT INTO ${table} SELECT * FROM file('${fileOf(table)}', 'Native')`, {
            async_insert: 0,
            insert_deduplicate: 0,
            deduplicate_blocks_in_dependent_materialized_views: 0,
          }),
        ),
      )
      return (performance.now() - began) / 1000
    },
  }
}
