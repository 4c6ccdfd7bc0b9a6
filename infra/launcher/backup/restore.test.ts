import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BackupRefusal } from '@ioc/backup'
import { enginePorts, readConfig, settings } from '@ioc/config'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkEnginePorts } from '../ports.ts'
import { Stop } from '../stop-error.ts'
import { runRestore } from './commands.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-restore-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(['nowhere', 'empty'])(
  'a backup that is not there (%s) is said before anything is made or started',
  async (name) => {
    mkdirSync(join(folder, 'empty'), { recursive: true })
    const into = join(folder, `into-${name}`)
    const said: string[] = []
    const restoring = runRestore(
      { from: join(folder, name), into },
      readConfig({}, settings),
      { kafka: false, clickhouse: false },
      (line) => said.push(line),
    )
    await expect(restoring).rejects.toThrow(BackupRefusal)
    await expect(restoring).rejects.toThrow(join(folder, name))
    expect([existsSync(into), said]).toEqual([false, []])
  },
)

test('engines whose ports are taken are named in one line; those that were given are not asked for', async () => {
  const listening = createServer()
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as { port: number }
  const portBase = port - (enginePorts(0).clickhouse - 0)
  const check = (clickhouse: boolean) => checkEnginePorts(portBase, { kafka: false, clickhouse })
  await expect(check(true)).rejects.toThrow(Stop)
  await expect(check(true)).rejects.toThrow(`port ${port} (ClickHouse) already taken`)
  await expect(check(false)).resolves.toBeUndefined()
  await new Promise((resolve) => listening.close(resolve))
})
