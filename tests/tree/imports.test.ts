import { expect, test } from 'vitest'
import { files, importsOf, isTest, sources, textOf, workspace } from './files.ts'

/** Imports go one way: a layer may import itself and those before it. `infra` starts things, `tests` try everything. */
const LAYERS = ['schemas', 'packages', 'services', 'infra', 'tests']
const layerOf = (path: string) => LAYERS.indexOf(path.split('/')[0]!)
const serviceOf = (path: string) => (path.startsWith('services/') ? path.split('/')[1] : undefined)

const imports = sources.flatMap((file) => importsOf(file).map((each) => ({ file, ...each })))
const shown = (list: typeof imports) => list.map(({ file, specifier }) => `${file} imports ${specifier}`)

test('the rules below see the imports of the whole tree', () => {
  expect(workspace.size).toBeGreaterThan(20)
  expect(imports.length).toBeGreaterThan(sources.length)
  for (const layer of LAYERS)
    expect(imports.some(({ as }) => as.startsWith(`${layer}/`) || layer === 'tests')).toBe(true)
})

test('schemas ← packages ← services ← infra ← tests', () => {
  const upwards = imports.filter(({ file, as }) => layerOf(as) > layerOf(file) && layerOf(file) >= 0)
  expect(shown(upwards)).toEqual([])
})

test('a service never imports another', () => {
  const across = imports.filter(
    ({ file, as }) => serviceOf(file) && serviceOf(as) && serviceOf(file) !== serviceOf(as),
  )
  expect(shown(across)).toEqual([])
})

test.each([
  { client: 'kafkajs', home: 'packages/kafka/' },
  { client: '@clickhouse/client', home: 'packages/clickhouse/' },
  { client: 'chdb', home: 'infra/clickhouse/' },
])('$client is spoken to only in $home', ({ client, home }) => {
  const users = imports.filter(({ as }) => as === client)
  expect(users.some(({ file }) => file.startsWith(home))).toBe(true)
  expect(shown(users.filter(({ file }) => !file.startsWith(home) && !isTest(file)))).toEqual([])
})

/** Files a process begins with: the only ones that look at the environment and hand it on as a value. */
const BEGINNINGS = /(^|\/)main\.ts$/
const ALSO: Record<string, string> = {
  'infra/bootstrap/run.mjs': 'begins before TypeScript runs',
  'tests/run.ts': 'the main of npm test',
  'vitest.config.ts': 'vitest begins with it',
  'tests/end-to-end/start.ts': 'starts the product as a person does, with a person’s environment',
  'tests/tree/imports.test.ts': 'names it here',
}

test('process.env is read only where a process begins', () => {
  const readers = sources.filter((file) => fileReadsEnvironment(file))
  expect(readers.filter((file) => !BEGINNINGS.test(file) && !(file in ALSO))).toEqual([])
  expect(Object.keys(ALSO).filter((file) => !files.includes(file))).toEqual([])
})

function fileReadsEnvironment(file: string) {
  return /process\.env\b|import\.meta\.env\b|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/.test(textOf(file))
}
