import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Artefact, SnapshotBody } from '@ioc/schemas/snapshot/index.ts'
import { controlTotalsOf, daysOf, reconciliationOf, signBody } from '@ioc/snapshot'
import { exampleBody, exampleKey, exampleRevision } from '@ioc/snapshot/example.ts'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { runReconcile } from './command.ts'

const sign = (body: SnapshotBody) => signBody(body, exampleKey)
const eve = await sign({ ...exampleBody, date: '2024-06-29' })
const first = await sign(exampleBody)
const second = await sign(exampleRevision(first))
const feedback = await sign({ ...exampleBody, group: 'feedback' })
const july = await sign({ ...exampleBody, date: '2024-07-01' })
const otherCompleteness = await sign({
  ...exampleBody,
  completeness: { ...exampleBody.completeness, units: { expected: 3, reported: 2 } },
})

/** A side that holds some artefacts, and the paths it was asked for. */
const openStub = async (pathOf: (body: SnapshotBody) => string) => {
  const stub = {
    holds: [] as Artefact[],
    asked: [] as string[],
    answers: null as string | null,
    url: '',
    tokens: [] as (string | undefined)[],
  }
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://stub')
    stub.asked.push(url.pathname + url.search)
    stub.tokens.push(request.headers.authorization)
    const send = (status: number, body: string) => response.writeHead(status).end(body)
    if (stub.answers !== null) return send(200, stub.answers)
    if (url.pathname !== '/v1/reconciliation') {
      const held = stub.holds.find(({ body }) => pathOf(body) === url.pathname + url.search)
      return held ? send(200, JSON.stringify(held)) : send(404, '{}')
    }
    const [month, group] = [url.searchParams.get('month')!, url.searchParams.get('group')]
    if (group === 'nonsense') return send(400, '{"detail":"group: there is no group nonsense"}')
    const { from, to } = daysOf(month)
    const rows = stub.holds
      .map(({ body: { group, date, revision }, digest }) => ({ group, date, revision, digest }))
      .filter((row) => row.date >= from && row.date <= to && (group === null || row.group === group))
    return send(200, JSON.stringify(reconciliationOf(month, rows, group === null ? [] : [group])))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { stub, close: () => server.close() }
}

const { stub: ours, close: closeOurs } = await openStub(
  ({ group, date, revision }) => `/v1/snapshots/${group}/${date}?revision=${revision}`,
)
const { stub: theirs, close: closeTheirs } = await openStub(
  ({ group, date, revision }) => `/v1/snapshots/${group}/${date}/${revision}`,
)
afterAll(() => {
  closeOurs()
  closeTheirs()
})
beforeEach(() => {
  ours.holds = [eve, first, second, feedback, july]
  theirs.holds = [eve, first, second, feedback]
  for (const side of [ours, theirs]) {
    side.asked = []
    side.tokens = []
    side.answers = null
  }
})

const JUNE = ['--month', '2024-06']
const run = (...args: string[]) => runReconcile(args, { ours: ours.url, theirs: theirs.url }, () => {})
const report = async (...args: string[]) => {
  const { code, stdout, stderr } = await run(...args, '--json')
  expect(stderr).toBe('')
  return { code, ...JSON.parse(stdout) }
}

test('equality is proved by one digest for each group, and nothing else is fetched', async () => {
  const { code, stdout } = await run(...JUNE)
  expect(code).toBe(0)
  expect(stdout).toContain('both sides hold the same')
  expect(stdout).toMatch(/dossier +3 +3 +equal +sha-256:[0-9a-f]{64}/)
  expect([...ours.asked, ...theirs.asked]).toEqual([
    '/v1/reconciliation?month=2024-06',
    '/v1/reconciliation?month=2024-06',
  ])
})

test('a revision they lack is named, with the first value they do not know yet', async () => {
  theirs.holds = [eve, first, feedback]
  const { code, groups } = await report(...JUNE)
  expect(code).toBe(1)
  expect(groups.map(({ group, equal }: { group: string; equal: boolean }) => [group, equal])).toEqual([
    ['dossier', false],
    ['feedback', true],
  ])
  expect(groups[0].difference).toMatchObject({
    date: '2024-06-30',
    revision: 2,
    kind: 'theirs-lacks',
    compared: { ours: 2, theirs: 1 },
    value: {
      indicator: 'dossier.on-time',
      unit: '68',
      level: 'department',
      period: { kind: 'half-year', from: '2024-01-01', to: '2024-06-30' },
      ours: { numerator: 151_018 },
      theirs: { numerator: 151_017 },
    },
  })
  const { stdout } = await run(...JUNE)
  expect(stdout).toContain('dossier: first 2024-06-30, revision 2: theirs lacks it')
  expect(stdout).toContain('ours has revision 2 and theirs revision 1')
  expect(stdout).toContain('dossier.on-time of 68 (department), half-year 2024-01-01 to 2024-06-30')
  expect(stdout).toContain('ours 96.02 (151018/157271); theirs 96.02 (151017/157270)')
})

