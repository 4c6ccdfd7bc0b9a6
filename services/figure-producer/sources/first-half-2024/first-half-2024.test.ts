import { openCatalogues } from '@ioc/catalogues'
import { readConfig, settings } from '@ioc/config'
import { reportedFigure } from '@ioc/schemas/events/reported-figure.ts'
import { newestVersions, readPlainly } from '@ioc/simulation/plain-reader.ts'
import type { Candidate, Checkpoint, SourceContext } from '@ioc/source/source.ts'
import { openWindow } from '@ioc/source/window.ts'
import { expect, test } from 'vitest'
import { firstHalf2024 } from './index.ts'
import { printed } from './printed.ts'
import { GOOD_FIGURE, REJECT_KINDS } from './rejects.ts'

const catalogues = openCatalogues()
const END = Date.parse('2024-07-01T00:00:00+07:00')
const context = { signal: new AbortController().signal } as SourceContext

async function readAll(seed?: string, since: Checkpoint | null = null): Promise<Candidate[]> {
  const events: Candidate[] = []
  for await (const batch of firstHalf2024(seed ? { seed } : {}).read(since, context))
    events.push(...batch.events)
  return events
}

async function figures() {
  const newest = newestVersions(reportedFigure, (figure) => figure)
  let refused = 0
  for (const event of await readAll()) {
    const outcome = readPlainly(reportedFigure, catalogues, END, event)
    if ('data' in outcome) newest.add(outcome.data)
    else refused++
  }
  return { all: newest.summaries(), refused }
}

test('every printed figure is there once, and the halves of those other bodies counted', async () => {
  const { all, refused } = await figures()
  const key = (indicator: string, document: string, unitCode: string, periodTo: string) =>
    `${indicator} ${document} ${unitCode} ${periodTo}`
  const ofKind = (kind: string) =>
    new Map(
      all
        .filter((each) => each.kind === kind)
        .map((each) => [key(each.indicator, each.documentCode, each.unitCode, each.periodTo), each]),
    )
  const published = ofKind('published')
  const reported = ofKind('reported')
  expect(published.size).toBe(printed.figures.length)
  expect(all.length).toBe(published.size + reported.size)
  for (const figure of printed.figures) {
    const of = key(figure.indicator, figure.document, figure.unitCode, figure.periodTo)
    expect(published.get(of)?.printed).toBe(figure.printed)
    if (!figure.alsoReported) continue
    const { numerator, denominator, estimate } = reported.get(of)!
    expect({ numerator, denominator, estimate }).toEqual({
      numerator: figure.numerator,
      denominator: figure.denominator ?? null,
      estimate: figure.estimate,
    })
  }
  expect(refused).toBe(REJECT_KINDS.length)
})

test('a document of the second half-year says nothing yet', async () => {
  const later = Object.keys(printed.documents).filter(
    (code) => printed.documents[code]!.issuedOn > '2024-06-30',
  )
  expect(later).toEqual(['bai-viet-cuoi-nam-2024'])
  const { all } = await figures()
  expect(all.filter(({ documentCode }) => later.includes(documentCode))).toEqual([])
})

test('the same seed tells the same, another seed under other ids', async () => {
  const events = await readAll()
  expect(await readAll()).toEqual(events)
  const other = await readAll('another')
  expect(other.map(({ id: _, ...rest }) => rest)).toEqual(events.map(({ id: _, ...rest }) => rest))
  expect(other[0]!.id).not.toBe(events[0]!.id)
})

test('reading goes on from any checkpoint', async () => {
  const events = await readAll()
  for await (const { checkpoint } of firstHalf2024().read(null, context))
    for (const position of [0, 1, 17, events.length])
      expect(await readAll(undefined, { ...checkpoint, position })).toEqual(events.slice(position))
})

test('the figure the spoilt ones are made from is a good one', () => {
  const data = { ...GOOD_FIGURE, figureCode: 'refused-2024/good' }
  expect(readPlainly(reportedFigure, catalogues, END, { id: 'good', data })).toHaveProperty('data')
})

test.each(REJECT_KINDS)('$name: refused', ({ field, spoiling }) => {
  const data = { ...GOOD_FIGURE, figureCode: 'refused-2024/bad', ...spoiling }
  expect(readPlainly(reportedFigure, catalogues, END, { id: 'bad', data })).toMatchObject({ fields: [field] })
})

test('what is spoilt on purpose lies so far apart that the breaker, as it is set by default, never holds the source', async () => {
  const limits = readConfig({}, settings)
  const window = openWindow({ rejectShare: limits.BREAKER_REJECT_SHARE, inARow: limits.BREAKER_IN_A_ROW })
  const verdicts = (await readAll()).map(
    (event) => 'fields' in readPlainly(reportedFigure, catalogues, END, event),
  )
  expect(verdicts).toContain(true)
  expect(verdicts.map((refused) => window.add(refused))).not.toContain(true)
})
