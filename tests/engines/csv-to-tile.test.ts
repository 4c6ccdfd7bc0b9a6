import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PORT_OFFSETS, type ServiceName } from '@ioc/config'
import { openCheckpoints } from '@ioc/source/checkpoint.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { freePortBase } from '../ports.ts'
import { files, ROOT } from '../tree/files.ts'
import { openRiver, type River } from './dead-letters.river.ts'

/** What CONTRIBUTING.md tells a reader to write and to run, in its order. */
const [, path = ''] = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8').split('### From a CSV to a tile')
const blocks = [...path.split('\n### ')[0]!.matchAll(/^ {3}```(\w+)\n([\s\S]*?)^ {3}```$/gm)].map(
  ([, kind, text]) => ({ kind: kind!, text: text!.replace(/^ {3}/gm, '') }),
)
const block = (kind: string, at = 0): string => blocks.filter((each) => each.kind === kind)[at]!.text

let river: River
let tree: string
let folder: string
let base: number
const children: ChildProcess[] = []

const env = () => ({
  ...{ IOC_DATA_DIR: river.dataDir, IOC_PORT_BASE: String(base), PATH: process.execPath },
  ...{ KAFKA_BROKERS: river.brokers, CLICKHOUSE_URL: river.clickhouseUrl },
  IOC_BUSINESS_CLOCK: '2024-07-01T00:00:00+07:00',
})

const start = async (service: ServiceName) => {
  mkdirSync(join(river.dataDir, 'log'), { recursive: true })
  const log = openSync(join(river.dataDir, 'log', `${service}.log`), 'a')
  const child = spawn(process.execPath, [join(tree, 'services', service, 'main.ts')], {
    env: env(),
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  children.push(child)
  const url = `http://127.0.0.1:${base + PORT_OFFSETS[service]}/health/ready`
  await until(`${service} is ready`, async () => (await fetch(url)).ok, 180_000)
}

/** Runs a command of the document as `npm` would hand it over, in the copy of the tree. */
const npm = (line: string) => {
  const words = [...line.trim().matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2]!)
  const [, , script, , ...rest] = words as [string, string, string, string, ...string[]]
  const bootstrap = readFileSync(join(tree, 'infra/bootstrap/run.mjs'), 'utf8')
  const named = new RegExp(`'?${script}'?: \\{ run: '([^']+)'`).exec(bootstrap)
  const done = spawnSync(process.execPath, [join(tree, named![1]!), ...rest], {
    ...{ cwd: tree, env: env(), encoding: 'utf8', timeout: 120_000 },
  })
  return { code: done.status, stdout: done.stdout, stderr: done.stderr }
}

/** Records of a source in the ledger, and how many of them show whose dossier it is. */
const sentOf = async (source: string) => {
  const [row] = await river.clickhouse.query<{ n: number; people: number }>(
    `SELECT count() AS n, countIf(position(value, 'NGƯỜI MẪU') > 0) AS people FROM ledger
     WHERE topic = 'dossier.v1' AND event_source = {source:String}`,
    { source },
  )
  return row
}

/** What a curl of the document shows of the dossiers received. */
const received = async (text: string): Promise<number | null | undefined> => {
  const address = /'http:\/\/127\.0\.0\.1:8080([^']+)'/.exec(text)![1]!
  const url = `http://127.0.0.1:${base + PORT_OFFSETS['operations-centre']}${address}`
  const { values } = (await (await fetch(url)).json()) as {
    values: { indicator: { id: string }; numerator: number | null }[]
  }
  return values.find(({ indicator }) => indicator.id === 'dossier.received')?.numerator
}

beforeAll(async () => {
  river = await openRiver()
  await river.startAggregator()
  tree = mkdtempSync(join(tmpdir(), 'ioc-tree-'))
  folder = join(tree, 'dropped')
  for (const file of files) {
    mkdirSync(join(tree, dirname(file)), { recursive: true })
    copyFileSync(join(ROOT, file), join(tree, file))
  }
  for (const manifest of files.filter((file) => file.endsWith('/package.json'))) {
    const modules = join(dirname(manifest), 'node_modules')
    if (existsSync(join(ROOT, modules)))
      cpSync(join(ROOT, modules), join(tree, modules), { recursive: true, verbatimSymlinks: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'))
  const pages = 'services/operations-centre/dist'
  if (existsSync(join(ROOT, pages))) cpSync(join(ROOT, pages), join(tree, pages), { recursive: true })
  // The rebuilt half-year is told to have been sent already.
  openCheckpoints(river.dataDir, 'dossier-producer', 'first-half-2024').save({
    ...{ checkpoint: null, emitted: 0, rejected: 0, skipped: 0, completeUpToMs: null, finished: true },
  })
  base = await freePortBase()
  await Promise.all([start('dossier-producer'), start('operations-centre')])
}, 400_000)
afterAll(async () => {
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }),
  )
  await river?.close()
  rmSync(tree, { recursive: true, force: true })
})

