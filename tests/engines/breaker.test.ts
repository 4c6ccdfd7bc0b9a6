import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalKafka, launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { topics } from '@ioc/schemas'
import { readSourceControl, type SourceControl } from '@ioc/schemas/control/source-control.ts'
import { SOURCE_CONTROL_TOPIC } from '@ioc/schemas/topics.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { freePair, freePortBase } from '../ports.ts'
import {
  type Answer,
  badDossiers,
  goodDossiers,
  type ProducerProcess,
  producerProcess,
  sourceCommand,
} from './breaker.producer.ts'

const WITHIN_MS = 60_000
// Several waits a test, each with its own bound.
const PROBE_SECONDS = 2
const LIVE_FROM = '2024-07-01T00:00:00+07:00'

const folders: string[] = []
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'ioc-breaker-'))
  folders.push(made)
  return made
}

let broker: LocalKafka
let kafka: Kafka
let here: ProducerProcess
let elsewhere: ProducerProcess
beforeAll(async () => {
  await prepareKafka({ debug: () => {}, info: () => {}, warn: () => {}, error: () => {} })
  broker = await launchKafka({ dataDir: folder(), port: await freePair(), heapMb: 384 })
  kafka = openKafka({ brokers: [broker.brokers], clientId: 'breaker-test' })
  await provisionTopics(kafka, [...topics])
  const settings = { BREAKER_PROBE_SECONDS: String(PROBE_SECONDS), IOC_BUSINESS_CLOCK: LIVE_FROM }
  here = producerProcess({ dataDir: folder(), brokers: broker.brokers, settings }, await freePortBase())
  await here.start()
  elsewhere = producerProcess({ dataDir: folder(), brokers: broker.brokers, settings }, await freePortBase())
  await elsewhere.start()
  for (const each of [here, elsewhere])
    await until('holds are known', async () => (await each.get('/health/ready')).ok, WITHIN_MS)
})
afterAll(async () => {
  await Promise.all([here?.kill(), elsewhere?.kill()])
  await kafka?.close()
  await broker?.kill()
  for (const each of folders) rmSync(each, { recursive: true, force: true })
})

/** Records of pushed dossiers in the log: those of the live simulation go on beside them. */
const pushedRecords = async () => {
  let pushed = 0
  for (const { partition, low, high } of await kafka.admin.offsets('dossier.v1'))
    await kafka.readFrom('dossier.v1', partition, low, high, (records) => {
      pushed += records.filter(({ headers }) => headers.ce_source?.toString() === 'dossier-push').length
    })
  return pushed
}

const controls = async (): Promise<SourceControl[]> => {
  const read: SourceControl[] = []
  const [ends] = await kafka.admin.offsets(SOURCE_CONTROL_TOPIC)
  await kafka.readFrom(SOURCE_CONTROL_TOPIC, 0, ends!.low, ends!.high, (records) => {
    read.push(...records.map(({ value }) => readSourceControl(value)!))
  })
  return read
}

/** The command as a person gives it, beside one of the producers. */
const command = async (...words: string[]) => {
  const { code, stdout } = await sourceCommand(elsewhere, broker.brokers, ...words, '--json')
  return { code, json: stdout === '' ? null : JSON.parse(stdout) }
}

const liveDemo = async (producer: ProducerProcess) => {
  const { sources } = (await (await producer.get('/v1/sources')).json()) as {
    sources: { name: string; state: string; emitted: number }[]
  }
  return sources.find(({ name }) => name === 'live-demo')!
}

const HELD = {
  status: 503,
  body: {
    status: 503,
    code: 'source-held',
    source: 'dossier-push',
    heldBy: 'breaker',
    lastReason: { path: 'data.unitCode', code: 'unknown-unit', message: expect.any(String) },
  },
}
const untilAnswered = async (producer: ProducerProcess, status: number) => {
  let last: Answer | null = null
  await until(
    `a good dossier is answered ${status}`,
    async () => {
      last = await producer.push(goodDossiers(1))
      return last.status === status
    },
    WITHIN_MS,
  )
  return last! as Answer
}

test('a source that sends nonsense is held everywhere, with a reason, and nothing more of it is kept; another flows', async () => {
  const answer = await here.push(badDossiers(100))
  expect(answer).toMatchObject({ status: 200, body: { accepted: 0 } })
  const before = await pushedRecords()
  expect(before).toBe(100)
  for (let i = 0; i < 20; i++) {
    const held = await here.push(badDossiers(500))
    expect(held).toMatchObject(HELD)
    expect(held.retryAfter).toBeGreaterThanOrEqual(1)
    expect(held.body.detail).toMatch(
      /held since .* by breaker: 100 rejected in a row.*npm run source -- release/,
    )
  }
  // Asked without a push: one that is taken before it knows would be one more record.
  await until(
    'the other instance knows',
    async () => {
      const { push } = (await (await elsewhere.get('/v1/sources')).json()) as {
        push: { name: string; state: string }[]
      }
      return push.find(({ name }) => name === 'dossier-push')?.state === 'held'
    },
    WITHIN_MS,
  )
  expect((await elsewhere.push(badDossiers(1))).status).toBe(503)
  expect(await pushedRecords()).toBe(before)
  expect(await (await here.get('/metrics')).text()).toMatch(
    /ioc_source_held\{[^}]*source="dossier-push"[^}]*\} 1/,
  )

  const { emitted } = await liveDemo(here)
  await until('the other source goes on', async () => (await liveDemo(here)).emitted > emitted, WITHIN_MS)
})

