import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
let dataDir = ''
const children: ReturnType<typeof spawn>[] = []
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-national-main-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

/** Starts the service; `ended` gives its exit code and all it said. */
const start = (environment: Record<string, string>) => {
  const child = spawn(process.execPath, [main], {
    env: { IOC_DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  children.push(child)
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  return { child, ended: once(child, 'close').then(([code]) => ({ code, said })) }
}

const takePort = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, free: () => server.close() }
}

test('starts, is ready, writes its pid, and ends with 0 on SIGTERM', async () => {
  const { port, free } = await takePort()
  free()
  const { child, ended } = start({ IOC_PORT_BASE: String(port - 10) })
  await vi.waitFor(
    async () => expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200),
    { timeout: 40_000, interval: 50 },
  )
  const pidFile = join(dataDir, 'run', 'national-ioc.pid')
  expect(readFileSync(pidFile, 'utf8')).toBe(String(child.pid))
  child.kill('SIGTERM')
  expect((await ended).code).toBe(0)
  expect(existsSync(pidFile)).toBe(false)
}, 60_000)

test('a port that is taken ends with 78 and says what to do', async () => {
  const { port, free } = await takePort()
  try {
    const { code, said } = await start({ IOC_PORT_BASE: String(port - 10) }).ended
    expect(code).toBe(78)
    expect(said).toContain(`national-ioc cannot listen on 127.0.0.1:${port}`)
    expect(said).toContain('choose another IOC_PORT_BASE')
  } finally {
    free()
  }
}, 60_000)

test('all faults of the settings are printed at once, 78', async () => {
  const { code, said } = await start({
    IOC_PORT_BASE: 'x',
    IOC_BUSINESS_CLOCK: 'noon',
    IOC_LOG_LEVEL: 'loud',
  }).ended
  expect(code).toBe(78)
  for (const name of ['IOC_PORT_BASE', 'IOC_BUSINESS_CLOCK', 'IOC_LOG_LEVEL']) expect(said).toContain(name)
}, 60_000)
