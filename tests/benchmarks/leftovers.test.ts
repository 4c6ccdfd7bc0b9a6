import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { isRunning } from '../end-to-end/start.ts'

test.each([
  { how: 'Ctrl-C', signals: ['SIGINT'], code: 130 },
  { how: 'Ctrl-C that arrives twice', signals: ['SIGINT', 'SIGINT'], code: 130 },
  { how: 'SIGTERM', signals: ['SIGTERM'], code: 143 },
] as const)('a benchmark broken off by $how leaves no process and no folder', async ({ signals, code }) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'leftovers.fixture.ts')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const told = () => said.trim().split('\n')
  await until('it has started two processes', () => told().length === 3, 20_000)
  const pids = told()
    .filter((line) => /^\d+$/.test(line))
    .map(Number)
  const folder = told().find((line) => line.startsWith('/'))!
  expect(pids.filter(isRunning)).toHaveLength(2)
  expect(existsSync(folder)).toBe(true)

  const ended = once(child, 'exit')
  for (const signal of signals) child.kill(signal)
  expect(await ended).toEqual([code, null])
  expect(pids.filter(isRunning)).toEqual([])
  expect(existsSync(folder)).toBe(false)
})