test('the hold survives kill -9', async () => {
  await here.kill()
  await here.start()
  const answer = await here.push(badDossiers(1))
  expect(answer.status).toBe(503)
  await until(
    'the hold was read',
    async () => (await here.push(badDossiers(1))).body.code === 'source-held',
    WITHIN_MS,
  )
})

test('a good probe releases it everywhere, and its events are kept', async () => {
  const before = await pushedRecords()
  await untilAnswered(here, 200)
  await untilAnswered(elsewhere, 200)
  expect(await here.push(goodDossiers(50))).toMatchObject({ status: 200, body: { accepted: 50 } })
  expect(await pushedRecords()).toBe(before + 52)
  // Each instance may have tried it; the log says the same to both.
  const told = await controls()
  expect(told[0]).toMatchObject({ source: 'dossier-push', state: 'held', by: 'breaker' })
  expect(told.length).toBeGreaterThan(1)
  for (const control of told.slice(1))
    expect(control).toMatchObject({ source: 'dossier-push', state: 'released', by: 'breaker' })
})

test('a hold by hand reaches the producers from anywhere; a source that is pulled rests at its checkpoint and goes on after', async () => {
  const why = 'as agreed by telephone'
  const decided = { source: 'live-demo', contract: 'dossier.v1', by: 'lan', why }
  expect(await command('hold', 'live-demo', '--why', why, '--by', 'lan')).toMatchObject({
    code: 0,
    json: { controls: [{ ...decided, state: 'held' }] },
  })
  for (const each of [here, elsewhere])
    await until('it is held', async () => (await liveDemo(each)).state === 'held', WITHIN_MS)
  expect((await here.push(goodDossiers(1))).status).toBe(200)
  const { emitted } = await liveDemo(here)
  expect(await command('show', 'live-demo')).toMatchObject({
    code: 0,
    json: { sources: [{ source: 'live-demo', state: 'held', heldBy: 'lan', why, producer: 'held' }] },
  })
  expect(await liveDemo(here)).toMatchObject({ emitted })
  expect((await command('release', 'live-demo', '--why', why)).code).toBe(0)
  await until('it goes on', async () => (await liveDemo(here)).emitted > emitted, WITHIN_MS)

  expect((await command('hold', 'dossier-push', '--why', why, '--by', 'lan')).code).toBe(0)
  const held = await untilAnswered(here, 503)
  expect(held.body).toMatchObject({ code: 'source-held', heldBy: 'lan', why })
  expect((await command('release', 'dossier-push', '--why', why)).code).toBe(0)
  await untilAnswered(here, 200)
  await untilAnswered(elsewhere, 200)
  const { json } = await command('list')
  expect(json.sources.map(({ source, state }: { source: string; state: string }) => [source, state])).toEqual(
    [
      // Connected, and turned on nowhere here.
      ['department-figures', 'off'],
      ['dossier-push', 'flowing'],
      ['feedback-portal', 'off'],
      ['first-half-2024', 'flowing'],
      ['live-demo', 'flowing'],
      ['one-stop-portal', 'off'],
      ['survey-forms', 'off'],
    ],
  )
})

test.each([
  { words: ['hold', 'dossier-push'], code: 78 }, // without a word why
  { words: ['halt', 'dossier-push'], code: 78 },
  { words: ['stop', 'dossier-push'], code: 1 }, // no connected source: it is pushed
  { words: ['hold', 'dossier-push', '--why', 'x', '--by', 'breaker'], code: 78 }, // it would end by itself
  { words: ['hold', 'nobody', '--why', 'x'], code: 1 },
  { words: ['show', 'nobody'], code: 1 },
])('npm run source -- $words ends with $code and decides nothing', async ({ words, code }) => {
  const before = (await controls()).length
  expect(await command(...words)).toEqual({ code, json: null })
  expect((await controls()).length).toBe(before)
})

test('while it is not known who is held nobody is let in; once Kafka answers, everybody who may', async () => {
  await here.kill()
  await broker.pause()
  try {
    await here.start()
    const answer = await here.push(goodDossiers(1))
    expect(answer).toMatchObject({ status: 503, body: { code: 'holds-unknown' } })
    expect(answer.retryAfter).toBeGreaterThanOrEqual(1)
  } finally {
    await broker.resume()
  }
  await untilAnswered(here, 200)
})

test('held while Kafka is away: true at once, and told when it is back', async () => {
  // Refused up to the brink, then the last one while nothing can be written: its body is unknown, and does not count.
  expect((await here.push(badDossiers(99))).status).toBe(200)
  await broker.pause()
  try {
    const answer = await here.push(badDossiers(1))
    expect(answer).toMatchObject({ status: 503 })
    const startedMs = performance.now()
    expect((await here.push(badDossiers(1))).status).toBe(503)
    expect(performance.now() - startedMs).toBeLessThan(5_000) // at once, not after another ten seconds
  } finally {
    await broker.resume()
  }
  await until(
    'the hundredth is kept',
    async () => (await here.push(badDossiers(1))).status === 200,
    WITHIN_MS,
  )
  expect(await here.push(badDossiers(1))).toMatchObject(HELD)
  await until('it is told', async () => (await controls()).at(-1)?.state === 'held', WITHIN_MS)
})
