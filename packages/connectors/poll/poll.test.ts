import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { epochInstant } from '../texts/index.ts'
import { CannotRead } from '../way.ts'
import { fieldAt } from './paging.ts'
import { context, openOther, openPoll, walk } from './poll.fixture.ts'
import { byCursor, byLink } from './ways.ts'

let closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing) await close()
  closing = []
})
const other = async (answer: Parameters<typeof openOther>[0]) => {
  const side = await openOther(answer)
  closing.push(side.close)
  return side
}

const RECORDS = Array.from({ length: 7 }, (_, i) => ({ id: i, updated: 1_718_847_000 + i }))
/** Pages of three in a nested list, under `/api/v2/items`. */
const pageOf = (url: URL) => {
  const from = Number(url.searchParams.get('after') ?? 0)
  return { items: RECORDS.slice(from, from + 3), next: from + 3 < RECORDS.length ? from + 3 : null }
}

test.each([
  {
    how: 'whole, naming itself by an inner host',
    next: 'links.next.href',
    answer: (after: number) => ({
      links: { next: { href: `http://app-server.internal:9000/api/v2/items?after=${after}&limit=3` } },
    }),
  },
  {
    how: 'from the path on',
    next: 'next',
    answer: (after: number) => ({ next: `/api/v2/items?after=${after}&limit=3` }),
  },
  { how: 'as a query alone', next: 'next', answer: (after: number) => ({ next: `?after=${after}&limit=3` }) },
  {
    how: 'under a name with a dot',
    next: '@odata.nextLink',
    answer: (after: number) => ({ '@odata.nextLink': `/api/v2/items?after=${after}&limit=3` }),
  },
])(
  'the address of the next page $how leads through all of them, at the place’s own host',
  async ({ next, answer }) => {
    const side = await other((url, response) => {
      const page = pageOf(url)
      response.end(JSON.stringify({ data: { items: page.items }, ...(page.next ? answer(page.next) : {}) }))
    })
    const way = openPoll(byLink({ path: '/items', records: 'data.items', size: 'limit', next }), {
      ...{ url: `${side.url}/api/v2`, pageSize: 3 },
    })
    expect((await walk(way)).records).toEqual(RECORDS)
    expect(side.asked).toEqual(
      ['', '&after=3', '&after=6'].map((_, i) =>
        i === 0 ? '/api/v2/items?limit=3' : `/api/v2/items?after=${3 * i}&limit=3`,
      ),
    )
  },
)

test('a Link header leads on as well, and broken off the walk goes on at its page', async () => {
  const side = await other((url, response) => {
    const page = pageOf(url)
    const address = `<https://elsewhere.invalid/api/items?after=${page.next}>`
    if (page.next)
      response.setHeader('link', `</api/items>; rel="first prev", ${address}; title="x"; rel="next"`)
    response.end(JSON.stringify(page.items))
  })
  const way = openPoll(byLink({ path: '/items', records: null, size: 'limit', next: null }), {
    url: `${side.url}/api`,
  })
  const [first] = [await way.read(null, context)[Symbol.asyncIterator]().next()]
  const rest = await walk(way, first.value.checkpoint)
  expect(rest.records).toEqual(RECORDS.slice(3))
})

test('seconds since 1970 are a watermark, and what names the next page may lie deeper', async () => {
  const side = await other((url, response) => {
    const page = pageOf(url)
    response.end(JSON.stringify({ data: { items: page.items, paging: { next: page.next } } }))
  })
  const way = openPoll(
    byCursor({
      ...{ path: '/items', records: 'data.items', cursor: 'after', size: 'limit', next: 'data.paging.next' },
      changedAtMs: (record) => {
        const told = epochInstant(record.updated, 'seconds')
        return told === null ? null : Date.parse(told)
      },
      query: ({ position }): Record<string, string> =>
        position.watermarkMs === null ? {} : { since: String(position.watermarkMs / 1000) },
    }),
    { url: side.url },
  )
  const { records, checkpoint } = await walk(way)
  expect(records).toEqual(RECORDS)
  await walk(way, checkpoint)
  expect(side.asked.at(-1)).toContain(`since=${RECORDS.at(-1)!.updated}`)
})

