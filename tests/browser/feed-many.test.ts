import { readFileSync } from 'node:fs'
import { type ClientRequest, get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordsBetween } from '../../services/operations-centre/feed/position.ts'
import { dossier, event } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { until } from './until.ts'

const VIEWERS = 500
const TOO_MANY = 9_500

let centre: LiveCentre
const requests: ClientRequest[] = []
beforeAll(async () => {
  centre = await startLiveCentre()
})
afterAll(async () => {
  for (const request of requests) request.destroy()
  await centre?.close()
})

const open = (query: string) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const request = get(`${centre.url}/v1/feed${query}`, { agent: false }, resolve)
    request.on('error', reject)
    requests.push(request)
  })

/** One who reads: how many records it was told of, and how many the log has between its first position and its last. */
const watch = async (query: string) => {
  const stream = await open(query)
  expect(stream.statusCode).toBe(200)
  let rest = ''
  let first: string | null = null
  let last: string | null = null
  let told = 0
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop()!
    for (const block of blocks) {
      const [, id, name, data] = /^id: (\S+)\nevent: (\w+)\ndata: (.*)$/s.exec(block) ?? []
      if (id === undefined) continue
      first ??= id
      last = id
      if (name !== 'frame') continue
      const { items, notShown, unreadable } = JSON.parse(data!)
      told += items.length + notShown + unreadable
    }
  })
  return {
    told: () => told,
    inLog: () => (first !== null && last !== null ? recordsBetween(first, last) : null),
  }
}

/** Resident memory and the processor time used so far, of the centre's process. */
const used = () => {
  const pid = readFileSync(join(centre.dataDir, 'run/operations-centre.pid'), 'utf8').trim()
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1])
  const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return { memoryMb: Math.round(kilobytes / 1024), cpuSeconds: (Number(ticks[11]) + Number(ticks[12])) / 100 }
}

let sent = 0
const publish = async (many: number) => {
  const dossiers = Array.from({ length: many }, (_, i) =>
    event('dossier.v1', 'live-demo', `event-${sent + i}`, dossier(1_000 + ((sent + i) % 9_000))),
  )
  sent += many
  await centre.kafka.publish('dossier.v1', dossiers)
}

test('500 watch at once, one of whom never reads; each is told of every record, and one more is refused', async () => {
  await publish(100)
  const alone = used()
  const neverReads = await open('')
  neverReads.pause()
  const queries = ['', '', '', '?contract=dossier.v1', '?unit=672', '?unit=673&contract=feedback.v1']
  const viewers = await Promise.all(
    Array.from({ length: VIEWERS - 1 }, (_, i) => watch(queries[i % queries.length]!)),
  )
  await until('all have a position', () => viewers.every((each) => each.inLog() !== null), 60_000)

  const refused = await open('')
  expect([refused.statusCode, refused.headers['retry-after'], refused.headers['content-type']]).toEqual([
    503,
    '10',
    'application/problem+json; charset=utf-8',
  ])
  let problem = ''
  for await (const chunk of refused) problem += chunk
  expect(JSON.parse(problem)).toMatchObject({ code: 'too-many-viewers', status: 503 })

  const before = used()
  const startMs = performance.now()
  let expected = 0
  const latenciesMs: number[] = []
  for (let round = 0; round < 40; round++) {
    await publish(50)
    expected += 50
    const publishedMs = performance.now()
    await until('everyone has been told', () => viewers.every((each) => each.told() === expected), 60_000)
    latenciesMs.push(performance.now() - publishedMs)
  }
  const seconds = (performance.now() - startMs) / 1000
  const after = used()
  for (const each of viewers) expect(each.inLog()).toBe(expected)
  // In the memory bound of this process, with room.
  expect(after.memoryMb).toBeLessThan(256)
  console.info(
    JSON.stringify({
      viewers: VIEWERS,
      aloneMb: alone.memoryMb,
      watchedMb: after.memoryMb,
      eventsPerSecond: Math.round(expected / seconds),
      cpuShare: Math.round(((after.cpuSeconds - before.cpuSeconds) / seconds) * 100) / 100,
      slowestMs: Math.round(Math.max(...latenciesMs)),
      medianMs: Math.round(latenciesMs.toSorted((a, b) => a - b)[latenciesMs.length / 2]!),
    }),
  )

  // Ten thousand in all: those beyond the bound are told so, and those who watch are told on.
  const answers = await Promise.all(Array.from({ length: TOO_MANY }, () => statusOf()))
  expect(new Set(answers)).toEqual(new Set([503]))
  await publish(50)
  expected += 50
  await until('everyone has been told', () => viewers.every((each) => each.told() === expected), 60_000)
  expect(used().memoryMb).toBeLessThan(320)
  console.info(JSON.stringify({ refused: TOO_MANY, memoryMb: used().memoryMb }))
})

/** What one who asks is answered. Whom the machine's queue of connections had no place for is cut off by it, and asks again, as a browser does. */
const statusOf = async (): Promise<number | undefined> => {
  for (let asked = 0; ; asked++) {
    try {
      return await askOnce()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET' || asked === 20) throw error
    }
  }
}

const askOnce = () =>
  new Promise<number | undefined>((resolve, reject) => {
    get(`${centre.url}/v1/feed`, { agent: false }, (answer) => {
      answer.resume()
      answer.once('end', () => resolve(answer.statusCode))
      answer.once('error', reject)
    }).on('error', reject)
  })
