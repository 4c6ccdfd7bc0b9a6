import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import { freePort } from '../ports.ts'
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
