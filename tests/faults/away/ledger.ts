import { dossier } from '@ioc/schemas'
import type { River } from './river.ts'

/** Per partition of the dossiers' topic the first offset the ledger lacks; its offsets are gap-free, so the last one tells. */
const nextInLedger = async ({ clickhouse }: River): Promise<Map<number, number>> => {
  const rows = await clickhouse.query<{ partition: number; next: number }>(
    'SELECT `partition`, max(`offset`) + 1 AS next FROM ledger WHERE topic = {topic:String} GROUP BY `partition`',
    { topic: dossier.id },
  )
  return new Map(rows.map(({ partition, next }) => [partition, next]))
}

/** Records of dossiers the ledger has. */
export const countInLedger = async (river: River): Promise<number> =>
  [...(await nextInLedger(river)).values()].reduce((sum, next) => sum + next, 0)

/** Does the ledger have everything the log held at an instant? The live simulation beside it never ends. */
export const ledgerHas = async (
  river: River,
  ends: readonly { partition: number; high: number }[],
): Promise<boolean> => {
  const next = await nextInLedger(river)
  return ends.every(({ partition, high }) => (next.get(partition) ?? 0) >= high)
}

/** How many different events of each batch are kept; event ids are `<prefix>-<number>`, a batch so many numbers. */
export const keptByBatch = async (
  { clickhouse }: River,
  prefix: string,
  eventsPerBatch: number,
): Promise<Map<number, number>> => {
  const rows = await clickhouse.query<{ batch: number; kept: number }>(
    `SELECT intDiv(toUInt32(substring(event_id, length({prefix:String}) + 2)), {size:UInt32}) AS batch,
            uniqExact(event_id) AS kept
     FROM ledger WHERE topic = {topic:String} AND verdict = 'keep' AND startsWith(event_id, {prefix:String})
     GROUP BY batch`,
    { prefix, size: eventsPerBatch, topic: dossier.id },
  )
  return new Map(rows.map(({ batch, kept }) => [batch, kept]))
}

/** What counts more than once, read as the product reads: positions of the ledger, positions of versions, dossiers by subject. */
export const countDoubled = async ({ clickhouse }: River): Promise<number> => {
  const doubled = async (table: string, key: string) => {
    const [row] = await clickhouse.query<{ doubled: number }>(
      `SELECT count() - uniqExact(${key}) AS doubled FROM ${table} FINAL`,
    )
    return row!.doubled
  }
  const position = '(topic, `partition`, `offset`)'
  return (
    (await doubled('ledger', position)) +
    (await doubled('dossier_version', position)) +
    (await doubled('dossier', 'dossier_code'))
  )
}
