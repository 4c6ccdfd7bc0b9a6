import { openCatalogues } from '@ioc/catalogues'
import { dossier } from '@ioc/schemas/events/dossier.ts'
import { readPlainly } from '@ioc/simulation/plain-reader.ts'
import type { Candidate, Checkpoint, SourceContext } from '@ioc/source/source.ts'
import { expect, test } from 'vitest'
import { liveDemo } from './index.ts'

const catalogues = openCatalogues()
const START = Date.parse('2024-07-01T00:00:00+07:00')

const contextAt = (nowMs: number, running = true) =>
  ({ clock: { now: () => nowMs, running }, signal: new AbortController().signal }) as unknown as SourceContext

async function readAt(nowMs: number, since: Checkpoint | null, running = true) {
  const events: Candidate[] = []
  let checkpoint = since
  let completeUpToMs: number | null = null
  for await (const batch of liveDemo(catalogues).read(since, contextAt(nowMs, running))) {
    events.push(...batch.events)
    checkpoint = batch.checkpoint
    completeUpToMs = batch.completeUpToMs
  }
  return { events, checkpoint, completeUpToMs }
}

test('a few events a second, all but a few sound, none ahead of the clock', async () => {
  const now = START + 600_000
  const { events } = await readAt(now, null)
  expect(events.length / 600).toBeGreaterThan(1.5)
  expect(events.length / 600).toBeLessThan(6)
  const refused = events.filter((event) => 'fields' in readPlainly(dossier, catalogues, now, event))
  expect(refused.length).toBeLessThan(events.length * 0.02)
  expect(events.every((event) => event.atMs <= now)).toBe(true)
  expect(events.every((event) => 'data' in event && event.data.issuingSystem === 'live-demo.simulated')).toBe(
    true,
  )
})

test('dossiers come, go on, are finished and handed over', async () => {
  const { events } = await readAt(START + 600_000, null)
  const statuses = new Set(events.map((event) => 'data' in event && event.data.status))
  for (const status of ['received', 'in-process', 'supplement-requested', 'finished', 'returned'])
    expect(statuses).toContain(status)
})

test('a restart repeats nothing and loses nothing', async () => {
  const straight = await readAt(START + 400_000, null)
  const before = await readAt(START + 123_456, null)
  const after = await readAt(START + 400_000, before.checkpoint)
  expect([...before.events, ...after.events]).toEqual(straight.events)
  expect(new Set(straight.events.map((event) => event.id)).size).toBe(straight.events.length)
})

test('after a long silence it takes up the last ten minutes and says it is complete up to now', async () => {
  const before = await readAt(START + 5_000, null)
  const now = START + 86_400_000
  const after = await readAt(now, before.checkpoint)
  expect(Math.min(...after.events.map((event) => event.atMs))).toBeGreaterThan(now - 601_000)
  expect(after.completeUpToMs).toBe(now)
})

test.each([
  { title: 'while the clock stands', nowMs: START, running: false },
  { title: 'before July', nowMs: START - 1, running: true },
])('nothing $title', async ({ nowMs, running }) => {
  expect(await readAt(nowMs, null, running)).toEqual({ events: [], checkpoint: null, completeUpToMs: null })
})
