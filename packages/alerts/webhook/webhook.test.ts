import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defaultRules } from '@ioc/schemas/alerts/index.ts'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { ATTEMPTS_MAX, pauseAfter } from './backoff.ts'
import { bodyOf, dueNow } from './deliver.ts'
import type { Due } from './deliveries.ts'
import { openWebhookDoor, readRetryAfter } from './door.ts'
import { isSignedBy, signatureOf } from './sign.ts'

const NOW = Date.parse('2024-07-01T02:00:00Z')
const due = (part: Partial<Due>): Due => ({
  ...{ deliveryId: 'a.firing', alertId: 'a', ruleId: 'source-stale', subject: 'x/dossier.v1', beganMs: NOW },
  ...{ state: 'firing', changedMs: NOW, seen: null, operator: '', word: '', attempts: 0, nextMs: 0 },
  ...part,
})

test('a signature holds for this body, this secret and this while', () => {
  const header = signatureOf('secret', NOW, '{"id":1}')
  const at = (nowMs: number) => ({ nowMs })
  expect(header).toMatch(/^t=1719799200,v1=[0-9a-f]{64}$/)
  expect(isSignedBy('secret', header, '{"id":1}', at(NOW + 60_000))).toBe(true)
  expect(isSignedBy('secret', header, '{"id":2}', at(NOW))).toBe(false)
  expect(isSignedBy('other', header, '{"id":1}', at(NOW))).toBe(false)
  expect(isSignedBy('secret', header, '{"id":1}', at(NOW + 301_000))).toBe(false)
  expect(isSignedBy('secret', header.replace('t=1719799200', 't=1719799201'), '{"id":1}', at(NOW))).toBe(
    false,
  )
  expect(isSignedBy('secret', 'nonsense', '{"id":1}', at(NOW))).toBe(false)
})

test('pauses grow, stay within their bounds, and are no shorter than was asked for', () => {
  expect([1, 2, 3, 14].map((n) => pauseAfter(n, 0.5, null))).toEqual([5_000, 10_000, 20_000, 7_200_000])
  expect(pauseAfter(1, 0, 60_000)).toBe(60_000)
  expect(pauseAfter(1, 0.5, 999_999_999_999)).toBe(6 * 3_600_000)
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempts, random) => {
        const pause = pauseAfter(attempts, random, null)
        expect(pause).toBeGreaterThanOrEqual(2_500)
        expect(pause).toBeLessThanOrEqual(3 * 3_600_000)
      },
    ),
  )
})

test.each([
  ['120', 120_000],
  ['Mon, 01 Jul 2024 02:01:00 GMT', 60_000],
  ['Mon, 01 Jul 2024 01:00:00 GMT', 0],
  ['soon', null],
  [null, null],
])('Retry-After: %s is %s ms', (text, expected) => expect(readRetryAfter(text, NOW)).toBe(expected))

test('of one alert the changes go in order; what is given up does not stop what comes after', () => {
  const resolved = due({ deliveryId: 'a.resolved', state: 'resolved' })
  const other = due({ deliveryId: 'b.firing', alertId: 'b' })
  const ids = (list: Due[]) => dueNow(list, NOW).map(({ deliveryId }) => deliveryId)
  expect(ids([due({}), resolved, other])).toEqual(['a.firing', 'b.firing'])
  expect(ids([due({ nextMs: NOW + 1 }), resolved, other])).toEqual(['b.firing'])
  expect(ids([due({ attempts: ATTEMPTS_MAX }), resolved])).toEqual(['a.resolved'])
})

test('what is sent has the same bytes each time, and no word of the sending', () => {
  const [rule] = defaultRules
  expect(bodyOf(due({}), rule!)).toBe(bodyOf(due({ attempts: 7, nextMs: 5 }), rule!))
  expect(JSON.parse(bodyOf(due({ operator: 'lan', word: 'đang xem' }), null))).toEqual({
    id: 'a.firing',
    alert: {
      ...{ id: 'a', rule: { id: 'source-stale' }, subject: 'x/dossier.v1', state: 'firing' },
      ...{ beganAt: '2024-07-01T09:00:00.000+07:00', changedAt: '2024-07-01T09:00:00.000+07:00', seen: null },
      acknowledged: { operator: 'lan', word: 'đang xem' },
    },
  })
})

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})
const receiver = async (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  const send = (signal = new AbortController().signal) =>
    openWebhookDoor(url, () => NOW).post('{}', { 'ioc-delivery': 'a.firing' }, signal)
  return { send, asked }
}
const plain =
  (status: number, headers = {}) =>
  (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, headers).end('x'.repeat(100_000))
  }

test.each([
  [plain(204), { outcome: 'delivered', status: 204, retryAfterMs: null }],
  [plain(503, { 'retry-after': '7' }), { outcome: 'refused', status: 503, retryAfterMs: 7_000 }],
  [plain(404), { outcome: 'refused', status: 404, retryAfterMs: null }],
  [
    (request: IncomingMessage) => request.socket.destroy(),
    { outcome: 'no-answer', status: 0, retryAfterMs: null },
  ],
])('an answer is one of a closed set', async (answer, expected) => {
  const { send } = await receiver(answer)
  expect(await send()).toMatchObject(expected)
})

test('a redirect is not followed', async () => {
  const { send, asked } = await receiver(plain(307, { location: '/elsewhere' }))
  expect(await send()).toMatchObject({ outcome: 'redirected', status: 307, detail: 'HTTP 307' })
  expect(asked).toEqual(['/hook'])
})

test('a receiver that never answers does not hold a stop', async () => {
  const stopping = new AbortController()
  const { send } = await receiver(() => stopping.abort())
  expect(await send(stopping.signal)).toMatchObject({ outcome: 'no-answer', detail: 'AbortError' })
})
