import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { always, openCatalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { openRules } from '@ioc/indicators'
import { signBody } from '@ioc/snapshot'
import { exampleBody, exampleKey, exampleRevision } from '@ioc/snapshot/example.ts'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { readOperatorKey } from '../operator-key.ts'
import { openPublisher } from '../publisher.ts'
import { runCommand } from './run.ts'

const first = await signBody(exampleBody, exampleKey)
const next = exampleRevision(first)
const standing = {
  group: 'dossier',
  date: '2024-06-30',
  revision: 1,
  digest: first.digest,
  receipt: 'accepted',
}

/** The publisher as its interface says: what it was asked, and what it answers. */
const stub = {
  asked: [] as { path: string; authorization: string | undefined; body: unknown }[],
  status: 200,
  answer: {} as unknown,
}
const server = createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(pieces).toString('utf8'))
    stub.asked.push({ path: request.url ?? '', authorization: request.headers.authorization, body })
    const text = typeof stub.answer === 'string' ? stub.answer : JSON.stringify(stub.answer)
    response.writeHead(stub.status, { 'content-type': 'application/json' }).end(text)
  })
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const dataDir = mkdtempSync(join(tmpdir(), 'ioc-snapshots-'))
mkdirSync(join(dataDir, 'keys'))
writeFileSync(join(dataDir, 'keys', 'operator'), 'a-key\n')
afterAll(() => {
  server.close()
  rmSync(dataDir, { recursive: true, force: true })
})
beforeEach(() => {
  stub.asked = []
  stub.status = 200
  stub.answer = { snapshots: [standing] }
})

/** A ClickHouse in which the example's first revision lies. */
const clickhouse = {
  database: 'ioc',
  query: async (sql: string) =>
    sql.includes('SELECT artefact')
      ? [{ artefact: JSON.stringify(first), digest: first.digest, revision: 1 }]
      : [],
} as unknown as ClickHouse

const run = async (
  words: string,
  options: { url?: string; dataDir?: string; clickhouse?: ClickHouse } = {},
) => {
  const said: string[] = []
  const operatorKey = () => readOperatorKey(options.dataDir ?? dataDir)
  const told = await runCommand(
    words.split(' ').map((word) => word.replaceAll('_', ' ')),
    {
      clickhouse: options.clickhouse ?? clickhouse,
      rules: async () => openRules(always(openCatalogues()), () => []),
      publisher: openPublisher({ url: options.url ?? url, key: operatorKey }),
      operatorKey,
      say: (line) => said.push(line),
    },
  )
  return { ...told, said }
}

test.each([
  ['publish 2024-06-30', '/v1/snapshots', { date: '2024-06-30' }],
  ['publish --date 2024-06-30', '/v1/snapshots', { date: '2024-06-30' }],
  [
    'publish 2024-06-30 --group dossier --reason a_wrong_rule',
    '/v1/snapshots',
    { date: '2024-06-30', group: 'dossier', reason: 'a wrong rule' },
  ],
  [
    'resend dossier 2024-06-30 1 --reason the_receiver_is_mended',
    '/v1/snapshots/dossier/2024-06-30/1/resend',
    { reason: 'the receiver is mended' },
  ],
])('%s asks the publisher with the operator’s key', async (words, path, body) => {
  const { code, stdout, said } = await run(`${words} --json`)
  expect(stub.asked).toEqual([{ path, authorization: 'Bearer a-key', body }])
  expect([code, JSON.parse(stdout)]).toEqual([0, { snapshots: [standing] }])
  expect(said.length).toBeGreaterThan(0)
  expect((await run(words)).stdout).toMatch(/dossier 2024-06-30 r1 +accepted +sha-256:/)
})

test.each([{ answer: standing }, { answer: { snapshot: standing } }])(
  'one snapshot that was sent again may be answered alone: $answer',
  async ({ answer }) => {
    stub.answer = answer
    const { stdout } = await run('resend dossier 2024-06-30 1 --reason x --json')
    expect(JSON.parse(stdout)).toEqual({ snapshots: [standing] })
  },
)

const preview = {
  group: 'dossier',
  date: '2024-06-30',
  revision: 2,
  supersedes: { revision: 1, digest: first.digest },
  reason: next.reason,
  changes: [],
  values: next.values.length,
  body: next,
}

test('preview shows what would change against what is published, and sends nothing', async () => {
  stub.answer = { previews: [preview] }
  const { code, stdout, said } = await run('preview 2024-06-30 --group dossier')
  expect(stub.asked).toMatchObject([
    { path: '/v1/snapshots/preview', body: { date: '2024-06-30', group: 'dossier' } },
  ])
  expect(code).toBe(0)
  expect(stdout).toContain('dossier 2024-06-30 revision 2 would be published (late-events): 4 values')
  expect(stdout).toContain('against revision 1: values: 1 changed')
  expect(stdout).toMatch(/96\.02 \(151017\/157270\) +96\.02 \(151018\/157271\)/)
  expect(said.join('\n')).toContain('dossier/2024-06-30/2')
  const { previews } = JSON.parse((await run('preview 2024-06-30 --json')).stdout)
  expect(previews[0].changes).toMatchObject([
    { indicator: 'dossier.on-time', before: { numerator: 151_017 }, after: { numerator: 151_018 } },
  ])
})

