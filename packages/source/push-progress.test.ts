import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { openCatalogues } from '@ioc/catalogues'
import type { OutgoingRecord } from '@ioc/kafka'
import { sourceProgress } from '@ioc/schemas'
import { fastify } from 'fastify'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBodies } from './body.ts'
import { openPushCounts, type PushCounts } from './push-counts.ts'
import type { Token } from './push-key.ts'
import { serveProgress } from './push-progress.ts'
import type { Refusal } from './refusal.ts'

const NOW = Date.parse('2026-07-01T10:00:00+07:00')
const KEYS: Record<string, Token> = {
  right: { kind: 'valid', grant: new Map([['one-stop-vendor', null]]) },
  scoped: { kind: 'valid', grant: new Map([['one-stop-vendor', ['672', '682']]]) },
  two: {
    kind: 'valid',
    grant: new Map([
      ['one-stop-vendor', null],
      ['other-vendor', null],
    ]),
  },
}
const UP_TO_NINE = { completeUpTo: '2026-07-01T09:00:00+07:00', completeFrom: null }
const SILENT = { error: () => {}, info: () => {} } as never
const catalogues = openCatalogues()
let speakers: (readonly string[] | null)[]
let isRead: boolean
let hold: Refusal | null
const folder = mkdtempSync(join(tmpdir(), 'push-progress-'))
const sent: { topic: string; records: OutgoingRecord[] }[] = []
let isAway = false
const contract = { id: 'dossier.v1' }
let counts: PushCounts
const app = fastify()