test('a date they lack altogether, and a group we lack', async () => {
  theirs.holds = [first, second, feedback]
  ours.holds = [eve, first, second]
  const { groups } = await report(...JUNE)
  expect(groups[0].difference).toMatchObject({
    date: '2024-06-29',
    kind: 'theirs-lacks',
    compared: { ours: 1, theirs: null },
    value: null,
  })
  expect(groups[1].difference).toMatchObject({ date: '2024-06-30', revision: 1, kind: 'ours-lacks' })
})

test('another body under one revision: the first indicator, unit and period that differ', async () => {
  const values = exampleBody.values.slice(1)
  const other = { ...exampleBody, values, controlTotals: controlTotalsOf(values) }
  theirs.holds = [eve, await sign(other), feedback]
  ours.holds = [eve, first, feedback]
  const { code, groups } = await report(...JUNE)
  expect(code).toBe(1)
  expect(groups[0].difference).toMatchObject({
    kind: 'other-body',
    value: { indicator: 'dossier.on-time', unit: '68', ours: { numerator: 151_017 }, theirs: null },
  })
})

test('where no value differs it is said what does', async () => {
  ours.holds = [first]
  theirs.holds = [otherCompleteness]
  const { groups } = await report(...JUNE)
  expect(groups[0].difference).toMatchObject({ kind: 'other-body', value: null, besides: ['completeness'] })
})

test('a side that serves another body than it lists is caught', async () => {
  ours.holds = [eve, first, second]
  theirs.holds = [eve, { ...otherCompleteness, digest: second.digest.replace(/.$/, '0') }]
  const { code, groups } = await report(...JUNE)
  expect([code, groups[0].difference.kind]).toEqual([1, 'false-digest'])
  expect(groups[0].difference.besides[0]).toContain('theirs lists')
})

test('the receiver that is set is told the token; another address, and our side, are not', async () => {
  const way = { token: 'abc.def' }
  const addresses = { ours: ours.url, theirs: theirs.url }
  await runReconcile(JUNE, addresses, () => {}, way)
  expect([new Set(ours.tokens), new Set(theirs.tokens)]).toEqual([
    new Set([undefined]),
    new Set(['Bearer abc.def']),
  ])
  await runReconcile([...JUNE, '--theirs', `${theirs.url}/`], addresses, () => {}, way)
  expect(theirs.tokens.at(-1)).toBeUndefined()
})

test('only one group', async () => {
  theirs.holds = [feedback]
  const { code, groups } = await report(...JUNE, '--group', 'feedback')
  expect([code, groups.length, groups[0].equal]).toEqual([0, 1, true])
})

test.each([
  { what: 'no month', args: [], says: '--month' },
  { what: 'a month that is none', args: ['--month', '2024-13'], says: '2024-13 is no month' },
  { what: 'a word too many', args: [...JUNE, '--deep'], says: '--deep' },
  { what: 'an address that is none', args: [...JUNE, '--theirs', 'nowhere'], says: '--theirs nowhere' },
  { what: 'a group that is none', args: [...JUNE, '--group', 'nonsense'], says: 'no group nonsense' },
])('$what ends with 64', async ({ args, says }) => {
  const { code, stdout, stderr } = await run(...args)
  expect([code, stdout]).toEqual([64, ''])
  expect(stderr).toContain(says)
})

test.each([
  { what: 'HTML', answers: '<html>', says: 'no JSON' },
  { what: 'something else', answers: '{"groups":[]}', says: 'no reconciliation of 2024-06' },
  {
    what: 'a digest its list does not give',
    answers: JSON.stringify({
      month: '2024-06',
      groups: [{ group: 'dossier', digest: first.digest, snapshots: [] }],
    }),
    says: 'that its own list does not give',
  },
])('a side that answers with $what ends with 69', async ({ answers, says }) => {
  theirs.answers = answers
  const { code, stderr } = await run(...JUNE)
  expect(code).toBe(69)
  expect(stderr).toContain(says)
  expect(stderr).toContain('theirs')
})

test('a side that is away ends with 69 and says which', async () => {
  const { code, stderr } = await run(...JUNE, '--ours', 'http://127.0.0.1:9')
  expect(code).toBe(69)
  expect(stderr).toContain('ours (http://127.0.0.1:9) does not answer')
})

test('help tells the exit codes', async () => {
  const { code, stdout } = await run('--help')
  expect([code, stdout.includes('Exit codes: 0')]).toEqual([0, true])
})
