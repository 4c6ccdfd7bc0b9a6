import { openCatalogues } from '@ioc/catalogues'
import { reportedFigure } from '@ioc/schemas/events/reported-figure.ts'
import { readPlainly } from '@ioc/simulation/plain-reader.ts'
import type { Candidate, Checkpoint, SourceContext } from '@ioc/source/source.ts'
import { expect, test } from 'vitest'
import { liveDemo } from './index.ts'

const catalogues = openCatalogues()
const START = Date.parse('2024-07-01T00:00:00+07:00')

async function readAt(nowMs: number, since: Checkpoint | null) {
  const context = {
    clock: { now: () => nowMs, running: true },
    signal: new AbortController().signal,
  } as unknown as SourceContext
  const events: Candidate[] = []
  let checkpoint = since
  for await (const batch of liveDemo(catalogues).read(since, context)) {
    events.push(...batch.events)
    checkpoint = batch.checkpoint
  }
  return { events, checkpoint }
}

test('a figure now and then, each of them sound', async () => {
  const now = START + 600_000
  const { events } = await readAt(now, null)
  expect(events.length).toBeGreaterThan(0)
  expect(events.length).toBeLessThan(60)
  for (const event of events)
    expect(readPlainly(reportedFigure, catalogues, now, event)).toHaveProperty('data')
})

test('a restart repeats nothing and loses nothing', async () => {
  const straight = await readAt(START + 500_000, null)
  const before = await readAt(START + 200_000, null)
  const after = await readAt(START + 500_000, before.checkpoint)
  expect([...before.events, ...after.events]).toEqual(straight.events)
})
