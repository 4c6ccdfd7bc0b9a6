import { describe, expect, test } from 'vitest'
import type { Door } from './clickhouse.door.ts'

/** Reading: every format, parameters, large and compressed answers. */
export function queriesConform(door: Door): void {
  describe('queries', () => {
    const SQL = "SELECT 7 AS id, 'Đà Lạt' AS name"
    test.each([
      { format: 'JSONEachRow', contentType: 'application/x-ndjson', text: '{"id":7,"name":"Đà Lạt"}\n' },
      { format: 'JSONCompactEachRow', contentType: 'application/x-ndjson', text: '[7, "Đà Lạt"]\n' },
      {
        format: 'JSONStringsEachRow',
        contentType: 'application/x-ndjson',
        text: '{"id":"7","name":"Đà Lạt"}\n',
      },
      { format: 'TabSeparated', contentType: 'text/tab-separated-values', text: '7\tĐà Lạt\n' },
      { format: 'CSVWithNames', contentType: 'text/csv', text: '"id","name"\n7,"Đà Lạt"\n' },
    ])('$format', async ({ format, contentType, text }) => {
      for (const answer of [
        await door.get({ query: `${SQL} FORMAT ${format}` }),
        await door.post({}, `${SQL} FORMAT ${format}`),
        await door.post({ default_format: format }, SQL),
        await door.post({ query: SQL, default_format: format }),
      ]) {
        expect(answer.headers.get('x-clickhouse-format')).toBe(format)
        expect(answer.headers.get('content-type')).toContain(contentType)
        expect(await answer.text()).toBe(text)
      }
    })

    test.each([
      { format: 'JSON', data: [{ id: 7, name: 'Đà Lạt' }] },
      { format: 'JSONStrings', data: [{ id: '7', name: 'Đà Lạt' }] },
      { format: 'JSONCompact', data: [[7, 'Đà Lạt']] },
      { format: 'JSONCompactStrings', data: [['7', 'Đà Lạt']] },
    ] as const)('$format carries names, types and counts', async ({ format, data }) => {
      const answer = await (await door.client.query({ query: SQL, format })).json<unknown>()
      const meta = [
        { name: 'id', type: 'UInt8' },
        { name: 'name', type: 'String' },
      ]
      expect(answer).toMatchObject({ meta, data, rows: 1, statistics: { rows_read: 1 } })
    })

    test('the id of a query comes back', async () => {
      const answer = await door.client.query({ query: 'SELECT 1', query_id: 'lam-dong-1', format: 'JSON' })
      expect(answer.query_id).toBe('lam-dong-1')
      expect(answer.response_headers['x-clickhouse-query-id']).toBe('lam-dong-1')
      expect((await door.post({}, 'SELECT 1')).headers.get('x-clickhouse-query-id')).toMatch(
        /^[0-9a-f-]{36}$/,
      )
    })

    test('parameters are values, never SQL', async () => {
      const parameters = {
        text: "Bảo Lộc' OR \\1=1 --\t\n",
        list: ['a', "b'"],
        nothing: null,
        big: '18446744073709551615',
        at: new Date('2024-06-30T17:00:00.123Z'),
        table: 'one',
      }
      const sql = `SELECT {text:String} AS text, {list:Array(String)} AS list, {nothing:Nullable(Int8)} AS nothing,
        toString({big:UInt64}) AS big, toUnixTimestamp64Milli({at:DateTime64(3)}) AS at FROM system.{table:Identifier}`
      const { text, list, nothing, big, at } = parameters
      expect(await door.rows(sql, parameters)).toEqual([{ text, list, nothing, big, at: at.getTime() }])
    })

    test('parameters too long for an address travel in a form', async () => {
      const list = Array.from({ length: 20_000 }, (_, index) => `ward-${index}`)
      const answer = await door.client.query({
        query: 'SELECT length({list:Array(String)}) AS length',
        query_params: { list },
        use_multipart_params: true,
        format: 'JSONEachRow',
      })
      expect(await answer.json()).toEqual([{ length: 20000 }])
    })

    test.each([
      { quoted: '1', text: '{"whole":"9007199254740991","most":"18446744073709551615"}\n' },
      { quoted: '0', text: '{"whole":9007199254740991,"most":18446744073709551615}\n' },
    ])('64-bit integers, quoted: $quoted', async ({ quoted, text }) => {
      const sql =
        'SELECT toInt64(9007199254740991) AS whole, toUInt64(18446744073709551615) AS most FORMAT JSONEachRow'
      const answer = await door.post({ output_format_json_quote_64bit_integers: quoted }, sql)
      expect(await answer.text()).toBe(text)
    })

    test('Vietnamese text survives every chunk border of a large answer', async () => {
      const name = 'Phường Xuân Hương – Đà Lạt, Lâm Đồng ế ộ ữ 🌸'
      const answer = await door.client.query({
        query: 'SELECT number AS id, repeat({name:String}, 20) AS name FROM numbers(5000)',
        query_params: { name },
        format: 'JSONEachRow',
      })
      const expected = name.repeat(20)
      const damaged: unknown[] = []
      let seen = 0
      for await (const batch of answer.stream<{ id: number; name: string }>()) {
        for (const row of batch) {
          if (row.json().name !== expected) damaged.push(row.text)
          seen += 1
        }
      }
      expect({ seen, damaged }).toEqual({ seen: 5000, damaged: [] })
    })

    test.each(['gzip', 'deflate', 'zstd'])(
      'an answer is compressed with %s when asked for',
      async (encoding) => {
        const sql = 'SELECT repeat({name:String}, 1000)'
        const parameters = { param_name: 'Đơn Dương', enable_http_compression: '1' }
        const answer = await door.post(parameters, sql, { 'Accept-Encoding': encoding })
        expect(answer.headers.get('content-encoding')).toBe(encoding)
        if (encoding !== 'zstd') expect(await answer.text()).toBe(`${'Đơn Dương'.repeat(1000)}\n`)
        const plain = await door.post({ param_name: 'Đơn Dương' }, sql, { 'Accept-Encoding': encoding })
        expect(plain.headers.get('content-encoding')).toBeNull()
      },
    )
  })
}