test('a preview of a first revision says that nothing is published yet', async () => {
  stub.answer = { previews: [{ ...preview, revision: 1, supersedes: null, reason: exampleBody.reason }] }
  expect((await run('preview 2024-06-30')).stdout).toContain('nothing of that day is published yet')
})

test.each([
  { what: 'a date in the future', status: 400, detail: '2030-01-01 is not over by the business clock' },
  { what: 'a group not configured', status: 400, detail: 'there is no group x' },
  { what: 'an unknown snapshot', status: 404, detail: 'there is no snapshot dossier/2024-06-30/9' },
  { what: 'a key of another folder', status: 401, detail: 'Send the operator key' },
])('$what: the publisher’s word is passed on, exit 1', async ({ status, detail }) => {
  stub.status = status
  stub.answer = { status, detail }
  const { code, stdout, stderr } = await run('publish 2030-01-01')
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain(detail)
  expect(stderr.includes('IOC_DATA_DIR')).toBe(status === 401)
})

test.each([
  { what: 'HTML', status: 502, answer: '<html>', says: 'it answered 502' },
  { what: 'something else', status: 200, answer: { done: true }, says: 'something else than was agreed' },
])('a publisher that answers with $what is told apart, exit 1', async ({ status, answer, says }) => {
  stub.status = status
  stub.answer = answer
  const { code, stderr } = await run('publish 2024-06-30')
  expect([code, stderr.includes(says)]).toEqual([1, true])
})

test('a range of days is published day by day, oldest first, and says how far it is', async () => {
  const { code, said } = await run('publish --from 2024-06-29 --to 2024-07-01 --json')
  expect(code).toBe(0)
  expect(stub.asked.map(({ body }) => (body as { date: string }).date)).toEqual([
    '2024-06-29',
    '2024-06-30',
    '2024-07-01',
  ])
  // They are counted together: the publisher is told how far the row goes.
  expect(stub.asked.map(({ body }) => (body as { upTo?: string }).upTo)).toEqual(Array(3).fill('2024-07-01'))
  expect(said).toContain('2 of 3 days done')
})

test.each([
  'publish --from 2024-07-01 --to 2024-06-30',
  'publish --from 2020-01-01 --to 2024-06-30',
  'publish --from 2024-06-30',
  'publish 2024-06-30 --from 2024-06-29 --to 2024-06-30',
])('%s: wrong words, and 78', async (words) => {
  expect((await run(words)).code).toBe(78)
})

test('a publisher that does not run: exit 69 and what to look at', async () => {
  const { code, stderr } = await run('publish 2024-06-30', { url: 'http://127.0.0.1:9' })
  expect(code).toBe(69)
  expect(stderr).toContain('cannot be reached')
  expect(stderr).toContain('is npm start running')
})

test('a ClickHouse that does not answer keeps nobody from publishing, nor from hearing why not', async () => {
  const never = { ...clickhouse, query: () => new Promise<never>(() => {}) } as unknown as ClickHouse
  expect((await run('publish 2024-06-30 --json', { clickhouse: never })).code).toBe(0)
  const { code, stderr } = await run('publish 2024-06-30', { clickhouse: never, dataDir: '/nowhere' })
  expect([code, stderr.includes('keys/operator is not there')]).toEqual([1, true])
})

test('a key that is not there is named, and the publisher is not asked', async () => {
  const { code, stderr } = await run('publish 2024-06-30', { dataDir: '/nowhere' })
  expect([code, stub.asked.length]).toEqual([1, 0])
  expect(stderr).toContain('/nowhere/keys/operator is not there')
})

test.each([
  ['', 'unknown command'],
  ['lists', 'known: list, show, diff, explain, preview, publish, resend'],
  ['list dossier', 'takes no further word'],
  ['list --indicator x', 'list does not understand --indicator'],
  ['list --from 30/06/2024', 'is no day of the calendar'],
  ['list --as-of noon', 'is no instant'],
  ['list --cursor x', 'no `next` of an earlier answer'],
  ['list --limit 0', 'is no number from 1'],
  ['show dossier', 'show takes <group> <date>'],
  ['show dossier 2024-02-30', '2024-02-30 is no day'],
  ['show dossier 2024-06-30 --json --unit 68', 'as it was signed'],
  ['show dossier 2024-06-30 --state zero', 'none of reported, missing, not-applicable, withheld'],
  ['diff dossier 2024-06-30 --from 2 --to 2', 'the same revision'],
  ['explain dossier 2024-06-30', 'explain takes <group> <date> <indicator>'],
  ['explain dossier 2024-06-30 dossier.on-time --half third', 'none of numerator, denominator'],
  ['publish', 'publish takes <date>'],
  ['publish 2024-06-30 --reason _', '--reason is a text'],
  ['resend dossier 2024-06-30 1', 'resend needs --reason'],
  ['resend dossier 2024-06-30 first --reason x', 'is no number'],
  ['list --verbose', '--verbose'],
])('`%s` is no command: exit 78 and what is right', async (words, says) => {
  const { code, stdout, stderr } = await run(words)
  expect([code, stdout]).toEqual([78, ''])
  expect(stderr).toContain(says)
  expect(stderr).toContain('--help')
})

test('help names every command and the exit codes', async () => {
  const { code, stdout } = await run('--help')
  expect(code).toBe(0)
  for (const name of ['list', 'show', 'diff', 'explain', 'preview', 'publish', 'resend', 'Exit codes: 0'])
    expect(stdout).toContain(name)
})
