import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDoor, DATABASE, type EngineUnderTest } from './clickhouse.door.ts'
import { independenceConforms } from './clickhouse.independence.ts'
import { insertsConform } from './clickhouse.inserts.ts'
import { queriesConform } from './clickhouse.queries.ts'
import { refusalsConform } from './clickhouse.refusals.ts'

/** What this product asks of a ClickHouse: the local endpoint must not be told from the server by any of it. */
export function clickhouseConformance(start: () => Promise<EngineUnderTest>): void {
  const door = createDoor(start)
  beforeAll(door.open, 180_000)
  afterAll(door.close, 60_000)

  test('SELECT 1 works before there is any database of ours', async () => {
    const fresh = door.connect('default')
    expect(await (await fresh.query({ query: 'SELECT 1 AS one', format: 'JSONEachRow' })).json()).toEqual([
      { one: 1 },
    ])
    await fresh.command({ query: `CREATE DATABASE IF NOT EXISTS ${DATABASE} ENGINE = Atomic` })
    await fresh.close()
  })

  test('/ping answers, and the client takes it for a server of 26.7', async () => {
    expect(await (await fetch(`${door.engine.url}/ping`)).text()).toBe('Ok.\n')
    expect(await door.client.ping()).toEqual({ success: true })
    expect(await door.client.ping({ select: true })).toEqual({ success: true })
    const versions = await door.rows('SELECT version() AS version')
    expect(versions).toEqual([{ version: expect.stringMatching(/^26\.7\./) }])
  })

  queriesConform(door)
  insertsConform(door)
  refusalsConform(door)
  independenceConforms(door)
}
