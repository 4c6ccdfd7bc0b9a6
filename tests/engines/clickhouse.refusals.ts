import { describe, expect, test } from 'vitest'
import type { Door } from './clickhouse.door.ts'

/** Refusing: the status, the code and the words of the server. */
export function refusalsConform(door: Door): void {
  describe('refusals', () => {
    test.each([
      { sql: 'SELECT * FROM nowhere', status: 404, code: 60, kind: 'UNKNOWN_TABLE' },
      { sql: 'SELECT nothing', status: 404, code: 47, kind: 'UNKNOWN_IDENTIFIER' },
      { sql: 'SELEC 1', status: 400, code: 62, kind: 'SYNTAX_ERROR' },
      { sql: 'SELECT 1; SELECT 2', status: 400, code: 62, kind: 'SYNTAX_ERROR' },
      { sql: 'SELECT 1 FORMAT Nonsense', status: 404, code: 73, kind: 'UNKNOWN_FORMAT' },
      {
        sql: "SELECT throwIf(1, 'stop')",
        status: 500,
        code: 395,
        kind: 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO',
      },
      {
        sql: 'INSERT INTO nowhere FORMAT JSONEachRow {"id":1}',
        status: 404,
        code: 60,
        kind: 'UNKNOWN_TABLE',
      },
    ])('$sql is $status, code $code', async ({ sql, status, code, kind }) => {
      const answer = await door.post({ wait_end_of_query: '1' }, sql)
      expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([
        status,
        String(code),
      ])
      expect(await answer.text()).toMatch(
        new RegExp(`^Code: ${code}\\. DB::Exception: [\\s\\S]*\\(${kind}\\)`),
      )
      await expect(door.client.command({ query: sql })).rejects.toMatchObject({
        code: String(code),
        type: kind,
      })
    })

    test.each([
      { parameter: ['database', 'nowhere'], status: 404, code: '81' },
      { parameter: ['nonsense', '1'], status: 404, code: '115' },
    ])('$parameter is $status, code $code', async ({ parameter, status, code }) => {
      const answer = await door.post(Object.fromEntries([parameter]), 'SELECT 1')
      expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([status, code])
    })

    test('GET changes nothing', async () => {
      const answer = await door.get({ query: 'CREATE DATABASE by_get' })
      expect([answer.ok, answer.headers.get('x-clickhouse-exception-code')]).toEqual([false, '164'])
    })

    test('a wrong password or an unknown user is refused by every way of giving it', async () => {
      const basic = (user: string, password: string) => ({
        Authorization: `Basic ${btoa(`${user}:${password}`)}`,
      })
      const status = async (headers: Record<string, string>, parameters = {}) => {
        const answer = await fetch(
          `${door.engine.url}/?${new URLSearchParams({ query: 'SELECT 1', ...parameters })}`,
          { headers },
        )
        return [answer.status, answer.headers.get('x-clickhouse-exception-code')]
      }
      const { user, password } = door.engine
      expect(await status(basic(user, password))).toEqual([200, null])
      expect(await status(door.account())).toEqual([200, null])
      expect(await status({}, { user, password })).toEqual([200, null])
      expect(await status(basic(user, 'wrong'))).toEqual([403, '516'])
      expect(await status({ ...door.account(), 'X-ClickHouse-Key': 'wrong' })).toEqual([403, '516'])
      expect(await status({}, { user: 'nobody', password })).toEqual([403, '516'])
      const stranger = door.connect('default', { password: 'wrong' })
      await expect(stranger.command({ query: 'SELECT 1' })).rejects.toMatchObject({ code: '516' })
      await stranger.close()
    })
  })
}
