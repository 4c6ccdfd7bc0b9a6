import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startServices } from './services.ts'

let dataDir: string
const said: string[] = []
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-services-'))
  said.length = 0
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const node = process.execPath
const runNodeFrom = (program: string) => {
  process.execPath = program
}
test.each([
  {
    what: 'its log cannot be opened',
    spoil: () => writeFileSync(join(dataDir, 'log'), ''),
    mend: () => rmSync(join(dataDir, 'log'), { force: true }),
  },
  {
    what: 'the system gives no process',
    spoil: () => runNodeFrom(join(dataDir, 'no-such-program')),
    mend: () => runNodeFrom(node),
  },
])('where $what it is said and tried again, and the launcher lives', async ({ spoil, mend }) => {
  spoil()
  try {
    const started = startServices({
      names: ['aggregator'],
      dataDir,
      host: '127.0.0.1',
      portBase: 1,
      // Once it runs it says that this is no port, and ends with 78: that is how the start is seen to have come about.
      environment: { IOC_PORT_BASE: 'none', IOC_DATA_DIR: dataDir },
      say: (line) => void said.push(line),
    }).catch((error: Error) => error)
    await vi.waitFor(() => expect(said.length).toBeGreaterThan(1), { timeout: 10_000 })
    mend()
    const refusal = await started
    expect(refusal).toMatchObject({ exitCode: 78, message: expect.stringContaining('IOC_PORT_BASE') })
    expect(said[0]).toMatch(/^aggregator could not be started; it is tried again in 200 ms — \S/)
    expect(said[1]).toMatch(/^aggregator could not be started; it is tried again in 400 ms — \S/)
  } finally {
    runNodeFrom(node)
  }
})
