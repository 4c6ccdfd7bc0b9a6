import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dossier, event, publishHalfYear } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { until } from './until.ts'

type Letter = {
  topic: string
  partition: number
  offset: number
  appendedAt: string
  state: string
  replays: number
  replayedAt: string | null
}

let centre: LiveCentre
let key: string
beforeAll(async () => {
  centre = await startLiveCentre()
  key = readFileSync(join(centre.dataDir, 'keys/operator'), 'utf8').trim()
  await publishHalfYear(centre.kafka)
  await centre.kafka.publish(
    'dossier.v1',
    [201, 202, 203].map((serial) =>
      event(
        'dossier.v1',
        'one-district',
        `d-${serial}`,
        dossier(serial, { dueAt: '2024-02-30', HoTen: 'Nguyễn Văn Mô Phỏng' }),
      ),
    ),
  )
  await until('all are rejected', async () => (await list('?source=one-district')).length === 3, 60_000)
})
afterAll(() => centre?.close(), 30_000)

const get = async (path: string, token?: string) => {
  const answer = await fetch(
    centre.url + path,
    token ? { headers: { authorization: `Bearer ${token}` } } : {},
  )
  return { status: answer.status, body: await answer.json() }
}
const list = async (query: string): Promise<Letter[]> =>
  (await get(`/v1/dead-letters${query}`)).body.deadLetters
const post = async (path: string, body: object, token = key) => {
  const answer = await fetch(centre.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.json() }
}
const at = ({ topic, partition, offset }: Letter) => `/v1/dead-letters/${topic}/${partition}/${offset}`

test('filters of the list, and what is counted', async () => {
  expect(await list('?source=one-district&reason=personal-data&contract=dossier.v1&state=open')).toHaveLength(
    3,
  )
  expect(await list('?state=replayed')).toEqual([])
  expect(await list('?from=2099-01-01')).toEqual([])
  // A day is its beginning, as it is for the command: what arrived on it is after `from`, and not before `to`.
  const [newest] = await list('')
  const day = newest!.appendedAt.slice(0, 10)
  expect((await list(`?from=${day}`))[0]).toEqual(newest)
  expect(await list(`?to=${day}`)).not.toContainEqual(newest)
  expect((await get('/v1/dead-letters?state=gone')).body.parameters[0].parameter).toBe('state')
  await until(
    'the counts are as new',
    async () => (await get('/v1/dead-letters/summary')).body.records === 4,
    60_000,
  )
  expect((await get('/v1/dead-letters/summary')).body).toMatchObject({
    sources: [
      { source: 'one-district', records: 3 },
      { source: 'first-half-2024', records: 1 },
    ],
    states: [{ state: 'open', records: 4 }],
  })
})

test('each list of counts is narrowed by the other choices, and says what could be chosen instead', async () => {
  const counts = async (query: string) => (await get(`/v1/dead-letters/summary${query}`)).body
  expect(await counts('?source=first-half-2024')).toMatchObject({
    records: 1,
    reasons: [{ code: 'wrong-instant', records: 1 }],
    sources: [
      { source: 'one-district', records: 3 },
      { source: 'first-half-2024', records: 1 },
    ],
    contracts: [{ contract: 'dossier.v1', records: 1 }],
    states: [{ state: 'open', records: 1 }],
  })
  expect(await counts('?source=one-district&state=dropped&to=2099-01-01')).toMatchObject({
    records: 0,
    reasons: [],
    sources: [],
    states: [{ state: 'open', records: 3 }],
  })
  expect((await get('/v1/dead-letters/summary?unit=24769')).status).toBe(400)
})

test('a unit is sought inside, so that takes the key', async () => {
  const path = '/v1/dead-letters?source=one-district&unit=24769'
  expect((await get(path)).status).toBe(401)
  expect((await get(path, key)).body.deadLetters).toHaveLength(3)
  expect((await get(path.replace('24769', '24778'), key)).body.deadLetters).toEqual([])
})

test('nothing is done without the operator’s key, and refusals are problem documents', async () => {
  const [letter] = await list('?source=one-district')
  for (const name of ['open', 'verdict', 'replay', 'mend', 'drop', 'reopen'])
    expect([name, (await post(`${at(letter!)}/${name}`, {}, 'wrong')).status]).toEqual([name, 401])
  expect(await post('/v1/dead-letters/dossier.v1/0/999999/open', {})).toMatchObject({
    status: 404,
    type: 'application/problem+json; charset=utf-8',
    body: { code: 'not-a-dead-letter' },
  })
  expect(await post(`${at(letter!)}/drop`, {})).toMatchObject({ status: 400, body: { code: 'why-missing' } })
  expect(await post(`${at(letter!)}/open`, { unmasked: true })).toMatchObject({
    status: 400,
    body: { code: 'why-missing' },
  })
  expect((await get('/v1/dead-letters/dossier.v1/0/x')).status).toBe(400)
})

