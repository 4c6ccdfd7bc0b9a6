import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const fixture = fileURLToPath(new URL('./run.fixture.ts', import.meta.url))
const children: ReturnType<typeof spawn>[] = []
let dataDir = ''
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-run-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})
const pidFile = () => join(dataDir, 'run', 'example.pid')

const start = (scenario: string) => {
  const child = spawn(process.execPath, [fixture, scenario, dataDir], { stdio: ['ignore', 'pipe', 'ignore'] })
  children.push(child)
  const said: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(...text.trim().split('\n')))
  const ended = once(child, 'close').then(([code]) => ({ code, said }))
  const saying = (line: string) =>
    vi.waitFor(() => expect(said).toContain(line), { timeout: 30_000, interval: 20 })
  return { child, ended, saying }
}
const inOrder = ['left starts', 'right starts', 'right stops', 'left stops']

test.each([
  { scenario: 'sound', signal: 'SIGTERM', code: 0 },
  { scenario: 'sound', signal: 'SIGINT', code: 0 },
  { scenario: 'start hangs', signal: 'SIGTERM', code: 0 },
  { scenario: 'stop fails', signal: 'SIGTERM', code: 1 },
] as const)(
  '$scenario, $signal: left to right, then right to left, exit $code',
  async ({ scenario, signal, code }) => {
    const { child, ended, saying } = start(scenario)
    await saying('right starts')
    expect(readFileSync(pidFile(), 'utf8')).toBe(String(child.pid))
    child.kill(signal)
    expect(await ended).toEqual({ code, said: inOrder })
    expect(existsSync(pidFile())).toBe(false)
  },
  60_000,
)

test.each(['start fails', 'part fails'])(
  '%s: what has started is stopped, exit 1',
  async (scenario) => {
    const { code, said } = await start(scenario).ended
    expect(code).toBe(1)
    expect(said.at(-1)).toBe('left stops')
  },
  60_000,
)

test('a stop that hangs ends within 10 s all the same, with 1', async () => {
  const { child, ended, saying } = start('stop hangs')
  await saying('right starts')
  const beganAtMs = performance.now()
  child.kill('SIGTERM')
  expect((await ended).code).toBe(1)
  expect(performance.now() - beganAtMs).toBeLessThan(10_000)
}, 60_000)

test('a second start that fails gives the pid file back to the one that runs', async () => {
  mkdirSync(join(dataDir, 'run'))
  writeFileSync(pidFile(), String(process.pid)) // this process runs
  expect((await start('start fails').ended).code).toBe(1)
  expect(readFileSync(pidFile(), 'utf8')).toBe(String(process.pid))
}, 60_000)
