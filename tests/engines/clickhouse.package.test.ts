import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { type ClickHouse, ClickHouseError, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../ports.ts'
import type { EngineUnderTest } from './clickhouse.door.ts'
import { startLocalClickHouse, temporaryFolder } from './clickhouse.local.ts'

let engine: EngineUnderTest
let clickhouse: ClickHouse
const opened: ClickHouse[] = []
const folder = temporaryFolder()

const open = (
  database: string,
  more: { url?: string; password?: string; requestTimeoutMs?: number } = {},
) => {
  const config = { url: engine.url, user: engine.user, password: engine.password, database, ...more }
  opened.push(openClickHouse(config))
  return opened.at(-1)!
}

beforeAll(async () => {
  engine = await startLocalClickHouse()
  clickhouse = open('ioc')
  await clickhouse.createDatabase()
})
afterAll(async () => {
  for (const each of opened) await each.close()
  await engine?.stop()
  folder.remove()
})

describe('rows', () => {
  const columns = ['id', 'name']
  const makeTable = (name: string) =>
    clickhouse.command(
      `CREATE OR REPLACE TABLE ${name} (id UInt64, name String) ENGINE = MergeTree ORDER BY id`,
    )
  const count = async (table: string) => (await clickhouse.query(`SELECT count() AS count FROM ${table}`))[0]

  test('are one part, and come back as they were', async () => {
    await makeTable('block')
    await clickhouse.command('SYSTEM STOP MERGES block')
    const rows = Array.from({ length: 150_000 }, (_, id) => ({ id, name: `Phường 3 – Bảo Lộc ${id}` }))
    const lines = rows.map(({ id, name }) => JSON.stringify([id, name])).join('\n')
    await clickhouse.insertRows('block', columns, lines, rows.length)
    const parts = "SELECT rows FROM system.parts WHERE active AND database = 'ioc' AND table = 'block'"
    expect(await clickhouse.query(parts)).toEqual([{ rows: rows.length }])
    expect(
      await clickhouse.query('SELECT id, name FROM block WHERE id >= {from:UInt64} ORDER BY id', {
        from: 149_998,
      }),
    ).toEqual(rows.slice(-2))
  })

  test('repeated are there again: nothing is dropped as a duplicate', async () => {
    await makeTable('repeated')
    for (let time = 0; time < 3; time++) {
      await clickhouse.insertRows('ioc.repeated', columns, Buffer.from('[1,"x"]\n'), 1)
    }
    expect(await count('repeated')).toEqual({ count: 3 })
  })

  test('none are nothing to do', async () => {
    await clickhouse.insertRows('not_there', columns, '', 0)
  })

  test('fewer than said are not acknowledged', async () => {
    await makeTable('fewer')
    const insert = clickhouse.insertRows('fewer', columns, '[1,"x"]\n', 2)
    await expect(insert).rejects.toMatchObject({ kind: 'unknown', code: null })
  })

  test('that ClickHouse cannot read are refused as a whole', async () => {
    await makeTable('bad')
    const insert = clickhouse.insertRows('bad', columns, '[1,"x"]\n["nonsense"]\n', 2)
    await expect(insert).rejects.toMatchObject({ name: 'ClickHouseError', kind: 'refused' })
    expect(await count('bad')).toEqual({ count: 0 })
  })
})

describe('a failure says whether something may have been done', () => {
  test.each([
    { what: 'an unknown table', sql: 'SELECT * FROM nowhere', kind: 'refused', code: 60 },
    {
      what: 'a statement cut off by its time limit',
      sql: 'SELECT sleepEachRow(1) FROM numbers(3) SETTINGS max_execution_time = 1, max_block_size = 1',
      kind: 'unknown',
      code: 159,
    },
  ])('$what is $kind', async ({ sql, kind, code }) => {
    await expect(clickhouse.query(sql)).rejects.toMatchObject({ kind, code })
  })

  test('a wrong password is refused', async () => {
    await expect(open('ioc', { password: 'wrong' }).query('SELECT 1')).rejects.toMatchObject({
      kind: 'refused',
      code: 516,
    })
  })

  test('nobody listening is unreachable', async () => {
    const nobody = open('ioc', { url: `http://127.0.0.1:${await freePort()}` })
    await expect(nobody.query('SELECT 1')).rejects.toMatchObject({ kind: 'unreachable', code: null })
    expect(await nobody.ping()).toBe(false)
    expect(await clickhouse.ping()).toBe(true)
  })

  test.each([
    { what: 'silence', answer: () => {} },
    { what: 'a cut connection', answer: (socket: { destroy(): void }) => socket.destroy() },
  ])('$what is unknown', async ({ answer }) => {
    const port = await freePort()
    const mute = createServer((request) => answer(request.socket)).listen(port, '127.0.0.1')
    try {
      const insert = open('ioc', { url: `http://127.0.0.1:${port}`, requestTimeoutMs: 300 }).insertRows(
        't',
        ['a'],
        '[1]',
        1,
      )
      await expect(insert).rejects.toMatchObject({ kind: 'unknown', code: null })
      await expect(insert).rejects.toBeInstanceOf(ClickHouseError)
    } finally {
      mute.closeAllConnections()
      mute.close()
    }
  })
})

describe('tables', () => {
  const ONE = '-- the first\nCREATE TABLE IF NOT EXISTS one (a UInt8) ENGINE = MergeTree ORDER BY a;\n'
  const TWO =
    'CREATE TABLE IF NOT EXISTS two (a UInt8) ENGINE = MergeTree ORDER BY a;\nCREATE TABLE IF NOT EXISTS three (a UInt8) ENGINE = MergeTree ORDER BY a;\n'
  const write = (name: string, files: Record<string, string>) => {
    const directory = join(folder.path, name)
    mkdirSync(directory)
    for (const [file, sql] of Object.entries(files)) writeFileSync(join(directory, file), sql)
    return directory
  }

  test('are made once, in order, in a database that was not there', async () => {
    const database = open('provisioned')
    const directory = write('once', { '001_one.sql': ONE })
    expect(await provisionTables(database, directory)).toEqual({ version: 1, taken: ['one'] })
    writeFileSync(join(directory, '002_two.sql'), TWO)
    expect(await provisionTables(database, directory)).toEqual({ version: 2, taken: ['two'] })
    expect(await provisionTables(database, directory)).toEqual({ version: 2, taken: [] })
    expect(await database.query('SELECT version, name FROM schema_version FINAL ORDER BY version')).toEqual([
      { version: 1, name: 'one' },
      { version: 2, name: 'two' },
    ])
  })

  test('half made are finished the next time', async () => {
    const database = open('half')
    const broken = write('broken', { '001_one.sql': ONE, '002_two.sql': `${ONE}CREATE TABLE nonsense;\n` })
    await expect(provisionTables(database, broken)).rejects.toMatchObject({ kind: 'refused' })
    const mended = write('mended', { '001_one.sql': ONE, '002_two.sql': TWO })
    expect(await provisionTables(database, mended)).toEqual({ version: 2, taken: ['two'] })
  })

  test('take a new column of a contract, and the view between versions and current state carries it', async () => {
    const database = open('extended')
    const all = join(import.meta.dirname, '../../schemas/tables')
    const files = readdirSync(all)
      .filter((file) => file < '009')
      .map((file) => [file, readFileSync(join(all, file), 'utf8')])
    await provisionTables(database, write('before closed_at', Object.fromEntries(files)))
    const insert = (columns: string[], row: (string | number)[]) =>
      database.insertRows('dossier_version', ['subject', 'recorded_at', ...columns], JSON.stringify(row), 1)
    await insert([], ['old', '2024-06-03 08:00:00.000'])
    await provisionTables(database, all)
    await insert(['closed_at'], ['new', '2024-06-04 08:00:00.000', '2024-06-03 17:00:00.000'])
    for (const table of ['dossier_version', 'dossier'])
      expect(await database.query(`SELECT subject, closed_at FROM ${table} ORDER BY subject DESC`)).toEqual([
        { subject: 'old', closed_at: null },
        { subject: 'new', closed_at: '2024-06-03 17:00:00.000' },
      ])
  })

  test('provisioned by two at once are the same', async () => {
    const database = open('twice')
    const directory = write('twice', { '001_one.sql': ONE, '002_two.sql': TWO })
    await Promise.all([provisionTables(database, directory), provisionTables(database, directory)])
    expect(await database.query('SELECT count() AS count FROM schema_version FINAL')).toEqual([{ count: 2 }])
  })

  test('are left alone when a file changed, or the database is newer', async () => {
    const database = open('refused')
    await provisionTables(database, write('before', { '001_one.sql': ONE, '002_two.sql': TWO }))
    const changed = write('changed', { '001_one.sql': ONE, '002_two.sql': ONE })
    await expect(provisionTables(database, changed)).rejects.toThrow(
      'step 2 (two) changed after it was applied',
    )
    const older = write('older', { '001_one.sql': ONE })
    await expect(provisionTables(database, older)).rejects.toThrow('the database is newer than this code')
  })
})
