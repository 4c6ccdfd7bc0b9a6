import type { ServerResponse } from 'node:http'
import { signBody } from '@ioc/snapshot'
import { exampleBody, exampleKey } from '@ioc/snapshot/example.ts'
import { afterEach, expect, test } from 'vitest'
import { deliversOnceHealed, endAll, ends, first, nextDay, open, sent } from './misbehaving.fixture.ts'
import { openDoor } from './receivers/door.ts'
import { openReference } from './receivers/reference/index.ts'
import { receiptFor } from './receivers/reference/stub.fixture.ts'
import { type Answers, json, serve } from './receivers/stub.fixture.ts'

const other = await signBody({ ...exampleBody, province: { code: '68', name: 'Đà Lạt' } }, exampleKey)
const good = await receiptFor(sent, 'accepted')

afterEach(endAll)

const half = (response: ServerResponse) => {
  response.writeHead(201, { 'content-type': 'application/json', 'content-length': '500' })
  response.write(JSON.stringify(good).slice(0, 100), () => response.destroy())
}
const forged = { ...good, signature: `${good.signature.slice(0, -4)}AAAA` }

test.each<[string, Answers, string, string]>([
  [
    '500',
    (_, response) => json(response, 500, { error: 'database' }),
    'failing',
    'the receiver is failing: it answered 500',
  ],
  [
    'HTML',
    (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>login'),
    'no-receipt',
    'the receiver answered 200 without a readable receipt',
  ],
  [
    'nothing',
    (_, response) => void response.writeHead(200).end(),
    'no-receipt',
    'the receiver answered 200 without a readable receipt',
  ],
  [
    'no answer at all',
    (_, response) => void response.destroy(),
    'cut-off',
    'the connection ended before the whole answer was there (ECONNRESET)',
  ],
  [
    'half an answer',
    (_, response) => half(response),
    'cut-off',
    'the connection ended before the whole answer was there (ECONNRESET)',
  ],
  [
    'no HTTP',
    (_, response) => void response.socket!.end('SMTP ready\r\n'),
    'cut-off',
    'the connection ended before the whole answer was there (HPE_INVALID_CONSTANT)',
  ],
  [
    'a receipt for another body',
    async (_, response) => json(response, 201, await receiptFor(other, 'accepted')),
    'receipt-elsewhere',
    'the receipt is for another body: its digest is not the one that was sent',
  ],
  [
    'a receipt with a wrong signature',
    (_, response) => json(response, 201, forged),
    'receipt-signature',
    'the receipt is not signed rightly: the key kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k did not sign this body',
  ],
  [
    'a refusal with a wrong signature',
    (_, response) =>
      json(response, 422, {
        ...forged,
        status: 'refused',
        refused: [{ index: null, code: 'schema', reason: 'x' }],
      }),
    'receipt-signature',
    'the receipt is not signed rightly: the key kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k did not sign this body',
  ],
  [
    'a redirect',
    (_, response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
    'redirect',
    'the receiver answered 307, a redirect; snapshots go to the address that is set and nowhere else',
  ],
  [
    '401',
    (_, response) => json(response, 401, {}),
    'credential',
    'the receiver does not know us: it answered 401 (NATIONAL_IOC_TOKEN_FILE, NATIONAL_IOC_TLS_CERT)',
  ],
  [
    '404',
    (_, response) => json(response, 404, {}),
    'wrong-address',
    'the receiver answered 404: NATIONAL_IOC_URL does not lead to its interface',
  ],
  [
    'more than any receipt',
    (_, response) => void response.writeHead(200).end('x'.repeat(2_000_000)),
    'too-large',
    'the answer is larger than 1048576 bytes',
  ],
])('%s holds the order, says why in one line, and loses nothing', async (_what, misbehave, code, detail) => {
  const opened = await open(misbehave)
  await opened.delivery.catchUp()
  expect(opened.delivery.stateOf(first.parcel.key)).toMatchObject({
    state: 'waiting',
    parked: null,
    detail,
    attempts: 1,
  })
  expect(opened.delivery.stateOf(nextDay.parcel.key)).toMatchObject({ state: 'waiting', attempts: 0 })
  expect((await opened.delivery.attempts(first.parcel.key))[0]).toMatchObject({
    outcome: 'again',
    code,
    digest: sent.digest,
  })
  await deliversOnceHealed(opened)
})

test.each<[string, number, unknown, string]>([
  [
    '400',
    400,
    { title: 'Bad Request', detail: 'field x is unknown' },
    'the receiver answered 400: field x is unknown',
  ],
  ['409', 409, {}, 'the receiver answered 409'],
  ['413', 413, {}, 'the receiver answered 413'],
])(
  '%s without a receipt parks each snapshot it is said about, with its reason',
  async (_what, status, body, reason) => {
    const opened = await open((_, response) => json(response, status, body))
    await opened.delivery.catchUp()
    for (const { parcel } of [first, nextDay])
      expect(opened.delivery.stateOf(parcel.key)).toMatchObject({ state: 'refused', parked: reason })
    await deliversOnceHealed(opened)
  },
)

test('a refusal signed by the receiver parks the snapshot; its receipt is kept as it came', async () => {
  const receipt = await receiptFor(sent, 'refused')
  const opened = await open(async ({ path }, response) =>
    path.endsWith(first.parcel.key) ? json(response, 422, receipt) : json(response, 500, {}),
  )
  await opened.delivery.catchUp()
  expect(opened.delivery.stateOf(first.parcel.key)).toMatchObject({
    state: 'refused',
    parked: 'control-totals: as the test wants it',
  })
  const [attempt] = await opened.delivery.attempts(first.parcel.key)
  expect(attempt).toMatchObject({
    receipt: JSON.stringify(receipt),
    httpStatus: 422,
    bytesSent: first.bytes.length,
  })
  await deliversOnceHealed(opened)
})

test('409 of a receiver that holds a receipt for these bytes is "already accepted", which is success', async () => {
  const opened = await open(({ method }, response) =>
    method === 'GET' ? json(response, 200, good) : json(response, 409, {}),
  )
  await opened.delivery.catchUp()
  expect(opened.delivery.stateOf(first.parcel.key).state).toBe('accepted')
  expect((await opened.delivery.attempts(first.parcel.key))[0]!.code).toBe('already-accepted')
})

test.each([
  ['seconds', '90'],
  ['a date', 'Tue, 30 Jun 2026 17:06:30 GMT'],
])('429 with Retry-After as %s is waited for', async (_what, header) => {
  const opened = await open((_, response) => json(response, 429, {}, { 'retry-after': header }))
  await opened.delivery.catchUp()
  expect(opened.delivery.stateOf(first.parcel.key)).toMatchObject({
    state: 'waiting',
    nextAttemptAtMs: opened.state.nowMs + 90_000,
    detail: 'the receiver is busy (429) and asks to wait 90 s',
  })
  await deliversOnceHealed(opened)
})

test.each<[string, Answers, string]>([
  [
    'takes the snapshot and is silent',
    () => {},
    'the receiver took the snapshot and does not answer within 2 s',
  ],
  [
    'begins an answer without end',
    (_, response) => void response.writeHead(200).write('{'),
    'the receiver’s answer does not end within 2 s',
  ],
])('a receiver that %s is left after a bounded time', async (_what, misbehave, detail) => {
  const opened = await open(misbehave, {}, { headersMs: 2_000, bodyMs: 2_000 })
  await opened.delivery.catchUp()
  expect(opened.delivery.stateOf(first.parcel.key)).toMatchObject({ state: 'waiting', detail })
  await deliversOnceHealed(opened)
})

test('a receiver whose keys cannot be had is not believed, and asked again', async () => {
  const opened = await open((_, response) => json(response, 201, good))
  opened.heal()
  const keyless = await serve((request, response) =>
    request.path === '/.well-known/jwks.json' ? json(response, 200, { keys: [] }) : json(response, 201, good),
  )
  ends.push(() => keyless.close())
  const receiver = openReference(openDoor({ url: keyless.url }), { jwks: undefined, now: () => 0 })
  ends.push(() => receiver.close())
  expect(await receiver.send(first.parcel, first.bytes, new AbortController().signal)).toMatchObject({
    outcome: 'again',
    code: 'receipt-signature',
  })
})

test('nobody listens: away, and nothing is lost', async () => {
  const opened = await open(() => {})
  const gone = openReference(openDoor({ url: 'http://127.0.0.1:1' }), { jwks: undefined, now: () => 0 })
  expect(await gone.send(first.parcel, first.bytes, new AbortController().signal)).toMatchObject({
    code: 'away',
    detail: 'the receiver is away: nobody listens there (ECONNREFUSED)',
  })
  await deliversOnceHealed(opened)
})