test('a key goes in the header the interface names, or id and secret in the form that asks for a token', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ioc-poll-'))
  closing.push(() => rmSync(folder, { recursive: true, force: true }))
  const secret = join(folder, 'secret')
  writeFileSync(secret, 's3cret\n')
  const seen: unknown[] = []
  const side = await other((url, response, request, body) => {
    seen.push(
      url.pathname === '/token'
        ? { body, basic: request.headers.authorization ?? null }
        : (request.headers['x-api-key'] ?? request.headers.authorization),
    )
    response.end(JSON.stringify(url.pathname === '/token' ? { access_token: 't1' } : RECORDS.slice(0, 1)))
  })
  const paging = byLink({ path: '/items', records: null, size: 'limit', next: null })
  const auths = [
    { kind: 'header', name: 'X-API-Key', valueFile: secret },
    {
      ...{ kind: 'client-credentials', tokenUrl: `${side.url}/token`, clientId: 'ioc' },
      ...{ clientSecretFile: secret, sendIn: 'form' },
    },
  ]
  for (const auth of auths) await walk(openPoll(paging, { url: side.url, auth }))
  expect(seen).toEqual([
    's3cret',
    { body: 'grant_type=client_credentials&client_id=ioc&client_secret=s3cret', basic: null },
    'Bearer t1',
  ])
})

test('an answer that is told to be unchanged brings nothing, and is asked for by its ETag', async () => {
  const tags: unknown[] = []
  const side = await other((_, response, request) => {
    tags.push(request.headers['if-none-match'] ?? null)
    if (request.headers['if-none-match'] === '"v1"') return void response.writeHead(304).end()
    response.setHeader('etag', '"v1"')
    response.end(JSON.stringify(RECORDS.slice(0, 2)))
  })
  const way = openPoll(byLink({ path: '/items', records: null, size: 'limit', next: null }), {
    url: side.url,
  })
  const first = await walk(way)
  expect(first.records).toHaveLength(2)
  expect((await walk(way, first.checkpoint)).records).toEqual([])
  expect(tags).toEqual([null, '"v1"'])
})

test.each([
  { header: '7', atLeastMs: 7_000, atMostMs: 7_000 },
  { header: new Date(Date.now() + 3_600_000).toUTCString(), atLeastMs: 3_000_000, atMostMs: 3_600_000 },
  { header: 'soon', atLeastMs: null, atMostMs: null },
])('Retry-After $header is what the other side asked for', async ({ header, atLeastMs, atMostMs }) => {
  const side = await other((_, response) => response.writeHead(503, { 'retry-after': header }).end())
  const way = openPoll(byLink({ path: '/items', records: null, size: 'limit', next: null }), {
    url: side.url,
  })
  const failed = await walk(way).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(CannotRead)
  const { retryAfterMs } = failed as CannotRead
  if (atLeastMs === null) expect(retryAfterMs).toBeNull()
  else {
    expect(retryAfterMs).toBeGreaterThanOrEqual(atLeastMs)
    expect(retryAfterMs).toBeLessThanOrEqual(atMostMs)
  }
})

test('pages that lead back to one another end the walk with a word, and what they held is read', async () => {
  const side = await other((url, response) => {
    const page = url.searchParams.get('p') === 'b' ? 'b' : 'a'
    response.end(JSON.stringify({ data: [{ page }], next: page === 'a' ? '?p=b' : '?p=a' }))
  })
  const way = openPoll(byLink({ path: '/items', records: 'data', size: 'n', next: 'next' }), {
    url: side.url,
  })
  const seen: unknown[] = []
  const reading = async () => {
    for await (const { reads } of way.read(null, context)) seen.push(...reads)
  }
  await expect(reading()).rejects.toThrow(/page 3 leads back to a page of this walk/)
  expect(seen).toHaveLength(2)
  expect(side.asked).toHaveLength(3)
})

test.each([
  [{ a: { b: 1 } }, 'a.b', 1],
  [{ 'a.b': 2, a: { b: 1 } }, 'a.b', 2],
  [{ a: { 'b.c': 3 } }, 'a.b.c', 3],
  [{ a: [1] }, 'a.b', undefined],
  [null, 'a', undefined],
])('of %j the field %s is %j', (json, path, value) => {
  expect(fieldAt(json, path)).toBe(value)
})
