import { createHash } from 'node:crypto'
import { runReconcile } from '@ioc/exchange/reconcile/command.ts'
import type { SnapshotBody } from '@ioc/schemas/snapshot/index.ts'
import { controlTotalsOf, signBody } from '@ioc/snapshot'
import { exampleBody, exampleKey, exampleRevision } from '@ioc/snapshot/example.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { startReceiver } from './national.ts'
import { attempt, publish } from './published.ts'

const sign = (body: SnapshotBody) => signBody(body, exampleKey)
const [reported, ...others] = exampleBody.values
const eve = await sign({ ...exampleBody, date: '2024-06-29' })
const first = await sign({
  ...exampleBody,
  // Whoever names a unit of measure so must not make a spreadsheet compute it.
  values: [{ ...reported!, unitOfMeasure: '=1+1' }, ...others],
})
const feedback = await sign({ ...exampleBody, group: 'feedback', values: [], controlTotals: [] })
const second = await sign(exampleRevision(first))

const NIGHT = '2024-07-01 00:05:00.000'
const MORNING = '2024-07-01 08:00:00.000'
const at = (text: string) => `${text.replace(' ', 'T')}+07:00`
const BETWEEN = encodeURIComponent(at('2024-07-01 06:00:00.000'))

let centre: LiveCentre
let texts: string[]
beforeAll(async () => {
  centre = await startLiveCentre()
  const { clickhouse } = centre
  // Three of one instant: pages must not lose one where they end between them.
  texts = [
    await publish(clickhouse, feedback, NIGHT),
    await publish(clickhouse, first, NIGHT),
    await publish(clickhouse, eve, NIGHT),
    await publish(clickhouse, second, MORNING),
  ]
  await attempt(clickhouse, first, '2024-07-01 00:05:01.000')
  await attempt(clickhouse, first, '2024-07-01 07:00:00.000', { status: 'accepted' })
  await attempt(clickhouse, second, '2024-07-01 08:00:01.000', { status: 'refused' })
})
afterAll(() => centre?.close(), 30_000)

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(centre.url + path, { method, headers })
const json = async (path: string) => (await get(path)).json()
type Row = { group: string; date: string; revision: number; receipt: string }
const named = ({ snapshots }: { snapshots: Row[] }) =>
  snapshots.map(({ group, date, revision }) => `${group}/${date}/${revision}`)

const ALL = ['dossier/2024-06-29/1', 'dossier/2024-06-30/1', 'feedback/2024-06-30/1', 'dossier/2024-06-30/2']

test('every revision is listed, in the order of publication or turned round', async () => {
  const list = await json('/v1/snapshots')
  expect([named(list), list.next, list.asOf]).toEqual([ALL, null, null])
  expect(named(await json('/v1/snapshots?order=newest'))).toEqual(ALL.toReversed())
  expect(list.snapshots[3]).toEqual({
    group: 'dossier',
    date: '2024-06-30',
    revision: 2,
    digest: second.digest,
    publishedAt: at(MORNING),
    receipt: 'refused',
    attempts: 1,
  })
})

test.each(['oldest', 'newest'])(
  'page by page, %s first, each is told once, and Link leads to the next',
  async (order) => {
    for (const limit of [1, 2, 3]) {
      const pages: string[][] = []
      let path: string | undefined = `/v1/snapshots?order=${order}&limit=${limit}`
      while (path !== undefined) {
        const answer: Response = await get(path)
        const page = await answer.json()
        pages.push(named(page))
        path = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
        expect(path?.includes(`cursor=${page.next}`)).toBe(page.next === null ? undefined : true)
      }
      expect(pages.flat()).toEqual(order === 'oldest' ? ALL : ALL.toReversed())
      expect(pages.every((page) => page.length > 0 && page.length <= limit)).toBe(true)
    }
  },
)

test('as of an instant nothing is there that was published or answered later', async () => {
  const list = await json(`/v1/snapshots?asOf=${BETWEEN}`)
  expect([named(list), list.asOf]).toEqual([ALL.slice(0, 3), at('2024-07-01 06:00:00.000')])
  const { receipt, attempts } = list.snapshots[1]
  expect([receipt, attempts]).toEqual(['unanswered', 1])
  expect(named(await json(`/v1/snapshots?updatedAfter=${BETWEEN}`))).toEqual(ALL.slice(3))
  expect(named(await json('/v1/snapshots?from=2024-06-30&group=dossier'))).toEqual([
    'dossier/2024-06-30/1',
    'dossier/2024-06-30/2',
  ])
})

