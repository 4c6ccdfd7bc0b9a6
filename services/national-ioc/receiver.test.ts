import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openClock, standClock } from '@ioc/clock'
import { createLog } from '@ioc/log'
import type { Artefact } from '@ioc/schemas/snapshot/index.ts'
import {
  artefactBytes,
  canonicalBytes,
  digestOf,
  type PrivateJwk,
  readJwks,
  signBody,
  signDetached,
  signingKeyOf,
  verifyReceipt,
} from '@ioc/snapshot'
import { exampleBody, exampleKey, exampleRevision } from '@ioc/snapshot/example.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openReceiver } from './receiver.ts'

const BUSINESS_CLOCK = '2024-07-01T00:00:00+07:00'
const first = await signBody(exampleBody, exampleKey)
const second = await signBody(exampleRevision(first), exampleKey)
const third = await signBody(exampleRevision(second), exampleKey)
/** Signs whatever it is given, as a publisher gone wrong would. */
const signBlindly = async (body: unknown, key = exampleKey) => {
  const bytes = canonicalBytes(body)
  return { body, digest: digestOf(bytes), signature: await signDetached(bytes, key) } as Artefact
}

let dataDir = ''
let keysFile = ''
let url = ''
let stop = async () => {}

const start = async (trustedJwks = keysFile) => {
  standClock(dataDir, BUSINESS_CLOCK)
  const receiver = await openReceiver({
    dataDir,
    host: '127.0.0.1',
    port: 0,
    trustedJwks,
    clock: openClock(dataDir, BUSINESS_CLOCK, Date.now),
    systemNow: Date.now,
    log: createLog('national-ioc', 'silent'),
  })
  for (const part of receiver.parts) await part.start?.()
  url = `http://127.0.0.1:${receiver.port()}`
  stop = async () => {
    for (const part of receiver.parts.toReversed()) await part.stop()
  }
}

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-national-'))
  keysFile = join(dataDir, 'trusted.jwks.json')
  writeFileSync(keysFile, JSON.stringify({ keys: [exampleKey.publicJwk] }))
  await start()
})
afterEach(async () => {
  await stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const putBytes = async (
  name: string,
  body: Uint8Array | string,
  headers: Record<string, string> = { 'idempotency-key': name },
) => {
  const answer = await fetch(`${url}/v1/snapshots/${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: body as BodyInit,
  })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
const put = (artefact: Artefact, name = 'dossier/2024-06-30/1') => putBytes(name, artefactBytes(artefact))
const get = async (path: string) => {
  const answer = await fetch(`${url}${path}`)
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
const metric = async (line: string) =>
  (await get('/metrics')).text.split('\n').find((l) => l.startsWith(line))

test('a sound snapshot is accepted, with a receipt signed by the receiver, at the business hour', async () => {
  const { status, text } = await put(first)
  expect(status).toBe(201)
  const { signature, ...receipt } = JSON.parse(text)
  expect(receipt).toEqual({
    status: 'accepted',
    group: 'dossier',
    date: '2024-06-30',
    revision: 1,
    digest: first.digest,
    counts: { received: 4, accepted: 4, refused: 0 },
    refused: [],
    receivedAt: '2024-07-01T00:00:00.000+07:00',
  })
  const jwks = readJwks(JSON.parse((await get('/.well-known/jwks.json')).text))!
  expect(await verifyReceipt({ ...receipt, signature }, jwks)).toEqual({ kind: 'sound' })
})

test('the same again gets the same receipt, byte for byte, also after a restart and with the keys away', async () => {
  const { text } = await put(first)
  expect(await put(first)).toMatchObject({ status: 200, text })
  await stop()
  await start(join(dataDir, 'nowhere.json'))
  expect(await put(first)).toMatchObject({ status: 200, text })
  expect((await get('/v1/snapshots/dossier/2024-06-30/1/receipt')).text).toBe(text)
})

test('the same body in other JSON is the same snapshot; what came first is kept as it came', async () => {
  const { text } = await put(first)
  expect(await putBytes('dossier/2024-06-30/1', JSON.stringify(first, null, 2))).toMatchObject({
    status: 200,
    text,
  })
  expect((await get('/v1/snapshots/dossier/2024-06-30/1')).text).toBe(
    new TextDecoder().decode(artefactBytes(first)),
  )
})

test('ten at once are one acceptance and one receipt', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => put(first)))
  expect(new Set(answers.map((a) => a.text)).size).toBe(1)
  expect(answers.map((a) => a.status).sort()).toEqual([...Array(9).fill(200), 201])
})

test('another body under the same revision is refused, counted and alarming; what was accepted stays', async () => {
  await put(first)
  const other = await signBody({ ...exampleBody, province: { code: '68', name: 'Đà Lạt' } }, exampleKey)
  const refused = await put(other)
  expect(refused.status).toBe(409)
  expect(JSON.parse(refused.text)).toMatchObject({
    status: 'refused',
    digest: other.digest,
    counts: { received: 4, accepted: 0, refused: 4 },
    refused: [{ index: null, code: 'different-body' }],
  })
  expect(await put(other)).toMatchObject({ status: 409, text: refused.text })
  expect(await metric('national_ioc_alarms_total')).toMatch(/code="different-body".* 2$/)
  expect((await get('/v1/snapshots/dossier/2024-06-30/1')).headers.get('etag')).toBe(`"${first.digest}"`)
})

test('revisions come in order; a gap is refused until it is filled', async () => {
  await put(first)
  const early = await put(third, 'dossier/2024-06-30/3')
  expect(early.status).toBe(409)
  expect(JSON.parse(early.text).refused[0].code).toBe('missing-revision')
  expect((await put(second, 'dossier/2024-06-30/2')).status).toBe(201)
  expect((await put(third, 'dossier/2024-06-30/3')).status).toBe(201)
  const { snapshots } = JSON.parse(
    (await get('/v1/snapshots?group=dossier&from=2024-06-30&to=2024-06-30')).text,
  )
  expect(snapshots.map((s: { revision: number; digest: string }) => [s.revision, s.digest])).toEqual([
    [1, first.digest],
    [2, second.digest],
    [3, third.digest],
  ])
  expect(JSON.parse((await get('/v1/snapshots?group=feedback')).text)).toEqual({
    snapshots: [],
    asOf: '2024-07-01T00:00:00.000+07:00',
    next: null,
  })
})

test('a revision that supersedes another body than the one taken here is refused', async () => {
  await put(first)
  const other = { ...exampleRevision(first), supersedes: { revision: 1, digest: second.digest } }
  const { status, text } = await put(await signBody(other, exampleKey), 'dossier/2024-06-30/2')
  expect({ status, code: JSON.parse(text).refused[0].code }).toEqual({ status: 409, code: 'chain' })
})

const stranger = signingKeyOf(
  generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as PrivateJwk,
)
const [ratio, ...others] = exampleBody.values
test.each([
  ['an unknown key', await signBlindly(exampleBody, stranger), 'unknown-key', null],
  ['a wrong signature', { ...first, signature: second.signature }, 'signature', null],
  ['a changed number', { ...first, body: { ...first.body, date: '2024-06-29' } }, 'digest', null],
  [
    'totals that do not add up',
    await signBlindly({ ...exampleBody, values: [{ ...ratio!, numerator: 1 }, ...others] }),
    'control-totals',
    null,
  ],
  [
    'a withheld value that travels along',
    await signBlindly({ ...exampleBody, values: [...others, { ...ratio!, state: 'withheld' }] }),
    'schema',
    3,
  ],
  [
    "another day's body",
    await signBody({ ...exampleBody, date: '2024-06-29' }, exampleKey),
    'path-differs',
    null,
  ],
])('%s is refused with a signed receipt', async (_what, artefact, code, index) => {
  const { status, text } = await put(artefact)
  const receipt = JSON.parse(text)
  expect({ status, code: receipt.refused[0].code, index: receipt.refused[0].index }).toEqual({
    status: 422,
    code,
    index,
  })
  const jwks = readJwks(JSON.parse((await get('/.well-known/jwks.json')).text))!
  expect(await verifyReceipt(receipt, jwks)).toEqual({ kind: 'sound' })
  expect((await get('/v1/snapshots/dossier/2024-06-30/1')).status).toBe(404)
})

test('a revoked key is refused; what supersedes that revision is taken, if it names the body that came', async () => {
  const keys = [stranger.publicJwk, { ...exampleKey.publicJwk, revoked: true }]
  writeFileSync(keysFile, JSON.stringify({ keys }))
  const next = await signBody(exampleRevision(first), stranger)
  const codeOf = ({ text }: { text: string }) => JSON.parse(text).refused[0]?.code
  expect(codeOf(await put(next, 'dossier/2024-06-30/2'))).toBe('missing-revision') // revision 1 never came
  expect(codeOf(await put(first))).toBe('revoked-key')
  const elsewhere = { ...exampleRevision(first), supersedes: { revision: 1, digest: second.digest } }
  expect(codeOf(await put(await signBody(elsewhere, stranger), 'dossier/2024-06-30/2'))).toBe(
    'missing-revision',
  )
  expect((await put(next, 'dossier/2024-06-30/2')).status).toBe(201)
  expect((await get('/v1/snapshots/dossier/2024-06-30/1')).status).toBe(404)
})

test('while the keys are away nothing is recorded and the sender is asked to come again; then it is accepted', async () => {
  rmSync(keysFile)
  const away = await put(first)
  expect({ status: away.status, again: away.headers.get('retry-after') }).toEqual({ status: 503, again: '2' })
  expect(away.headers.get('content-type')).toContain('application/problem+json')
  expect((await get('/')).text).toContain('Chưa từ chối dữ liệu nào')
  writeFileSync(keysFile, JSON.stringify({ keys: [exampleKey.publicJwk] }))
  expect((await put(first)).status).toBe(201)
})

test('keys are asked for over HTTP, once for many; an answer that is no key set means "come again"', async () => {
  let asked = 0
  let answer = (response: ServerResponse) => response.writeHead(500).end()
  const publisher = createServer((_request, response) => {
    asked += 1
    answer(response)
  }).listen(0, '127.0.0.1')
  try {
    await once(publisher, 'listening')
    await stop()
    await start(`http://127.0.0.1:${(publisher.address() as AddressInfo).port}/.well-known/jwks.json`)
    expect({ status: (await put(first)).status, asked }).toEqual({ status: 503, asked: 1 })
    answer = (response) => response.end(JSON.stringify({ keys: [exampleKey.publicJwk] }))
    const answers = await Promise.all([put(first), put(first), put(second, 'dossier/2024-06-30/2')])
    expect(answers.filter((a) => a.status < 400 || a.status === 409)).toHaveLength(3)
    expect(asked).toBe(2)
  } finally {
    publisher.closeAllConnections()
    publisher.close()
  }
})

test('a key that is new since the last look is looked for again', async () => {
  await put(first)
  writeFileSync(keysFile, JSON.stringify({ keys: [exampleKey.publicJwk, stranger.publicJwk] }))
  const next = await signBody(exampleRevision(first), stranger)
  expect((await put(next, 'dossier/2024-06-30/2')).status).toBe(201)
})

const name = 'dossier/2024-06-30/1'
test.each([
  ['no JSON', name, '{"body":', undefined, 400, 'body-unreadable'],
  ['nothing', name, '', undefined, 400, 'body-unreadable'],
  ['a name twice', name, '{"body":1,"body":2}', undefined, 400, 'body-unreadable'],
  ['no Idempotency-Key', name, artefactBytes(first), {}, 400, 'idempotency-key'],
  ['the key of another', name, artefactBytes(first), { 'idempotency-key': 'a/b/1' }, 400, 'idempotency-key'],
  ['a day that is none', 'dossier/2024-02-30/1', artefactBytes(first), undefined, 400, 'address-unreadable'],
  ['revision 0', 'dossier/2024-06-30/0', artefactBytes(first), undefined, 400, 'address-unreadable'],
  ['too much', name, new Uint8Array(32 * 1024 * 1024 + 1), undefined, 413, undefined],
])('%s is answered with a problem document', async (_what, path, body, headers, status, code) => {
  const answer = await putBytes(path, body, headers)
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(JSON.parse(answer.text)).toMatchObject({ status, ...(code === undefined ? {} : { code }) })
})

test('the page shows what was received and what was refused, in Vietnamese first, without a script', async () => {
  await put(first)
  await put({ ...first, signature: second.signature }, 'dossier/2024-06-30/2')
  const { text, headers } = await get('/')
  expect(text).toContain('<html lang="vi">')
  expect(text).toContain(first.digest)
  expect(text).toContain('href="/v1/snapshots/dossier/2024-06-30/1/receipt"')
  expect(text).toMatch(/<td[^>]*>signature<\/td>/)
  expect(text).not.toContain('<script')
  expect(text).toBe(text.normalize('NFC'))
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
})
