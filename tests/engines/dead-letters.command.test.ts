import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { listDeadLetters, positionText } from '@ioc/dead-letters'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dossier, event } from '../browser/events.ts'
import { until } from '../browser/until.ts'
import { openRiver, type River } from './dead-letters.river.ts'

const MAIN = join(import.meta.dirname, '../../packages/dead-letters/main.ts')

let river: River
beforeAll(async () => {
  river = await openRiver()
  await river.startAggregator()
})
afterAll(() => river?.close(), 60_000)

const all = async () => (await listDeadLetters(river.clickhouse, { source: 'command' }, 10)).deadLetters

test('the command does the same, JSON alone on stdout, and tells by its exit code', async () => {
  const data = dossier(161, { dueAt: '2024-02-30', HoTen: 'Nguyễn Văn Mô Phỏng' })
  await river.publish('dossier.v1', [event('dossier.v1', 'command', 'command-161', data)])
  await until('it is a dead letter', async () => (await all()).length === 1, 90_000)
  const [letter] = await all()
  const env = {
    IOC_DATA_DIR: river.dataDir,
    KAFKA_BROKERS: river.brokers,
    CLICKHOUSE_URL: river.clickhouseUrl,
  }
  const run = async (...words: string[]) => {
    const done = await promisify(execFile)(process.execPath, [MAIN, ...words], { env }).catch(
      (failed) => failed,
    )
    return {
      code: (done.code as number | undefined) ?? 0,
      stdout: done.stdout as string,
      stderr: done.stderr as string,
    }
  }
  const json = async (...words: string[]) => JSON.parse((await run(...words, '--json')).stdout)
  const at = positionText(letter!)

  expect((await json('list', '--source', 'command')).deadLetters).toMatchObject([
    { state: 'open', offset: letter!.offset },
  ])
  expect((await json('count', '--source', 'command')).records).toBe(1)
  // A name nobody ever heard of is no empty list.
  expect(await run('list', '--reason', 'no-such')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('there is no reason no-such'),
  })
  expect(await run('list', '--source', 'comand')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('did you mean command?'),
  })
  expect(await run('list', '--source', 'command', '--reason', 'not-json')).toMatchObject({ code: 0 })
  const shown = await run('show', at, '--why', 'to see', '--actor', 'Lan')
  expect(shown.stdout).toContain('"HoTen": "•••"')
  expect(shown.stdout).not.toContain('Nguyễn')
  expect(await run('show', at, '--unmasked')).toMatchObject({ code: 78, stdout: '' })
  expect((await run('show', at, '--unmasked', '--why', 'to call back')).stdout).toContain(
    'Nguyễn Văn Mô Phỏng',
  )
  const changes = ['--remove', 'data.HoTen', '--set', 'data.dueAt=null']
  expect(await json('mend', at, ...changes)).toMatchObject({ summary: { 'would-be-kept': 1 } })
  expect((await run('replay', at)).code).toBe(1)
  expect(await json('mend', at, ...changes, '--send')).toMatchObject({ summary: { kept: 1 } })
  expect(await run('replay', '--source', 'command', '--reason', 'wrong-instant')).toMatchObject({
    code: 0,
    stdout: 'no dead letters match\n',
  })
  expect((await run('nonsense')).code).toBe(78)
}, 300_000)
