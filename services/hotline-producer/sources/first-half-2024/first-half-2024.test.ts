import { openCatalogues } from '@ioc/catalogues'
import { readConfig, settings } from '@ioc/config'
import { feedback } from '@ioc/schemas/events/feedback.ts'
import { newestVersions, readPlainly } from '@ioc/simulation/plain-reader.ts'
import type { Candidate, Checkpoint, SourceContext } from '@ioc/source/source.ts'
import { openWindow } from '@ioc/source/window.ts'
import { expect, test } from 'vitest'
import { firstHalf2024 } from './index.ts'
import printed from './printed.json' with { type: 'json' }
import { goodRecord, REJECT_KINDS } from './rejects.ts'
import shape from './shape.json' with { type: 'json' }

const catalogues = openCatalogues()
const FROM = Date.parse('2024-01-01T00:00:00+07:00')
const END = Date.parse('2024-07-01T00:00:00+07:00')
const within = (ms: number | null): boolean => ms !== null && ms >= FROM && ms < END
const context = {
  signal: new AbortController().signal,
  callerHash: (identifier: string) =>
    `k1:${Buffer.from(identifier).toString('hex').padEnd(64, '0').slice(-64)}`,
} as SourceContext

async function readAll(seed?: string, since: Checkpoint | null = null) {
  const events: Candidate[] = []
  const checkpoints: Checkpoint[] = []
  for await (const batch of firstHalf2024(catalogues, seed ? { seed } : {}).read(since, context)) {
    events.push(...batch.events)
    checkpoints.push(batch.checkpoint)
  }
  return { events, checkpoints }
}

test.each([undefined, 'another'])(
  'seed %s: the portal’s counts are the printed ones, the hotline’s stand apart',
  async (seed) => {
    const newest = newestVersions(feedback, (d) => ({
      channel: d.channel,
      received: within(d.receivedAt),
      processed: within(d.processedAt),
    }))
    const { events } = await readAll(seed)
    let refused = 0
    for (const event of events) {
      const outcome = readPlainly(feedback, catalogues, END, event)
      if ('data' in outcome) newest.add(outcome.data)
      else refused++
    }
    const all = newest.summaries()
    const portal = all.filter((each) => each.channel === 'national-portal' && each.received)
    expect({ received: portal.length, processed: portal.filter((each) => each.processed).length }).toEqual(
      printed.nationalPortal,
    )
    expect(all.filter((each) => each.channel === 'hotline')).toHaveLength(shape.hotline)
    expect(refused).toBe(REJECT_KINDS.reduce((sum, kind) => sum + kind.count, 0))
  },
)

test('the same seed tells the same, another seed something else', async () => {
  const { events } = await readAll()
  expect((await readAll()).events).toEqual(events)
  expect((await readAll('another')).events).not.toEqual(events)
})

test('reading goes on from any checkpoint', async () => {
  const { events, checkpoints } = await readAll()
  expect((await readAll(undefined, checkpoints[0])).events).toEqual(events.slice(2000))
  expect((await readAll(undefined, { ...checkpoints[0]!, position: 4321 })).events).toEqual(
    events.slice(4321),
  )
})

test('no caller is named, and some call again', async () => {
  const { events } = await readAll()
  const hashes = events.flatMap((event) => ('data' in event ? [String(event.data.callerHash)] : []))
  expect(hashes.some((hash) => hash.includes('simulated-caller'))).toBe(false)
  expect(new Set(hashes).size).toBeLessThan(shape.hotline)
})

test('the record the spoilt ones are made from is a good one', () => {
  const data = goodRecord('2024-06-03', 1)
  expect(readPlainly(feedback, catalogues, END, { id: 'good', data })).toHaveProperty('data')
})

test.each(REJECT_KINDS)('$name: refused', ({ field, spoiling }) => {
  const told = Buffer.isBuffer(spoiling)
    ? { id: 'bad', bytes: spoiling }
    : { id: 'bad', data: { ...goodRecord('2024-06-03', 1), ...spoiling } }
  expect(readPlainly(feedback, catalogues, END, told)).toMatchObject({ fields: [field] })
})

test('what is spoilt on purpose lies so far apart that the breaker, as it is set by default, never holds the source', async () => {
  const limits = readConfig({}, settings)
  const window = openWindow({ rejectShare: limits.BREAKER_REJECT_SHARE, inARow: limits.BREAKER_IN_A_ROW })
  const verdicts = (await readAll()).events.map(
    (event) => 'fields' in readPlainly(feedback, catalogues, END, event),
  )
  expect(verdicts).toContain(true)
  expect(verdicts.map((refused) => window.add(refused))).not.toContain(true)
})