beforeAll(() => {
  counts = openPushCounts(folder, 'dossier-producer', SILENT)
  const bodies = openBodies({ bytesMax: 10_000, bytesInFlightMax: 20_000 })
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('*', (_: unknown, stream: Readable) => bodies.read(stream, null))
  serveProgress(app, {
    contract,
    keys: { find: (key) => KEYS[key] ?? { kind: 'unknown' }, speakersOf: () => speakers },
    catalogues: () => catalogues,
    held: () => hold,
    isRead: () => isRead,
    counts,
    delivery: {
      away: () => isAway,
      deliver: async (topic, records) => {
        if (!isAway) sent.push({ topic, records })
        return !isAway
      },
    },
    businessNow: () => NOW,
  })
})
beforeEach(() => {
  sent.length = 0
  isAway = false
  speakers = [null]
  isRead = false
  hold = null
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

const say = (body: unknown, key = 'right') =>
  app.inject({
    method: 'POST',
    url: '/v1/progress',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

test('a word becomes a record of source-progress.v1 that the reader takes, with what was counted', async () => {
  counts.count('one-stop-vendor', false)
  counts.count('one-stop-vendor', true)
  const word = { completeUpTo: '2026-07-01T09:59:00+07:00', completeFrom: '2026-01-01T00:00:00+07:00' }
  const answer = await say({ ...word, rhythmSeconds: 600 })
  expect(answer.json()).toMatchObject({ source: 'one-stop-vendor', emitted: 2, rejected: 1, units: ['68'] })
  expect(sent).toMatchObject([{ topic: 'source-progress.v1' }])
  const [record] = sent[0]!.records
  expect(record!.key).toBe('one-stop-vendor/dossier.v1')
  expect(sourceProgress.data.parse(JSON.parse(String(record!.value)))).toMatchObject({
    ...{ source: 'one-stop-vendor', contract: 'dossier.v1', rhythmSeconds: 600, simulated: false },
    completeUpTo: Date.parse(word.completeUpTo),
    completeFrom: Date.parse(word.completeFrom),
  })
})

test('a key of some units speaks for those alone', async () => {
  await say(UP_TO_NINE, 'scoped')
  expect(JSON.parse(String(sent[0]!.records[0]!.value)).units).toEqual(['672', '682'])
})

const unitsSent = () => JSON.parse(String(sent[0]!.records[0]!.value)).units

test('it may name fewer units than its key may speak of, and no others', async () => {
  await say({ ...UP_TO_NINE, units: ['24769', '24769'] }, 'scoped')
  expect(unitsSent()).toEqual(['24769'])
  const outside = await say({ ...UP_TO_NINE, units: ['24769', '68'] }, 'scoped')
  expect(outside.json()).toMatchObject({ status: 403, code: 'unit-out-of-scope', unit: '68' })
  expect(sent).toHaveLength(1)
})

test('a key of all units may name any', async () => {
  await say({ ...UP_TO_NINE, units: ['24769'] })
  expect(unitsSent()).toEqual(['24769'])
})

test('while its source is held it says nothing, and is told when to come again', async () => {
  hold = { status: 503, title: 'Source is held', detail: 'by lan', retryAfterSeconds: 30 }
  const answer = await say(UP_TO_NINE)
  expect([answer.statusCode, answer.headers['retry-after'], sent]).toEqual([503, '30', []])
})

test('who would overwrite the word of another is told to take a name of its own', async () => {
  speakers = [null, ['672']]
  const two = await say(UP_TO_NINE)
  expect(two.statusCode).toBe(409)
  expect(two.json().detail).toMatch(/keys of different units \(all units \/ 672\).*source name of its own/)
  speakers = [null]
  isRead = true
  expect((await say(UP_TO_NINE)).json()).toMatchObject({ status: 409, code: 'several-speakers' })
  expect(sent).toEqual([])
})

test('counts are there again after a start', () => {
  counts.save()
  expect(openPushCounts(folder, 'dossier-producer', SILENT).of('one-stop-vendor')).toEqual(
    counts.of('one-stop-vendor'),
  )
})

test.each([
  ['no JSON', 'complete!', 400, 'Send JSON'],
  ['no instant', { ...UP_TO_NINE, completeUpTo: 'yesterday' }, 400, 'completeUpTo'],
  ['what has not happened', { ...UP_TO_NINE, completeUpTo: '2026-07-01T10:02:00+07:00' }, 400, '120 s ahead'],
  [
    'an end before its beginning',
    { completeUpTo: '2026-06-01T00:00:00+07:00', completeFrom: '2026-06-02T00:00:00+07:00' },
    400,
    'completeFrom lies after',
  ],
  [
    'silence on when it begins',
    { completeUpTo: '2026-07-01T09:00:00+07:00' },
    400,
    'completeFrom is missing',
  ],
  ['a unit nobody knows', { ...UP_TO_NINE, units: ['24769', '99999'] }, 400, '99999 is no unit'],
  ['no unit at all', { ...UP_TO_NINE, units: [] }, 400, 'units'],
  ['a field nobody knows', { ...UP_TO_NINE, upTo: 1 }, 400, 'upTo'],
  ['another source', { ...UP_TO_NINE, source: 'feedback-push' }, 403, 'one-stop-vendor only'],
])('%s is refused, and nothing is sent', async (_, body, status, detail) => {
  const answer = await say(body)
  expect([answer.statusCode, answer.json().detail]).toEqual([status, expect.stringContaining(detail)])
  expect(sent).toEqual([])
})

test('a key of several sources must say which is meant', async () => {
  const word = UP_TO_NINE
  expect((await say(word, 'two')).json().detail).toContain('one-stop-vendor, other-vendor')
  expect((await say({ ...word, source: 'other-vendor' }, 'two')).json()).toMatchObject({
    source: 'other-vendor',
  })
})

test('who has no key is not heard, and while Kafka is away the word is to be said again', async () => {
  expect((await say(UP_TO_NINE, 'wrong')).statusCode).toBe(401)
  isAway = true
  const answer = await say(UP_TO_NINE)
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5'])
})

test('of a contract with streams it must say of which everything was sent, for that is a claim too', async () => {
  contract.id = 'feedback.v1'
  try {
    const silent = await say(UP_TO_NINE)
    expect([silent.statusCode, silent.json().detail]).toEqual([
      400,
      expect.stringMatching(/^streams is missing: the channel values.*null where that is all/),
    ])
    const strange = await say({ ...UP_TO_NINE, streams: ['zalo'] })
    expect(strange.json().detail).toMatch(
      /^streams: zalo is no channel of feedback: national-portal, hotline/,
    )
    expect(sent).toEqual([])
    const one = await say({ ...UP_TO_NINE, streams: ['hotline', 'hotline'] })
    expect(one.json()).toMatchObject({ streams: ['hotline'] })
    expect((await say({ ...UP_TO_NINE, streams: null })).json()).toMatchObject({ streams: null })
    contract.id = 'survey-response.v1'
    expect((await say({ ...UP_TO_NINE, streams: ['sipas@1999'] })).json().detail).toMatch(/no questionnaire/)
    expect((await say({ ...UP_TO_NINE, streams: ['sipas@2022'] })).statusCode).toBe(200)
  } finally {
    contract.id = 'dossier.v1'
  }
  const none = await say({ ...UP_TO_NINE, streams: ['online'] })
  expect(none.json().detail).toMatch(/is no stream: all events of dossier.v1 are of one kind/)
})
