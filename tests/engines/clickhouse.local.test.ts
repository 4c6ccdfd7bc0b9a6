import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type LaunchedClickHouse, launchClickHouse } from '@ioc/infra-clickhouse'
import { afterEach, describe, expect, test } from 'vitest'
import { freePort } from '../ports.ts'
import { clickhouseConformance } from './clickhouse.conformance.ts'
import { startLocalClickHouse, temporaryFolder } from './clickhouse.local.ts'

describe('the local ClickHouse', () => {
  clickhouseConformance(startLocalClickHouse)

  describe('as a process', () => {
    const undo: (() => Promise<void>)[] = []
    afterEach(async () => {
      for (const step of undo.splice(0).reverse()) await step()
    })
    const folder = () => {
      const made = temporaryFolder()
      undo.push(async () => made.remove())
      return made.path
    }
    const launch = async (dataDir: string): Promise<LaunchedClickHouse> => {
      const launched = await launchClickHouse({ dataDir, port: await freePort() })
      undo.push(() => launched.kill())
      return launched
    }
    const ask = async (engine: { url: string }, sql: string, init: RequestInit = {}) => {
      const answer = await fetch(engine.url, { method: 'POST', body: sql, ...init })
      return answer.text()
    }

    test('a database outlives a stop, and a wipe leaves nothing', async () => {
      const dataDir = folder()
      const first = await launch(dataDir)
      expect(readFileSync(join(dataDir, 'run', 'clickhouse.pid'), 'utf8')).toBe(`${first.pid}\n`)
      expect(await ask(first, 'CREATE DATABASE kept ENGINE = Atomic')).toBe('')
      await first.stop()
      expect(existsSync(join(dataDir, 'run', 'clickhouse.pid'))).toBe(false)
      const second = await launch(dataDir)
      expect(await ask(second, 'EXISTS DATABASE kept')).toBe('1\n')
      await second.wipe()
      expect(existsSync(join(dataDir, 'clickhouse'))).toBe(false)
    })

    test('a running statement is finished before it stops', async () => {
      const engine = await launch(folder())
      const slow = ask(
        engine,
        'SELECT max(sleepEachRow(1)) FROM numbers(6) SETTINGS max_block_size = 1, max_threads = 1',
      )
      await expect
        .poll(() => ask(engine, "SELECT countIf(query LIKE '%sleepEachRow(1%') > 1 FROM system.processes"), {
          timeout: 20_000,
        })
        .toBe('1\n')
      await engine.stop()
      expect(await slow).toBe('0\n')
    })

    test('paused it says nothing, resumed it answers', async () => {
      const engine = await launch(folder())
      engine.pause()
      await expect(ask(engine, 'SELECT 1', { signal: AbortSignal.timeout(300) })).rejects.toThrow()
      engine.resume()
      expect(await ask(engine, 'SELECT 1')).toBe('1\n')
    })

    test('a folder that another process has open is refused', async () => {
      const dataDir = folder()
      const { pid } = await launch(dataDir)
      expect(await refusal(dataDir, await freePort())).toEqual([
        78,
        expect.stringContaining(`process ${pid} has it open`),
      ])
      await expect(launch(dataDir)).rejects.toThrow(`process ${pid} has it open`)
      // Whoever takes the folder next must still find the one that runs.
      expect(readFileSync(join(dataDir, 'run', 'clickhouse.pid'), 'utf8')).toBe(`${pid}\n`)
    })

    test('a start whose process id cannot be kept leaves no process behind', async () => {
      const dataDir = folder()
      const pidFile = join(dataDir, 'run', 'clickhouse.pid')
      mkdirSync(pidFile, { recursive: true }) // in place of a disk that is full: no file can be made there
      await expect(launch(dataDir)).rejects.toThrow('EISDIR')
      rmdirSync(pidFile)
      const { pid } = await launch(dataDir)
      expect(readFileSync(pidFile, 'utf8')).toBe(`${pid}\n`)
    })

    test('a folder of another version is refused', async () => {
      const dataDir = folder()
      mkdirSync(join(dataDir, 'clickhouse'))
      writeFileSync(join(dataDir, 'clickhouse', 'engine-version'), '25.8\n')
      expect(await refusal(dataDir, await freePort())).toEqual([
        78,
        expect.stringContaining('belongs to ClickHouse 25.8'),
      ])
    })

    test.each(['a*', 'what?', '{a,b}'])(
      'a folder whose path the engine would take for a pattern is refused: %s',
      async (name) => {
        expect(await refusal(join(folder(), name), await freePort())).toEqual([
          78,
          expect.stringContaining('choose another IOC_DATA_DIR'),
        ])
      },
    )

    test('a port that is taken is refused', async () => {
      const { url } = await launch(folder())
      expect(await refusal(folder(), Number(new URL(url).port))).toEqual([
        78,
        expect.stringContaining('EADDRINUSE'),
      ])
    })

    test('what it cannot do it says: sessions, native compression, bodies over the limit', async () => {
      const { url } = await launch(folder())
      expect(await ask({ url: `${url}/?session_id=1` }, 'SELECT 1')).toContain('(NOT_IMPLEMENTED)')
      expect(await ask({ url: `${url}/?decompress=1` }, 'SELECT 1')).toContain('(NOT_IMPLEMENTED)')
      const mebibyte = new Uint8Array(1024 * 1024).fill(32)
      const body = Readable.toWeb(Readable.from(Array.from({ length: 257 }, () => mebibyte)))
      const tooLarge = await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit)
      expect([tooLarge.status, await tooLarge.text()]).toEqual([
        413,
        expect.stringContaining('(TOO_MANY_BYTES)'),
      ])
      expect(await ask({ url }, 'SELECT 1')).toBe('1\n')
    })

    test('small statements beside a slow one leave nothing behind', async () => {
      const engine = await launch(folder())
      const rssMiB = () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(engine.pid)])) / 1024
      const four = () => Promise.all(Array.from({ length: 4 }, () => ask(engine, 'SELECT 1')))
      // What the first statements take once is not theirs alone.
      for (let n = 0; n < 50; n++) await four()
      let slowEnded = false
      const slow = ask(
        engine,
        'SELECT sleepEachRow(1) FROM numbers(12) FORMAT Null SETTINGS max_block_size = 1, max_threads = 1',
      ).then(() => {
        slowEnded = true
      })
      const before = rssMiB()
      let statements = 0
      while (!slowEnded) {
        await four()
        statements += 4
      }
      await slow
      expect(statements).toBeGreaterThan(100)
      // A session that waits for the slow one before it goes holds half a MiB.
      expect((rssMiB() - before) / statements).toBeLessThan(0.2)
    })

    test('its memory has a limit, which a statement meets before the machine does', async () => {
      const engine = await launch(folder())
      const greedy = 'SELECT length(groupArray(number)) FROM numbers(1000000000)'
      expect(await ask(engine, greedy)).toContain('(MEMORY_LIMIT_EXCEEDED)')
      expect(await ask(engine, 'SELECT 1')).toBe('1\n')
    }, 60_000)
  })
})

/** Starts it without the launcher, for what it says and ends with when it may not run. */
async function refusal(dataDir: string, port: number): Promise<[code: number, lastLine: string | undefined]> {
  const main = fileURLToPath(import.meta.resolve('@ioc/infra-clickhouse/main.ts'))
  const env = { IOC_DATA_DIR: dataDir, CLICKHOUSE_URL: `http://127.0.0.1:${port}` }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const said = text(child.stderr)
  const [code] = await once(child, 'exit')
  return [code, (await said).trim().split('\n').at(-1)]
}