test('who has the list is told so, until something in it changes', async () => {
  const path = '/v1/snapshots?group=feedback'
  const tag = (await get(path)).headers.get('etag')!
  expect(tag).toMatch(/^"[^"]+"$/)
  const again = await get(path, { 'if-none-match': `"other", ${tag}` })
  expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag])
  expect((await get(path, { 'if-none-match': tag, accept: 'text/csv' })).status).toBe(200)
  await attempt(centre.clickhouse, feedback, '2024-07-01 09:00:00.000', { status: 'refused' })
  const changed = await get(path, { 'if-none-match': tag })
  expect([changed.status, (await changed.json()).snapshots[0].receipt]).toEqual([200, 'refused'])
})

test('a snapshot is answered byte for byte: the newest, the one named, or the one of that time', async () => {
  const path = '/v1/snapshots/dossier/2024-06-30'
  for (const [query, revision, text, { digest }] of [
    ['', '2', texts[3], second],
    ['?revision=1', '1', texts[1], first],
    [`?asOf=${BETWEEN}`, '1', texts[1], first],
    ['?revision=2', '2', texts[3], second],
  ] as const) {
    const answer = await get(path + query)
    expect(await answer.text()).toBe(text)
    const { headers } = answer
    expect([headers.get('etag'), headers.get('x-snapshot-revision')]).toEqual([`"${digest}"`, revision])
    expect(headers.get('cache-control')).toBe(
      query.includes('revision') ? 'public, max-age=31536000, immutable' : 'no-cache',
    )
    const kept = await get(path + query, { 'if-none-match': `W/"${digest}"` })
    expect([kept.status, await kept.text()]).toEqual([304, ''])
  }
})

test('HEAD says the same without the body', async () => {
  const path = '/v1/snapshots/dossier/2024-06-30?revision=1'
  const [head, whole] = [await get(path, {}, 'HEAD'), await get(path)]
  expect(await head.text()).toBe('')
  for (const name of [
    'etag',
    'content-type',
    'content-length',
    'cache-control',
    'vary',
    'x-snapshot-revision',
  ])
    expect([name, head.headers.get(name)]).toEqual([name, whole.headers.get(name)])
  expect((await get('/v1/snapshots?limit=1', {}, 'HEAD')).headers.get('link')).toContain('rel="next"')
  expect((await get('/v1/snapshots/dossier/2024-07-30', {}, 'HEAD')).status).toBe(404)
})

test('CSV by Accept: the list, and the values of a snapshot', async () => {
  const list = await get('/v1/snapshots?limit=1', { accept: 'text/csv' })
  expect(list.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
  expect(list.headers.get('link')).toContain('rel="next"')
  expect(await list.text()).toBe(
    `group,date,revision,digest,publishedAt,receipt,attempts\r\ndossier,2024-06-29,1,${eve.digest},${at(NIGHT)},waiting,0\r\n`,
  )
  const values = await get('/v1/snapshots/dossier/2024-06-30?revision=1', { accept: 'text/csv' })
  expect(values.headers.get('content-disposition')).toBe('attachment; filename="dossier-2024-06-30-r1.csv"')
  expect([values.headers.get('etag'), values.headers.get('vary')]).toEqual([
    `"${first.digest};csv"`,
    'accept',
  ])
  const lines = (await values.text()).split('\r\n')
  expect(lines.slice(0, 3)).toEqual([
    'group,date,revision,indicator,unit,level,period,from,to,state,kind,numerator,denominator,value,unitOfMeasure,flags',
    "dossier,2024-06-30,1,dossier.on-time,68,department,half-year,2024-01-01,2024-06-30,reported,ratio,151017,157270,96.02,'=1+1,",
    'dossier,2024-06-30,1,dossier.on-time,68,district,half-year,2024-01-01,2024-06-30,missing,ratio,,,,%,source-silent',
  ])
  for (const path of ['/v1/snapshots', '/v1/snapshots/dossier/2024-06-30']) {
    const neither = await get(path, { accept: 'application/xml' })
    expect([neither.status, neither.headers.get('content-type')]).toEqual([
      406,
      'application/problem+json; charset=utf-8',
    ])
    expect((await neither.json()).detail).toContain('application/json or text/csv')
  }
})

test.each([
  ['/v1/snapshots?cursor=x', 400, 'cursor', '`next` of an earlier answer'],
  [
    `/v1/snapshots?cursor=${Buffer.from('[1,"dossier","2024-02-30",1]').toString('base64url')}`,
    400,
    'cursor',
    '`next`',
  ],
  ['/v1/snapshots?group=dosier', 400, 'group', 'known are dossier, feedback, satisfaction, steering'],
  ['/v1/snapshots?from=2024-02-30', 400, 'from', 'e.g. 2024-06-30'],
  ['/v1/snapshots?asOf=yesterday', 400, 'asOf', 'expects an instant'],
  ['/v1/snapshots?order=best', 400, 'order', 'oldest, newest'],
  ['/v1/snapshots?since=2024-06-30', 400, 'since', 'is not known'],
  ['/v1/snapshots/dossier/2024-02-30', 400, 'date', 'e.g. 2024-06-30'],
  ['/v1/snapshots/dossier/2024-06-30?asOf=x', 400, 'asOf', 'expects an instant'],
  ['/v1/snapshots/dosier/2024-06-30', 404, undefined, 'There is no group dosier; known are dossier'],
  ['/v1/snapshots/dossier/2024-06-30?revision=3', 404, undefined, 'with revision 3'],
  ['/v1/reconciliation', 400, 'month', ''],
  ['/v1/reconciliation?month=2024-13', 400, 'month', 'is no month'],
  ['/v1/reconciliation?month=2024-06&group=dosier', 400, 'group', 'known are'],
])('%s is answered %i with a problem document', async (path, status, parameter, hint) => {
  const answer = await get(path)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    status,
    'application/problem+json; charset=utf-8',
  ])
  const problem = await answer.json()
  expect(problem.parameters?.[0].parameter).toBe(parameter)
  expect(problem.detail).toContain(hint)
})

