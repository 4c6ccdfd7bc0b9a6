import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import type { EngineUnderTest } from './clickhouse.door.ts'

/** Starts the local ClickHouse on a free port over a folder of its own, with a password. */
export async function startLocalClickHouse(): Promise<EngineUnderTest> {
  const folder = temporaryFolder()
  const account = { user: 'default', password: 'pass:word' }
  const options = { dataDir: folder.path, port: await freePort(), ...account }
  let running = await launchClickHouse(options)
  return {
    ...account,
    url: running.url,
    crash: () => running.kill(),
    recover: async () => {
      running = await launchClickHouse(options)
    },
    stop: async () => {
      await running.kill()
      folder.remove()
    },
  }
}

/** A folder for one test, to be removed after it. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'ioc-clickhouse-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** A port nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      if (address === null || typeof address === 'string') throw new Error('a TCP server has an address')
      probe.close(() => resolve(address.port))
    })
  })
}
