import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { enginePorts } from '@ioc/config'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { takeFolder } from './folder.ts'
import { readOptions } from './options.ts'
import { checkPorts } from './ports.ts'
import { isAlive, isOurs } from './processes.ts'
import { Stop } from './stop-error.ts'

let dataDir: string
const said: string[] = []
const say = (line: string) => said.push(line)
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-launcher-'))
  said.length = 0
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('options: what is unknown is named', () => {
  expect(readOptions(['--once', '--json'])).toEqual({ once: true, json: true, help: false })
  expect(() => readOptions(['--onze'])).toThrow('--onze')
  expect(() => readOptions(['once'])).toThrow('once')
})

test('at the default base the engines have the ports of the settings, and move with it', () => {
  expect(enginePorts(8080)).toEqual({ kafka: 19_092, kafkaController: 19_093, clickhouse: 18_123 })
  expect(enginePorts(8180)).toEqual({ kafka: 19_192, kafkaController: 19_193, clickhouse: 18_223 })
})

/** Sits on a producer's and on ClickHouse's port of a base whose other ports are free, whatever else runs on this machine. */
const takeTwoPorts = async () => {
  for (let base = 9_000 + (process.pid % 50) * 100; base < 50_000; base += 100) {
    const free = await checkPorts('127.0.0.1', base, { kafka: true, clickhouse: true }).then(
      () => true,
      () => false,
    )
    if (free)
      return {
        base,
        strangers: await Promise.all([base + 21, enginePorts(base).clickhouse].map(listen)),
      }
  }
  throw new Error('no free port base')
}

test('every taken port is named at once with whose it would be; those of engines that were given are not asked for', async () => {
  const { base, strangers } = await takeTwoPorts()
  try {
    const refusal = await checkPorts('127.0.0.1', base, { kafka: true, clickhouse: true }).catch(
      (error) => error,
    )
    expect(refusal).toMatchObject({ exitCode: 78 })
    expect(refusal.message).toContain(
      `${base + 21} (dossier-producer), ${enginePorts(base).clickhouse} (ClickHouse)`,
    )
    const given = await checkPorts('127.0.0.1', base, { kafka: true, clickhouse: false }).catch(
      (error) => error,
    )
    expect(given.message).not.toContain('ClickHouse')
  } finally {
    await Promise.all(strangers.map((server) => new Promise((closed) => server.close(closed))))
  }
})

test('a new folder is taken, and handed back', async () => {
  const release = await takeFolder(dataDir, say)
  expect(JSON.parse(readFileSync(join(dataDir, 'layout.json'), 'utf8'))).toEqual({ layout: 1 })
  expect(readdirSync(join(dataDir, 'run'))).toEqual(['launcher.pid'])
  release()
  expect(readdirSync(join(dataDir, 'run'))).toEqual([])
})

test('a folder of another layout is refused and left as it is', async () => {
  writeFileSync(join(dataDir, 'layout.json'), '{"layout":7}')
  const refusal = await takeFolder(dataDir, say).catch((error) => error)
  expect(refusal).toBeInstanceOf(Stop)
  expect(refusal).toMatchObject({ exitCode: 78, message: expect.stringContaining('layout 7, this is 1') })
  expect(readdirSync(join(dataDir, 'run'))).toEqual([])
})

test('a process id that now belongs to a stranger is never ended, only forgotten', async () => {
  mkdirSync(join(dataDir, 'run'))
  // This very test process: alive, and none of the product's.
  expect([isAlive(process.pid), isOurs(process.pid)]).toEqual([true, false])
  for (const name of ['kafka', 'aggregator'])
    writeFileSync(join(dataDir, 'run', `${name}.pid`), `${process.pid}\n`)
  writeFileSync(join(dataDir, 'run', 'clickhouse.pid'), 'no number')
  const release = await takeFolder(dataDir, say)
  expect(said).toEqual([])
  expect(readdirSync(join(dataDir, 'run'))).toEqual(['launcher.pid'])
  release()
})

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
