import type { ClickHouse } from '@ioc/clickhouse'
import { columnsOf } from '@ioc/reader'
import { type Contract, topicsOf } from '@ioc/schemas'
import { contentOf, currentTableOf, VERSION, wrongSubjects } from './current.ts'
import { AT_OR_BELOW_END, endParams, type LedgerEnd } from './ends.ts'
import { deleteRows, literal } from './sql.ts'

const SUBJECTS_AT_ONCE = 500
/** Found in one look; the next look finds the rest. */
const SUBJECTS_A_LOOK = 20_000

/**
 * Makes the current state of every wrong subject its newest version again: rows that are no version of the subject go, one by one
 * by their position, and the newest version is inserted. A row an aggregator adds meanwhile has a position above the ledger's end
 * and stays; the newest of both wins, as always.
 * @returns how many subjects were mended
 */
export const mendCurrent = async (
  clickhouse: ClickHouse,
  contract: Contract,
  ends: readonly LedgerEnd[],
  say: (line: string) => void,
): Promise<number> => {
  let mended = 0
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    const wrong = await wrongSubjects(clickhouse, contract, ends, SUBJECTS_A_LOOK)
    // Nothing left, or nothing helps: the audit that follows says what stays.
    if (wrong.length === 0 || wrong.length >= before) return mended
    for (let at = 0; at < wrong.length; at += SUBJECTS_AT_ONCE) {
      const subjects = wrong.slice(at, at + SUBJECTS_AT_ONCE)
      await removeStrangers(clickhouse, contract, ends, subjects)
      await insertNewest(clickhouse, contract, subjects)
      mended += subjects.length
      say(`${currentTableOf(contract)}: ${mended} subjects`)
    }
    before = wrong.length < SUBJECTS_A_LOOK ? wrong.length : Number.POSITIVE_INFINITY
  }
}

const removeStrangers = async (
  clickhouse: ClickHouse,
  contract: Contract,
  ends: readonly LedgerEnd[],
  subjects: readonly string[],
): Promise<void> => {
  const current = currentTableOf(contract)
  const strangers = await clickhouse.query<{
    subject: string
    version: string
    topic: string
    partition: number
    offset: number
  }>(
    `SELECT DISTINCT subject, toString(version) AS version, topic, \`partition\`, \`offset\` FROM (
  SELECT subject, version, topic, \`partition\`, \`offset\`, ${contentOf(contract)} AS content FROM ${current}
  WHERE subject IN {subjects:Array(String)} AND ${AT_OR_BELOW_END}
) WHERE (subject, version, content) NOT IN (
  SELECT subject, ${VERSION}, ${contentOf(contract)} FROM ${contract.table} WHERE subject IN {subjects:Array(String)}
)`,
    { ...endParams(ends, topicsOf(contract)), subjects },
  )
  const keys = strangers.map(
    (row) =>
      `(${literal(row.subject)}, ${literal(row.version)}, ${literal(row.topic)}, ${row.partition}, ${row.offset})`,
  )
  await deleteRows(clickhouse, current, '(subject, toString(version), topic, `partition`, `offset`)', keys)
}

const insertNewest = (clickhouse: ClickHouse, contract: Contract, subjects: readonly string[]) => {
  const columns = columnsOf(contract)
    .map((column) => `\`${column}\``)
    .join(', ')
  return clickhouse.command(
    `INSERT INTO ${currentTableOf(contract)} (${columns}, version)
SELECT ${columns}, ${VERSION} FROM ${contract.table} WHERE subject IN (${subjects.map(literal).join(', ')})
ORDER BY subject DESC, recorded_at DESC, sequence DESC, content_hash DESC, topic DESC, \`partition\` DESC, \`offset\` DESC
LIMIT 1 BY subject`,
    { async_insert: 0, insert_deduplicate: 0 },
  )
}
