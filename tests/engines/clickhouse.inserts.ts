import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { DATABASE, type Door, manyRows, ONE_BLOCK } from './clickhouse.door.ts'
import { nativeBlock } from './native-block.ts'

/** Writing: rows in every shape we send, counted truly, whole or not at all. */
export function insertsConform(door: Door): void {
  describe('inserts', () => {
    test.each([' (id, name, place)', ''])(
      'Native finds its columns by their names, in whatever order they come; the statement names%s',
      async (named) => {
        const table = await door.makeTable('by_name', 'id UInt64, name String, place String')
        const block = nativeBlock([
          { name: 'place', type: 'String', cells: ['Đà Lạt', 'Bảo Lộc'] },
          { name: 'id', type: 'UInt64', cells: [1, 2] },
          { name: 'name', type: 'String', cells: ['một', 'hai'] },
        ])
        const query = `INSERT INTO ${table}${named} FORMAT Native`
        const answer = await door.post({ query, database: DATABASE }, new Uint8Array(block))
        expect([answer.status, await answer.text()]).toEqual([200, ''])
        expect(await door.rows(`SELECT toUInt32(id) AS id, name, place FROM ${table} ORDER BY id`)).toEqual([
          { id: 1, name: 'một', place: 'Đà Lạt' },
          { id: 2, name: 'hai', place: 'Bảo Lộc' },
        ])
      },
    )

    test.each([
      {
        format: 'JSONEachRow',
        columns: undefined,
        values: [
          { id: 1, name: 'Di Linh' },
          { id: 2, name: 'Đam Rông' },
        ],
      },
      {
        format: 'JSONEachRow',
        columns: ['name', 'id'],
        values: [
          { id: 1, name: 'Di Linh' },
          { id: 2, name: 'Đam Rông' },
        ],
      },
      {
        format: 'JSONCompactEachRow',
        columns: undefined,
        values: [
          [1, 'Di Linh'],
          [2, 'Đam Rông'],
        ],
      },
      {
        format: 'JSONCompactEachRow',
        columns: ['name', 'id'],
        values: [
          ['Di Linh', 1],
          ['Đam Rông', 2],
        ],
      },
    ] as const)('$format, columns $columns', async ({ format, columns, values }) => {
      const table = await door.makeTable('inserted')
      for (const compress of [false, true]) {
        const writer = door.connect(DATABASE, { compression: { request: compress, response: compress } })
        await writer.command({ query: `TRUNCATE TABLE ${table}` })
        const names = columns && { columns: [...columns] as [string, ...string[]] }
        const done = await writer.insert({ table, format, values: [...values], ...names })
        expect(done.summary).toMatchObject({ written_rows: '2', read_rows: '2' })
        await writer.close()
        expect(await door.rows(`SELECT id, name FROM ${table} ORDER BY id`)).toEqual([
          { id: 1, name: 'Di Linh' },
          { id: 2, name: 'Đam Rông' },
        ])
      }
    })

    test.each([
      {
        kind: 'rows in the body',
        query: 'INSERT INTO given (id, name) FORMAT JSONEachRow',
        body: '{"id":1,"name":"x;y"}\n',
      },
      {
        kind: 'all in the body',
        query: undefined,
        body: 'INSERT INTO given FORMAT JSONCompactEachRow\n[1,"x;y"]',
      },
      {
        kind: 'on one line',
        query: undefined,
        body: 'insert into `given` (`id`,name) format JSONEachRow {"id":1,"name":"x;y"}',
      },
      {
        kind: 'with settings',
        query: 'INSERT INTO given SETTINGS input_format_skip_unknown_fields = 1 FORMAT JSONEachRow',
        body: '{"id":1,"name":"x;y","z":3}',
      },
      { kind: 'CSV', query: 'INSERT INTO given FORMAT CSV', body: '1,"x;y"\n' },
      { kind: 'VALUES', query: undefined, body: "INSERT INTO given VALUES (1, 'x;y')" },
      { kind: 'SELECT', query: undefined, body: "INSERT INTO given SELECT 1, 'x;y'" },
    ])('$kind', async ({ query, body }) => {
      await door.makeTable('given')
      const answer = await door.post({ database: DATABASE, ...(query && { query }) }, body)
      expect([answer.status, await answer.text()]).toEqual([200, ''])
      expect(await door.rows('SELECT * FROM given')).toEqual([{ id: 1, name: 'x;y' }])
    })

    test('a compressed body is taken', async () => {
      const table = await door.makeTable('compressed')
      const body = gzipSync('{"id":1,"name":"Lạc Dương"}\n')
      const query = `INSERT INTO ${table} FORMAT JSONEachRow`
      const answer = await door.post({ database: DATABASE, query }, new Uint8Array(body), {
        'Content-Encoding': 'gzip',
      })
      expect(JSON.parse(answer.headers.get('x-clickhouse-summary') ?? '{}')).toMatchObject({
        written_rows: '1',
      })
    })

    test('200 000 rows are one block and one part', async () => {
      const table = await door.makeTable('one_part')
      await door.client.command({ query: `SYSTEM STOP MERGES ${table}` })
      const done = await door.client.insert({ table, ...manyRows(200_000), clickhouse_settings: ONE_BLOCK })
      expect(done.summary).toMatchObject({ written_rows: '200000' })
      const parts = `SELECT rows FROM system.parts WHERE active AND database = '${DATABASE}' AND table = '${table}'`
      expect(await door.rows(parts)).toEqual([{ rows: 200000 }])
    })

    test('a bad row in the middle leaves nothing behind', async () => {
      const table = await door.makeTable('all_or_nothing')
      const body = `${'[1,"x"]\n'.repeat(5000)}[1,]\n${'[1,"x"]\n'.repeat(5000)}`
      const query = `INSERT INTO ${table} FORMAT JSONCompactEachRow`
      const answer = await door.post({ database: DATABASE, query, wait_end_of_query: '1' }, body)
      expect(answer.status).toBe(400)
      expect(await door.rows(`SELECT count() AS count FROM ${table}`)).toEqual([{ count: 0 }])
    })
  })
}
