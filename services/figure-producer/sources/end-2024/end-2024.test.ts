import { openCatalogues } from '@ioc/catalogues'
import { printed } from '@ioc/schemas/documents/printed.ts'
import { type ReportedFigure, reportedFigure } from '@ioc/schemas/events/reported-figure.ts'
import { newestVersions, readPlainly } from '@ioc/simulation/plain-reader.ts'
import type { Candidate, Checkpoint, SourceContext } from '@ioc/source/source.ts'
import { expect, test } from 'vitest'
import { firstHalf2024 } from '../first-half-2024/index.ts'
import { DOCUMENT, end2024 } from './index.ts'

const catalogues = openCatalogues()
const NEW_YEAR = '2025-01-01T00:00:00+07:00'

async function readAt(now: string, since: Checkpoint | null = null, running = true, source = end2024()) {
  const context = {
    clock: { now: () => Date.parse(now), running },
    signal: new AbortController().signal,
  } as unknown as SourceContext
  const told = { events: [] as Candidate[], checkpoint: since, completeUpToMs: null as number | null }
  for await (const batch of source.read(since, context)) {
    told.events.push(...batch.events)
    told.checkpoint = batch.checkpoint
    told.completeUpToMs = batch.completeUpToMs
  }
  return told
}

/** The newest version of every figure, as a plain reader of that instant keeps it. */
const figuresIn = (events: readonly Candidate[], now: string): ReportedFigure[] => {
  const newest = newestVersions(reportedFigure, (figure) => figure)
  for (const event of events) {
    const outcome = readPlainly(reportedFigure, catalogues, Date.parse(now), event)
    if ('data' in outcome) newest.add(outcome.data)
  }
  return newest.summaries()
}

test.each([
  { when: 'on the day the half-year replay ends', now: '2024-07-01T00:00:00+07:00', running: true },
  {
    when: 'in the last millisecond of the day the article was issued',
    now: '2024-12-31T23:59:59.999+07:00',
    running: true,
  },
  { when: 'while the clock stands', now: '2025-06-01T00:00:00+07:00', running: false },
])('nothing $when, and no word that there is nothing', async ({ now, running }) => {
  expect(await readAt(now, null, running)).toEqual({ events: [], checkpoint: null, completeUpToMs: null })
})

test('when the day is over it tells every figure of the article, as printed and with the halves it reports', async () => {
  const { events, completeUpToMs } = await readAt(NEW_YEAR)
  expect(completeUpToMs).toBe(Date.parse(NEW_YEAR) - 1)
  expect(events).toHaveLength(42)
  expect(new Set(events.map(({ id }) => id)).size).toBe(42)
  const figures = figuresIn(events, NEW_YEAR)
  expect(figures).toHaveLength(42)
  expect(new Set(figures.map(({ documentCode }) => documentCode))).toEqual(new Set([DOCUMENT]))
  const tasks = (id: string) =>
    figures
      .filter(({ indicator }) => indicator === `steering.government-tasks${id}`)
      .map(({ kind, numerator, printed: text }) => [kind, numerator, text])
  expect([tasks(''), tasks('-done'), tasks('-open')]).toEqual([
    [
      ['published', 206, '206'],
      ['reported', 206, null],
    ],
    [
      ['published', 174, '174'],
      ['reported', 174, null],
    ],
    [
      ['published', 32, '32'],
      ['reported', 32, null],
    ],
  ])
})

test('asked again it tells nothing more, and a restart in between repeats nothing', async () => {
  const { events, checkpoint } = await readAt(NEW_YEAR)
  expect(await readAt('2025-03-01T00:00:00+07:00', checkpoint)).toMatchObject({ events: [], checkpoint })
  const amid = { ...checkpoint, position: 17 }
  expect((await readAt(NEW_YEAR, amid)).events).toEqual(events.slice(17))
})

test('with the half-year’s it carries every figure the documents print, each once', async () => {
  const half = await readAt(NEW_YEAR, null, true, firstHalf2024())
  const { events } = await readAt(NEW_YEAR)
  const published = figuresIn([...half.events, ...events], NEW_YEAR).filter(
    ({ kind }) => kind === 'published',
  )
  const named = (of: { indicator: string; unitCode: string; periodTo: string }, document: string) =>
    `${of.indicator} ${of.unitCode} ${of.periodTo} ${document}`
  expect(published.map((figure) => named(figure, figure.documentCode)).sort()).toEqual(
    printed.figures.map((figure) => named(figure, figure.document)).sort(),
  )
})
