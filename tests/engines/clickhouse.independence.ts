import { expect, test } from 'vitest'
import { DATABASE, type Door, manyRows, ONE_BLOCK } from './clickhouse.door.ts'

/** Many at once, and a crash in the middle: no request touches another, no block is there in part. */
export function independenceConforms(door: Door): void {
  test('settings and database of a request die with it', async () => {
    const sql = "SELECT getSetting('max_result_rows') AS limit, currentDatabase() AS database"
    const text = async (parameters: Record<string, string>) => (await door.post(parameters, sql)).text()
    const before = await text({})
    const inside = Array.from({ length: 20 }, () => text({ database: DATABASE, max_result_rows: '777' }))
    const outside = Array.from({ length: 20 }, () => text({}))
    expect(new Set(await Promise.all(inside))).toEqual(new Set([`777\t${DATABASE}\n`]))
    expect(new Set(await Promise.all(outside))).toEqual(new Set([before]))
  })

  test('requests at once get each their own answer', async () => {
    const answers = Array.from({ length: 60 }, (_, n) =>
      door.rows<{ n: number }>('SELECT {n:UInt16} AS n', { n }),
    )
    expect((await Promise.all(answers)).flat().map(({ n }) => n)).toEqual(
      Array.from({ length: 60 }, (_, n) => n),
    )
  })

  test('slow queries do not hold up a fast one', async () => {
    const slow = Array.from({ length: 8 }, () => door.post({}, 'SELECT sleep(3) FORMAT Null'))
    const first = await Promise.race([
      Promise.race(slow).then(() => 'slow'),
      door.rows('SELECT 1').then(() => 'fast'),
    ])
    expect(first).toBe('fast')
    for (const answer of await Promise.all(slow)) expect(answer.status).toBe(200)
  })

  test('killed during inserts, no block is lost that was acknowledged and none is there in part', async () => {
    const table = await door.makeTable('killed', 'id UInt64, block UInt32, name String')
    const acknowledged = new Set<number>()
    let next = 0
    const write = async () => {
      for (;;) {
        const block = next++
        await door.client.insert({ table, ...manyRows(20_000, block), clickhouse_settings: ONE_BLOCK })
        acknowledged.add(block)
      }
    }
    const writers = Promise.allSettled([write(), write()])
    await expect.poll(() => acknowledged.size, { timeout: 30_000 }).toBeGreaterThan(4)
    await door.engine.crash()
    await writers
    await door.recover()
    const found = await door.rows<{ block: number; count: number }>(
      `SELECT block, count() AS count FROM ${table} GROUP BY block ORDER BY block`,
    )
    expect(found.filter(({ count }) => count !== 20_000)).toEqual([])
    const kept = new Set(found.map(({ block }) => block))
    expect([...acknowledged].filter((block) => !kept.has(block))).toEqual([])
  }, 120_000)
}
