import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { GOLDEN_766 } from '../decision-766/golden-766.ts'

const MAIN = join(import.meta.dirname, '../main.ts')
const folder = mkdtempSync(join(tmpdir(), 'ioc-score-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** The command as a process, with what it says and how it ends. */
const score = async (words: string[], stdin = '', settings: Record<string, string> = {}, cwd = tmpdir()) => {
  const child = spawn(process.execPath, [MAIN, ...words], {
    cwd,
    env: settings,
  })
  child.stdin.on('error', () => undefined) // it may have ended without reading
  child.stdin.end(stdin)
  const ended = new Promise<number | null>((done) => child.on('close', done))
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { stdout, stderr, code }
}

const PHU_THO = JSON.stringify({ components: GOLDEN_766[0]!.counts })

test('counts of a file become points, JSON only on stdout', async () => {
  const { stdout, stderr, code } = await score(['766@2026', file('phu-tho.json', PHU_THO)])
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  expect(JSON.parse(stdout)).toMatchObject({
    profile: '766@2026',
    components: { PUBLIC_CONTENT_FULL: { ratio: '97.75', score: '1.96', max: 2 } },
    groups: { TTTT: { score: '6.25', max: 10 } },
    total: '59.91',
    band: 'trung bình',
  })
})

test('- reads stdin, and a byte order mark does no harm', async () => {
  const { stdout, code } = await score(['766@2026', '-', '--json'], `\uFEFF${PHU_THO}`)
  expect(code).toBe(0)
  expect(JSON.parse(stdout).total).toBe('59.91')
})

test('a path is meant from where npm was called', async () => {
  file('near.json', '{"components":{}}')
  const { stdout, code } = await score(['766@2026', 'near.json'], '', { INIT_CWD: folder })
  expect(code).toBe(0)
  expect(JSON.parse(stdout).total).toBe('14.00')
})

test.each([
  { words: ['par@2023', '-'], names: 'par@2023' },
  { words: ['sipas@2022', '-'], names: 'sipas@2022' },
  { words: ['766@2022', '-'], names: '766@2022' },
])('profile $names: exit 65 and a line that names it', async ({ words, names }) => {
  const { stdout, stderr, code } = await score(words, PHU_THO)
  expect({ stdout, code }).toEqual({ stdout: '', code: 65 })
  expect(stderr).toContain(names)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

test('every fault of the counts is a line of its own, exit 65', async () => {
  const wrong = {
    NOPE: { numerator: 1, denominator: 2 },
    PUBLISH_ON_TIME: { numerator: -1, denominator: 2 },
    PROGRESS_ON_TIME: { numerator: 3, denominator: 2 },
  }
  const { stdout, stderr, code } = await score(['766@2026', '-'], JSON.stringify({ components: wrong }))
  expect({ stdout, code }).toEqual({ stdout: '', code: 65 })
  const lines = stderr.trimEnd().split('\n')
  expect(lines.map((line) => Object.keys(wrong).find((name) => line.includes(`components.${name}`)))).toEqual(
    Object.keys(wrong),
  )
})

test.each([
  { what: 'no JSON', bytes: Buffer.from('{"components":\n') },
  { what: 'no UTF-8', bytes: Buffer.from([0x7b, 0xff, 0x7d]) },
  { what: 'nothing', bytes: Buffer.from('') },
])('a file that is wrong ($what): exit 65, one line that names it', async ({ bytes }) => {
  const path = file('wrong.json', bytes)
  const { stderr, code } = await score(['766@2026', path])
  expect(code).toBe(65)
  expect(stderr).toContain(path)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

test('where both places have such a file, the one where npm was called is meant; where only the other has it, that one', async () => {
  const root = mkdtempSync(join(folder, 'root-'))
  const total = async (name: string) =>
    JSON.parse((await score(['766@2026', name], '', { INIT_CWD: folder }, root)).stdout).total
  file('both.json', '{"components":{}}')
  writeFileSync(join(root, 'both.json'), PHU_THO)
  writeFileSync(join(root, 'only.json'), PHU_THO)
  expect([await total('both.json'), await total('only.json')]).toEqual(['14.00', '59.91'])
})

test.each(['9007199254740991.4', '0.99999999999999999999', '9007199254740993', '1e999'])(
  'the count %s cannot be held as it is written: exit 65 and a line that names it',
  async (written) => {
    const counts = `{"components":{"DOSSIER_SYNC":{"numerator":0,"denominator":${written}}},"label":${written}}`
    const { stdout, stderr, code } = await score(['766@2026', '-'], counts)
    expect({ stdout, code }).toEqual({ stdout: '', code: 65 })
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringContaining(`components.DOSSIER_SYNC.denominator ${written} is larger or has more digits`),
    ])
  },
)

test.each(['1.50', '100e-2', '-0', '9007199254740991'])(
  'the count %s is taken as it is written',
  async (written) => {
    const counts = `{"components":{"DOSSIER_SYNC":{"numerator":0,"denominator":${written}}}}`
    expect(await score(['766@2026', '-'], counts)).toMatchObject({ stderr: '', code: 0 })
  },
)

test('what is nested too deeply is told in a line', async () => {
  const deep = 200_000
  const { stderr, code } = await score(['766@2026', '-'], '['.repeat(deep) + ']'.repeat(deep))
  expect({ stderr, code }).toEqual({ stderr: 'stdin: is nested too deeply\n', code: 65 })
})

test('a code written twice is named', async () => {
  const one = '"PUBLISH_ON_TIME":{"numerator":1,"denominator":2}'
  const { stderr, code } = await score(['766@2026', '-'], `{"components":{${one},${one}}}`)
  expect(code).toBe(65)
  expect(stderr).toContain('PUBLISH_ON_TIME is written twice')
})

test.each([{ path: () => join(folder, 'absent.json') }, { path: () => folder }])(
  'what cannot be read: exit 66',
  async ({ path }) => {
    const { stdout, stderr, code } = await score(['766@2026', path()])
    expect({ stdout, code }).toEqual({ stdout: '', code: 66 })
    expect(stderr).toContain(path())
  },
)

test.each([[[]], [['766@2026']], [['766@2026', 'a', 'b']], [['--loud']], [['--list', 'x']]])(
  'wrong usage %j: exit 64 and the help',
  async (words) => {
    const { stdout, stderr, code } = await score(words)
    expect({ stdout, code }).toEqual({ stdout: '', code: 64 })
    expect(stderr).toContain('npm run --silent score --')
  },
)

test('--help is help, --list is every profile with its evidence', async () => {
  expect(await score(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Exit codes') })
  const { stdout, code } = await score(['--list', '--json'])
  expect(code).toBe(0)
  const { profiles } = JSON.parse(stdout) as { profiles: { id: string; evidence: string }[] }
  expect(profiles.map(({ id }) => id)).toEqual([
    '766@2026',
    'par@2023',
    'sipas@2022',
    'sipas@2021',
    'leaders@2023',
  ])
  expect(profiles.every(({ evidence }) => typeof evidence === 'string')).toBe(true)
})