test('opened masked, mended, judged, sent, and the whole of it told', async () => {
  const [letter] = await list('?source=one-district')
  const opened = await post(`${at(letter!)}/open`, { actor: 'Lan', why: 'district asked' })
  expect(opened.body.event.data).toMatchObject({ HoTen: '•••', dueAt: '2024-02-30', unitCode: '24769' })
  expect(JSON.stringify(opened.body)).not.toContain('Nguyễn')
  const changes = [{ path: 'data.HoTen', remove: true }]
  expect((await post(`${at(letter!)}/verdict`, { changes })).body).toMatchObject({
    outcome: 'would-be-rejected',
    reasons: [{ path: 'data.dueAt', code: 'wrong-instant' }],
  })
  const mended = [...changes, { path: ['data', 'dueAt'], value: '2024-02-29' }]
  expect((await post(`${at(letter!)}/verdict`, { changes: mended })).body.outcome).toBe('would-be-kept')
  const sent = await post(`${at(letter!)}/mend`, { changes: mended, actor: 'Lan' })
  expect(sent.body).toMatchObject({ outcome: 'kept', reasons: [] })
  expect((await post(`${at(letter!)}/mend`, { changes: mended })).body).toMatchObject({
    outcome: 'already-replayed',
    at: sent.body.at,
  })
  const told = (await get(at(letter!), key)).body
  expect(told).toMatchObject({ state: 'replayed', replayedAt: sent.body.at, replays: 1 })
  expect(told.actions.map((each: { action: string; actor: string }) => [each.action, each.actor])).toEqual([
    ['open', 'operations-centre/operator (Lan)'],
    ['replay', 'operations-centre/operator (Lan)'],
  ])
  expect(told.actions[0].why).toBe('district asked')
  expect(JSON.stringify(told)).not.toContain('2024-02-29')
})

test('who acted and why is told to operators alone; everybody sees what was done and when', async () => {
  const [letter] = await list('?state=replayed')
  for (const stranger of [undefined, 'wrong', 'k'.repeat(512)]) {
    const { status, body } = await get(at(letter!), stranger)
    expect([status, body.actions.map(Object.keys)]).toEqual([
      200,
      [
        ['action', 'actedAt'],
        ['action', 'actedAt'],
      ],
    ])
    expect(body.actions.map((each: { action: string }) => each.action)).toEqual(['open', 'replay'])
    expect(JSON.stringify(body)).not.toMatch(/Lan|district asked|HoTen.*changed/)
  }
})

test('dropped with a word why, taken back, and replayed by reason', async () => {
  const [letter] = await list('?source=one-district&state=open')
  expect((await post(`${at(letter!)}/drop`, { why: 'a test' })).body.outcome).toBe('dropped')
  expect(await list('?source=one-district&state=dropped')).toHaveLength(1)
  expect((await post(`${at(letter!)}/replay`, {})).body.outcome).toBe('dropped')
  expect((await post(`${at(letter!)}/reopen`, { why: 'it was real' })).body.outcome).toBe('reopened')
  const many = await post('/v1/dead-letters/replay', { reason: 'personal-data', source: 'one-district' })
  expect(many.body.results.map((each: { outcome: string }) => each.outcome)).toEqual([
    'would-be-rejected',
    'would-be-rejected',
  ])
  expect(many.body.next).toBe(null)
})

test('what would be rejected stays, and a replay of many goes on behind it', async () => {
  const reason = { reason: 'personal-data', source: 'one-district' }
  const tried: string[] = []
  for (const filter of [reason, { ...reason, unit: '24769' }]) {
    let before: string | null = null
    do {
      const { status, body } = await post('/v1/dead-letters/replay', {
        ...filter,
        limit: 1,
        ...(before && { before }),
      })
      expect(status).toBe(200)
      tried.push(...body.results.map((each: { position: string }) => each.position))
      before = body.next
    } while (before !== null && tried.length < 10)
  }
  const waiting = (await list('?source=one-district&state=open')).map((each) => at(each).slice(17))
  expect(waiting).toHaveLength(2)
  expect(tried).toEqual([...waiting, ...waiting])
  for (const foreign of [{ contract: 'feedback.v1' }, { to: '2024-01-01' }, { unit: '24778' }])
    expect((await post('/v1/dead-letters/replay', { ...reason, ...foreign })).body.results).toEqual([])
})
