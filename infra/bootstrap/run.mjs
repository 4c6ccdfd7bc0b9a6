#!/usr/bin/env node
// The only plain JavaScript of the tree: it runs on whatever Node (>= 20) a machine has, installs what is missing, says what
// it does on stderr, and hands over to Node 24 and TypeScript. stdout belongs to the command.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PNPM = 'pnpm@12.21.0'
const EX_CONFIG = 78
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const web = join(root, 'services', 'operations-centre')

/** What each command runs, and whether it needs the local engines and the built pages. */
const COMMANDS = {
  start: { run: 'infra/launcher/main.ts', engines: true, pages: true },
  test: { run: 'tests/run.ts', engines: true, pages: true },
  faults: { run: 'tests/faults/main.ts', engines: true },
  audit: { run: 'packages/audit/main.ts' },
  'dead-letters': { run: 'packages/dead-letters/main.ts' },
  source: { run: 'infra/sources/main.ts' },
  catalogues: { run: 'infra/catalogues/main.ts' },
  backfill: { run: 'infra/sources/backfill/main.ts' },
  'new:source': { run: 'infra/sources/new/main.ts' },
  backup: { run: 'infra/launcher/backup/main.ts', args: ['backup'] },
  restore: { run: 'infra/launcher/backup/main.ts', args: ['restore'], engines: true },
  bench: { run: 'tests/benchmarks/main.ts', engines: true },
  scale: { run: 'tests/benchmarks/scale/main.ts' },
  snapshots: { run: 'packages/exchange/main.ts' },
  reconcile: { run: 'packages/exchange/reconcile/main.ts' },
  documents: { run: 'infra/documents/main.ts' },
  keys: { run: 'packages/keys/main.ts' },
  verify: { run: 'packages/snapshot/verify-cli.ts' },
  score: { run: 'packages/scoring/main.ts' },
}

const say = (line) => process.stderr.write(`${line}\n`)
const stop = (line) => {
  say(line)
  process.exit(EX_CONFIG)
}

/** True if a program can be started at all. */
const has = (program, args) => spawnSync(program, args, { stdio: 'ignore' }).error === undefined

/** Major version of the Java on the path; null if there is none. `java -version` prints `openjdk version "17.0.15"` on stderr. */
const javaMajor = () => {
  const asked = spawnSync('java', ['-version'], { encoding: 'utf8' })
  if (asked.error) return null
  return Number(/version "(\d+)/.exec(asked.stderr)?.[1] ?? 0)
}

const needEngines = () => {
  if (process.env.KAFKA_BROKERS) return
  const java = javaMajor()
  const missing = [
    java === null ? 'Java (17 or newer)' : java < 17 ? `Java 17 or newer (this one is ${java})` : '',
    has('mvn', ['-v']) ? '' : 'Maven',
  ].filter(Boolean)
  if (missing.length > 0)
    stop(
      `${missing.join(' and ')} not found: install it (Debian: apt-get install default-jre-headless maven), or set KAFKA_BROKERS and CLICKHOUSE_URL to engines of yours (docker compose -f infra/compose.yaml up -d starts both).`,
    )
}

const run = (title, program, args, cwd = root) => {
  say(title)
  const began = Date.now()
  // Everything it prints goes to stderr: stdout is the command's.
  const done = spawnSync(program, args, {
    cwd,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, CI: 'true', TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  })
  if (done.error) stop(`${program} cannot be started: ${done.error.message}`)
  if (done.status !== 0) {
    say(`${program} ${args.join(' ')} failed with ${done.status ?? done.signal}; what it printed is above.`)
    process.exit(1)
  }
  say(`  done in ${((Date.now() - began) / 1000).toFixed(1)} s`)
}

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()

const digestOf = (files) => {
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

/** Runs a step unless its marker says it ran with the same inputs. The marker is written last, so a broken-off step runs again. */
const once = (marker, digest, step) => {
  if (existsSync(marker) && readFileSync(marker, 'utf8') === digest) return
  step()
  writeFileSync(marker, digest)
}

const install = () => {
  const manifests = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'].map((file) => join(root, file))
  once(join(root, 'node_modules', '.ioc-installed'), digestOf(manifests), () =>
    run('Installing packages (about 1 minute and 700 MB the first time) …', 'npx', [
      '--yes',
      PNPM,
      'install',
      '--frozen-lockfile',
      '--reporter=append-only',
    ]),
  )
}

const build = () => {
  const inputs = ['web', 'vite.config.ts', 'package.json'].map((name) => join(web, name))
  const files = inputs.flatMap((path) =>
    existsSync(path) ? (statSync(path).isDirectory() ? filesBelow(path) : [path]) : [],
  )
  const marker = join(web, 'dist', '.built')
  once(marker, digestOf(files), () =>
    // Through pnpm, because turbo looks for its workspace's package manager on the path.
    run('Building the pages of the operations centre …', 'npx', [
      '--yes',
      PNPM,
      'exec',
      'turbo',
      'run',
      'build',
      '--output-logs=errors-only',
    ]),
  )
}

const [name, ...rest] = process.argv.slice(2)
const command = COMMANDS[name]
if (!command) stop(`unknown command ${name}; known: ${Object.keys(COMMANDS).join(', ')}`)
const [major] = process.versions.node.split('.').map(Number)
if (major < 20)
  stop(
    `Node ${process.versions.node} is too old: Node 20 or newer is needed to begin (Node 24 is then brought as a package).`,
  )
const onlyHelp = rest.includes('--help')
if (command.engines && !onlyHelp) needEngines()
install()
const bin = join(root, 'node_modules', '.bin')
process.env.PATH = `${bin}${delimiter}${process.env.PATH ?? ''}`
// Node keeps what it compiles, so that every process after the first, of a command or of a service, has a third less to do.
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'ioc-compiled')
if (command.pages && !onlyHelp) build()

const child = spawn(
  join(bin, 'node'),
  ['--disable-warning=ExperimentalWarning', join(root, command.run), ...(command.args ?? []), ...rest],
  {
    stdio: 'inherit',
    env: process.env,
  },
)
// A terminal's Ctrl-C reaches the child as well, and twice is harmless; a signal sent to this process alone would not.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
