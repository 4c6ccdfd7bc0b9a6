// Starts that must not happen: one clear line, exit 78, and nothing left behind.

import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePortBase } from '../ports.ts'
import { bootstrapStart } from './start.ts'

const EX_CONFIG = 78
const ENDS_MS_MAX = 90_000

let folder: string
let portBase: number
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-refusals-'))
  portBase = await freePortBase()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const start = async (
  args: string[],
  settings: Record<string, string | undefined> = {},
  dataDir = join(folder, 'data'),
) => {
  const run = bootstrapStart(args, { dataDir, portBase, settings })
  try {
    const { code } = await run.ended(ENDS_MS_MAX)
    return { code, stdout: run.stdout(), said: run.stderr().trim().split('\n') }
  } finally {
    await run.kill()
  }
}

test('other machines are not let in while nobody has an operator’s token', async () => {
  const { code, said } = await start(['--once', '--json'], { IOC_HOST: '0.0.0.0' })
  expect(code).toBe(EX_CONFIG)
  expect(said.join(' ')).toMatch(/IOC_HOST: is 0\.0\.0\.0.*npm run keys -- operator new/)
})

test('a port that is taken is named, with whose it would be, before anything is started', async () => {
  const port = portBase + 21
  const stranger = createServer()
  await new Promise<void>((listening) => stranger.listen(port, '127.0.0.1', listening))
  try {
    const { code, said } = await start(['--once', '--json'])
    expect(code).toBe(EX_CONFIG)
    expect(said).toEqual([
      expect.stringMatching(new RegExp(`port ${port} \\(dossier-producer\\).*IOC_PORT_BASE`)),
    ])
    expect(readdirSync(join(folder, 'data', 'run'))).toEqual([])
  } finally {
    await new Promise((closed) => stranger.close(closed))
  }
})

test.each(['{"layout":0}', '{"layout":999}', 'not even JSON'])(
  'a data folder that says %s is left as it is',
  async (layout) => {
    const dataDir = mkdtempSync(join(folder, 'other-'))
    mkdirSync(join(dataDir, 'run'))
    writeFileSync(join(dataDir, 'layout.json'), layout)
    const { code, said } = await start(['--once'], {}, dataDir)
    expect(code).toBe(EX_CONFIG)
    expect(said).toEqual([expect.stringMatching(/data folder of another version.*IOC_DATA_DIR/)])
    expect(said[0]).toContain(dataDir)
    expect(readdirSync(dataDir).sort()).toEqual(['layout.json', 'run'])
  },
)

test('broken settings are all named at once, and no value is repeated', async () => {
  const broken = {
    IOC_PORT_BASE: 'eighty-eighty',
    SNAPSHOT_CRON: 'never',
    NATIONAL_IOC_URL: 'ftp-secret',
    IOC_BUSINESS_CLOCK: 'yesterday',
  }
  const { code, stdout, said } = await start(['--once', '--json'], broken)
  expect({ code, stdout }).toEqual({ code: EX_CONFIG, stdout: '' })
  for (const [name, value] of Object.entries(broken)) {
    expect(said.filter((line) => line.includes(name))).toHaveLength(1)
    expect(said.join('\n')).not.toContain(value)
  }
})

test.each([
  { missing: ['java'], named: 'Java' },
  { missing: ['mvn'], named: 'Maven' },
  { missing: ['java', 'mvn'], named: 'Java.* and Maven' },
])('without $missing one line names it and what can be used instead', async ({ missing, named }) => {
  const path = mkdtempSync(join(folder, 'bin-'))
  for (const program of ['node', 'npm', 'npx', 'sh', 'env', 'java', 'mvn'].filter(
    (p) => !missing.includes(p),
  ))
    symlinkSync(realpathSync(whereIs(program)), join(path, program))
  const { code, said } = await start(['--once'], { PATH: path })
  expect(code).toBe(EX_CONFIG)
  expect(said).toEqual([expect.stringMatching(new RegExp(`^${named}.* not found`))])
  expect(said[0]).toMatch(/KAFKA_BROKERS and CLICKHOUSE_URL.*infra\/compose\.yaml/)
})

test('--help says what it does and needs no engine', async () => {
  const { code, stdout } = await start(['--help'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/--once[\s\S]*--json[\s\S]*IOC_PORT_BASE/)
})

test('an option nobody knows is named, and what there is is shown', async () => {
  const { code, said } = await start(['--onze'])
  expect(code).toBe(EX_CONFIG)
  expect(said[0]).toContain('--onze')
  expect(said.join('\n')).toContain('--once')
  expect(existsSync(join(folder, 'data', 'log'))).toBe(false)
})

function whereIs(program: string): string {
  const found = spawnSync('which', [program], { encoding: 'utf8' }).stdout.trim()
  if (found === '') throw new Error(`${program} is not on this machine's PATH`)
  return found
}