test('the document has the steps this test follows', () => {
  expect(blocks.map(({ kind }) => kind)).toEqual(['csv', 'sh', 'ts', 'sh', 'sh', 'sh', 'sh'])
})

test('following the document word for word, a CSV becomes a tile', async () => {
  writeFileSync(join(tree, 'land-office.csv'), block('csv'))
  const begun = npm(block('sh', 0))
  expect(begun.stderr).toContain('next: fill in mapping.ts')
  expect(begun.code).toBe(0)
  const empty = npm(block('sh', 1))
  expect(empty.stdout).toContain('3 records, 0 kept, 0 skipped, 3 rejected; nothing was sent')

  writeFileSync(join(tree, 'services/dossier-producer/sources/land-office/mapping.ts'), block('ts'))
  const checked = npm(block('sh', 1))
  expect(checked.code).toBe(65)
  expect(checked.stdout).toContain('3 records, 2 kept, 0 skipped, 1 rejected; nothing was sent')
  expect(checked.stdout).toMatch(
    /land-office\.csv:4 +reject[\s\S]*data\.unitCode: is no unit .*; nearest known: .*24769.*\[unknown-unit\]|sample\.csv:4 +reject[\s\S]*data\.unitCode: is no unit .*\[unknown-unit\]/,
  )
  expect(checked.stdout).toMatch(/dossier\.received +2/)
  expect(await sentOf('land-office')).toMatchObject({ n: 0 })

  const tile = () => received(block('sh', 2))
  const before = (await tile()) ?? 0
  const [makeFolder, run] = block('sh', 3).trim().split('\n') as [string, string]
  expect(makeFolder).toBe('mkdir -p /srv/ioc/land-office')
  expect(run).toMatch(/ --units 24769 --complete-from 2024-06-20$/)
  mkdirSync(folder)
  const ran = npm(run.replace('/srv/ioc/land-office', folder))
  expect(ran.stderr).toContain('land-office is on: dossier-producer reads it by drop')
  expect(npm('npm run source -- status land-office').stdout).toMatch(/speaks for +24769\n/)
  const [copy] = block('sh', 4).split('\n') as [string]
  expect(copy).toBe('cp land-office.csv /srv/ioc/land-office/evening.csv')
  copyFileSync(join(tree, 'land-office.csv'), join(folder, 'evening.csv'))

  await until('the tile says 2 more', async () => (await received(block('sh', 4))) === before + 2, 180_000)
  // The tile counts business rows; the ledger is written after them, and the rejected one has a partition of its own.
  await until('all three are told', async () => (await sentOf('land-office'))?.n === 3, 60_000)
  expect(await sentOf('land-office')).toEqual({ n: 3, people: 0 })
  // It keeps one ward: of another, and of a day before its first, nothing is known, which is not zero.
  expect(await received(block('sh', 4).replace('24769', '24772'))).toBeNull()
  expect(await received(block('sh', 4).replace('2024-06-20', '2024-06-19'))).toBeNull()
}, 400_000)

test('a source is its own folder and one line', () => {
  const changed = spawnSync(
    'diff',
    ['-rq', '--exclude=node_modules', '--exclude=dist', '--exclude=.git', ROOT, tree],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  )
    .stdout.split('\n')
    .filter((line) => line.includes(tree) && !line.startsWith(`Only in ${ROOT}`))
    .map((line) => line.replaceAll(tree, '').replaceAll(ROOT, ''))
  expect(changed.sort()).toEqual(
    [
      'Files /services/dossier-producer/sources/connected.ts and /services/dossier-producer/sources/connected.ts differ',
      'Only in /services/dossier-producer/sources: land-office',
      'Only in : dropped',
      'Only in : land-office.csv',
    ].sort(),
  )
  const lines = (root: string) =>
    readFileSync(join(root, 'services/dossier-producer/sources/connected.ts'), 'utf8').split('\n')
  expect(lines(tree).filter((line) => !lines(ROOT).includes(line))).toEqual([
    "export { landOffice } from './land-office/index.ts'",
  ])
})