test('one digest tells what was published for the dates of a month', async () => {
  const list = [
    ['2024-06-29', 1, eve.digest],
    ['2024-06-30', 1, first.digest],
    ['2024-06-30', 2, second.digest],
  ]
  const digest = `sha-256:${createHash('sha256').update(JSON.stringify(list)).digest('hex')}`
  const answer = await json('/v1/reconciliation?month=2024-06&group=dossier')
  expect(answer).toEqual({
    month: '2024-06',
    groups: [
      {
        group: 'dossier',
        digest,
        snapshots: list.map(([date, revision, digest]) => ({ date, revision, digest })),
      },
    ],
  })
  const { groups } = await json('/v1/reconciliation?month=2024-06')
  expect(
    groups.map(({ group, snapshots }: { group: string; snapshots: [] }) => [group, snapshots.length]),
  ).toEqual([
    ['dossier', 3],
    ['feedback', 1],
    ['satisfaction', 0],
    ['steering', 0],
  ])
  expect((await json('/v1/reconciliation?month=2024-07&group=dossier')).groups[0].snapshots).toEqual([])
})

test('both sides prove by one digest that they hold the same; until then the first value that differs is named', async () => {
  const receiver = await startReceiver()
  const reconcile = (...more: string[]) =>
    runReconcile(['--month', '2024-06', ...more], { ours: centre.url, theirs: receiver.url }, () => {})
  try {
    for (const [n, { body }] of [feedback, first, eve].entries())
      expect(await receiver.send(texts[n]!, body)).toBe(201)
    expect((await reconcile('--group', 'feedback')).code).toBe(0)
    const { code, stdout } = await reconcile('--json')
    const { groups } = JSON.parse(stdout)
    expect([code, groups[0].group]).toEqual([1, 'dossier'])
    expect(groups[0].difference).toMatchObject({
      date: '2024-06-30',
      revision: 2,
      kind: 'theirs-lacks',
      value: { indicator: 'dossier.on-time', unit: '68', period: { kind: 'half-year' } },
    })
    expect(await receiver.send(texts[3]!, second.body)).toBe(201)
    expect(await reconcile()).toMatchObject({ code: 0, stderr: '' })
    expect((await reconcile('--group', 'dosier')).code).toBe(64)
  } finally {
    await receiver.close()
  }
})

test('a snapshot of every unit comes in pieces, and is still what was signed', async () => {
  const [, , , value] = exampleBody.values
  const values = Array.from({ length: 5_000 }, (_, n) => ({
    ...value!,
    unit: String(20_000 + (n % 200)),
    indicator: `dossier.of-${Math.floor(n / 200)}`,
  }))
  const all = await sign({
    ...exampleBody,
    date: '2024-05-31',
    values,
    controlTotals: controlTotalsOf(values),
  })
  const text = await publish(centre.clickhouse, all, MORNING)
  const answer = await get('/v1/snapshots/dossier/2024-05-31')
  const bytes = Buffer.byteLength(text)
  expect([answer.headers.get('content-length'), bytes > 1_100_000]).toEqual([String(bytes), true])
  expect((await answer.text()) === text).toBe(true)
  const csv = await (await get('/v1/snapshots/dossier/2024-05-31', { accept: 'text/csv' })).text()
  expect(csv.split('\r\n')).toHaveLength(5_000 + 2)
})
