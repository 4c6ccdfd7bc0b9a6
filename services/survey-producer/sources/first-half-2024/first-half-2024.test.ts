import { openCatalogues } from '@ioc/catalogues'
import { readConfig, settings } from '@ioc/config'
import { surveyResponse } from '@ioc/schemas/events/survey-response.ts'
import { newestVersions, readPlainly } from '@ioc/simulation/plain-reader.ts'
import type { Candidate, Checkpoint, SourceContext } from '@ioc/source/source.ts'
import { openWindow } from '@ioc/source/window.ts'
import { expect, test } from 'vitest'
import { firstHalf2024 } from './index.ts'
import printed from './printed.json' with { type: 'json' }
import { goodForm, REJECT_KINDS } from './rejects.ts'
import shape from './shape.json' with { type: 'json' }

const catalogues = openCatalogues()
const END = Date.parse('2024-07-01T00:00:00+07:00')
const context = { signal: new AbortController().signal } as SourceContext

async function readAll(seed?: string, since: Checkpoint | null = null): Promise<Candidate[]> {
  const events: Candidate[] = []
  for await (const batch of firstHalf2024(catalogues, seed ? { seed } : {}).read(since, context))
    events.push(...batch.events)
  return events
}

async function formsOf(seed?: string) {
  const newest = newestVersions(surveyResponse, (form) => form)
  let refused = 0
  for (const event of await readAll(seed)) {
    const outcome = readPlainly(surveyResponse, catalogues, END, event)
    if ('data' in outcome) newest.add(outcome.data)
    else refused++
  }
  return { forms: newest.summaries(), refused }
}

/** A ratio of whole numbers as text, rounded half-up at the second decimal. */
const halfUp = (numerator: number, denominator: number) =>
  (Math.floor((numerator * 200 + denominator) / (2 * denominator)) / 100).toFixed(2)

test.each([undefined, 'another'])('seed %s: the forms give both printed indices', async (seed) => {
  const { forms, refused } = await formsOf(seed)
  let [answered, satisfied] = [0, 0]
  let [quarters, answers] = [0, 0]
  let straight = 0
  for (const form of forms) {
    const questions = catalogues
      .questionnaire(form.questionnaireCode)!
      .questions.filter((each) => each.inIndex)
    const columns = questions.map((question) => form.answers[question.code]!)
    if (new Set(columns).size === 1) straight++
    questions.forEach(({ min, max, direction }, i) => {
      const column = columns[i]!
      if (column === null) return
      if (form.questionnaireCode === printed.sipas.questionnaire) {
        answered++
        if (column >= 4) satisfied++
      } else {
        answers++
        quarters += (4 * (direction === 'ascending' ? column - min : max - column)) / (max - min)
      }
    })
  }
  expect(halfUp(satisfied * 100, answered)).toBe(printed.sipas.percent)
  expect(halfUp(quarters * 22, 4 * answers)).toBe(printed.leaders.points)
  expect((quarters * 22 * 100) % (4 * answers)).toBe(0) // exactly, not only when rounded
  expect(forms).toHaveLength(shape.sipas.forms + shape.leaders.forms)
  expect(straight).toBeGreaterThan(100)
  expect(refused).toBe(REJECT_KINDS.reduce((sum, kind) => sum + kind.count, 0))
})

test('every form judges 2023 and was filled in that year', async () => {
  const { forms } = await formsOf()
  for (const form of forms) {
    expect(form.surveyYear).toBe(printed.surveyYear)
    expect(new Date(form.submittedAt).getUTCFullYear()).toBe(printed.surveyYear)
  }
})

test('the same seed tells the same, another seed something else', async () => {
  const events = await readAll()
  expect(await readAll()).toEqual(events)
  expect(await readAll('another')).not.toEqual(events)
})

test('reading goes on from any checkpoint', async () => {
  const source = firstHalf2024(catalogues)
  const events = await readAll()
  for await (const { checkpoint } of source.read(null, context))
    expect(await readAll(undefined, checkpoint)).toEqual(events.slice(Number(checkpoint.position)))
})

test('the form the spoilt ones are made from is a good one', () => {
  const data = goodForm(catalogues, 1)
  expect(readPlainly(surveyResponse, catalogues, END, { id: 'good', data })).toHaveProperty('data')
})

test.each(REJECT_KINDS)('$name: refused', ({ field, spoil }) => {
  const spoilt = spoil(goodForm(catalogues, 1))
  const told = Buffer.isBuffer(spoilt) ? { id: 'bad', bytes: spoilt } : { id: 'bad', data: spoilt }
  const outcome = readPlainly(surveyResponse, catalogues, END, told)
  expect('fields' in outcome && outcome.fields[0]).toBe(field)
})

test('what is spoilt on purpose lies so far apart that the breaker, as it is set by default, never holds the source', async () => {
  const limits = readConfig({}, settings)
  const window = openWindow({ rejectShare: limits.BREAKER_REJECT_SHARE, inARow: limits.BREAKER_IN_A_ROW })
  const verdicts = (await readAll()).map(
    (event) => 'fields' in readPlainly(surveyResponse, catalogues, END, event),
  )
  expect(verdicts).toContain(true)
  expect(verdicts.map((refused) => window.add(refused))).not.toContain(true)
})
