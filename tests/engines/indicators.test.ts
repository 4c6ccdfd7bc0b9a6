import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import {
  compareFigures,
  openIndicators,
  periodsTo,
  type Said,
  snapshotValues,
  valuesFor,
  type Watermark,
} from '@ioc/indicators'
import { type LaunchedClickHouse, launchClickHouse } from '@ioc/infra-clickhouse'
import { businessLine, columnsOf } from '@ioc/reader'
import { type Contract, dossier, feedback, reportedFigure, surveyResponse } from '@ioc/schemas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../ports.ts'

/** Counting on a real ClickHouse, over a handful of events whose sums anyone can do in the head. */
const dataDir = mkdtempSync(join(tmpdir(), 'ioc-indicators-'))
const catalogues = openCatalogues()
const indicators = openIndicators(catalogues)
let engine: LaunchedClickHouse
let clickhouse: ClickHouse
const next = new Map<string, number>()

beforeAll(async () => {
  engine = await launchClickHouse({ dataDir, port: await freePort() })
  clickhouse = openClickHouse({ url: engine.url, user: 'default', password: '', database: 'ioc' })
  await provisionTables(clickhouse, join(import.meta.dirname, '..', '..', 'schemas', 'tables'))
})
afterAll(async () => {
  await clickhouse.close()
  await engine.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const versioned = {
  issuingSystem: 'test.lamdong.gov.vn',
  recordedAt: '2024-06-10T08:00:00+07:00',
  sequence: 0,
  voided: false,
}

/** Puts events where the aggregator would; gives the offset of the last. */
const tell = async (contract: unknown, ...events: Record<string, unknown>[]): Promise<number> => {
  const c = contract as Contract
  let offset = next.get(c.id) ?? 0
  const lines = events.map((event) =>
    businessLine(
      c,
      c.data.parse({ ...versioned, ...event }),
      null,
      { source: 'test', id: `e${offset}` },
      { topic: c.id, partition: 0, offset: offset++, appendedAtMs: 1 },
      catalogues,
    ),
  )
  next.set(c.id, offset)
  await clickhouse.insertRows(c.table, columnsOf(c), lines.join(''), lines.length)
  return offset - 1
}

/** The province's values of a date as they would leave it. */
const provinceValues = async (
  mine: typeof indicators,
  date: string,
  watermark: Watermark,
  spoken: ReadonlyMap<string, readonly Said[]>,
) =>
  snapshotValues(
    await valuesFor(clickhouse, catalogues, {
      indicators: mine,
      date,
      periods: periodsTo(date),
      tree: { kind: 'then' },
      scopes: ['68'],
      watermark,
      nowMs: null,
      spoken,
    }),
    [],
  )

const figure = (change: Record<string, unknown>) => ({
  figureCode: 'test/disbursed',
  kind: 'reported',
  indicator: 'steering.disbursed',
  unitCode: '68',
  periodFrom: '2024-01-01',
  periodTo: '2024-05-31',
  numerator: 1224.6,
  denominator: 8718.3,
  unitOfMeasure: 'tỷ đồng',
  documentCode: 'test-document',
  documentIssuedOn: '2024-06-10',
  issuedAt: '2024-06-10',
  ...change,
})

test('a reported figure is the province’s newest word, never a sum of documents or of units', async () => {
  await tell(
    reportedFigure,
    figure({
      figureCode: 'test/printed',
      kind: 'published',
      printed: '14.05',
      numerator: null,
      denominator: null,
    }),
    figure({ figureCode: 'first/disbursed', numerator: 1000, recordedAt: '2024-06-01T08:00:00+07:00' }),
    figure({}),
    figure({ figureCode: 'department/disbursed', unitCode: 'H36.03', numerator: 300, denominator: 400 }),
  )
  const [disbursed] = await compareFigures(clickhouse, indicators, catalogues)
  expect(disbursed).toMatchObject({
    id: 'steering.disbursed',
    numerator: 1224.6,
    denominator: 8718.3,
    percent: '14.05',
    agrees: true,
  })
})

const aDossier = (serial: number, change: Record<string, unknown>) => ({
  dossierCode: `H36.12-240603-${String(serial).padStart(4, '0')}`,
  procedureCode: catalogues.procedures.find((p) => p.level === 'commune')!.code,
  unitCode: '24769',
  channel: 'online',
  applicantKind: 'citizen',
  status: 'finished',
  receivedAt: '2024-06-03T08:00:00+07:00',
  dueAt: '2024-06-07',
  finishedAt: '2024-06-06T16:00:00+07:00',
  ...change,
})
const spoken = new Map([
  [
    'dossier.v1',
    [{ units: ['68'], completeUpToMs: Date.parse('2024-07-01T00:00:00+07:00'), simulated: false }],
  ],
])
const dossiersOnly = indicators.filter((i) => i.of === 'dossiers')

test('the newest version counts, a voided dossier nowhere, and a cut sees only what lay before it', async () => {
  await tell(dossier, ...Array.from({ length: 40 }, (_, i) => aDossier(i, {})))
  const before = await tell(
    dossier,
    ...Array.from({ length: 10 }, (_, i) =>
      aDossier(i, { finishedAt: '2024-06-10T16:00:00+07:00', recordedAt: '2024-06-11T08:00:00+07:00' }),
    ),
    aDossier(41, { voided: true }),
  )
  const after = await tell(dossier, ...Array.from({ length: 6 }, (_, i) => aDossier(100 + i, {})))
  const onTime = async (offset: number) => {
    const values = await provinceValues(
      dossiersOnly,
      '2024-06-30',
      [{ topic: 'dossier.v1', partition: 0, offset }],
      spoken,
    )
    const found = values.find((v) => v.indicator === 'dossier.on-time.commune' && v.period.kind === 'month')
    return [found?.numerator, found?.denominator, found?.value]
  }
  expect(await onTime(39)).toEqual([40, 40, '100.00'])
  expect(await onTime(before)).toEqual([30, 40, '75.00'])
  expect(await onTime(after)).toEqual([36, 46, '78.26'])
})

test('zero, missing and withheld stay apart', async () => {
  const last = { topic: 'dossier.v1', partition: 0, offset: next.get('dossier.v1')! - 1 }
  const state = async (said: ReadonlyMap<string, readonly Said[]>, date: string, kind: string) =>
    (await provinceValues(dossiersOnly, date, [last], said)).find(
      (v) => v.indicator === 'dossier.on-time.commune' && v.period.kind === kind,
    )
  // Its source had not spoken for the period: no number at all.
  expect(await state(new Map(), '2024-06-30', 'month')).toMatchObject({
    state: 'missing',
    numerator: null,
    value: null,
  })
  // It had, and there was nothing: a true zero, without a rate.
  expect(await state(spoken, '2024-06-30', 'day')).toMatchObject({
    state: 'reported',
    numerator: 0,
    denominator: 0,
    value: null,
  })
  // Two dossiers of one day could single out a person.
  await tell(
    dossier,
    aDossier(200, { finishedAt: '2024-06-20T09:00:00+07:00' }),
    aDossier(201, { finishedAt: '2024-06-20T10:00:00+07:00' }),
  )
  last.offset += 2
  expect(await state(spoken, '2024-06-20', 'day')).toMatchObject({
    state: 'withheld',
    numerator: null,
    denominator: null,
    value: null,
  })
  expect(periodsTo('2024-06-20')[0]).toEqual({ kind: 'day', from: '2024-06-20', to: '2024-06-20' })
})

test('a repeat of an insert changes nothing, and the hotline is never counted with the portal', async () => {
  const portal = (n: number) => ({
    feedbackCode: `PAKN-${1000 + n}`,
    channel: 'national-portal',
    kind: 'regulation',
    unitCode: '672',
    status: 'published',
    receivedAt: '2024-06-03T08:00:00+07:00',
    processedAt: '2024-06-05T08:00:00+07:00',
  })
  const events = [
    ...Array.from({ length: 12 }, (_, n) => portal(n)),
    ...Array.from({ length: 9 }, (_, n) => ({
      ...portal(n),
      feedbackCode: `DDN-${1000 + n}`,
      channel: 'hotline',
    })),
  ]
  const offset = await tell(feedback, ...events)
  next.set('feedback.v1', 0)
  await tell(feedback, ...events) // the same positions again, as after a kill
  const values = await provinceValues(
    indicators.filter((i) => i.of === 'feedback'),
    '2024-06-30',
    [{ topic: 'feedback.v1', partition: 0, offset }],
    new Map([
      [
        'feedback.v1',
        [{ units: ['68'], completeUpToMs: Date.parse('2024-07-01T00:00:00+07:00'), simulated: true }],
      ],
    ]),
  )
  expect(values.find((v) => v.period.kind === 'month')).toMatchObject({
    numerator: 12,
    denominator: 12,
    flags: ['simulated'],
  })
})

test('reversed questions of the leaders’ survey count as their complement', async () => {
  const questions = catalogues.questionnaire('leaders@2023')!.questions.filter((q) => q.inIndex)
  const best = Object.fromEntries(
    questions.map((q) => [q.code, q.direction === 'descending' ? q.min : q.max]),
  )
  const straight = Object.fromEntries(questions.map((q) => [q.code, q.max]))
  const form = (responseCode: string, answers: object) => ({
    responseCode,
    questionnaireCode: 'leaders@2023',
    unitCode: '68',
    respondentGroup: 'leader',
    surveyYear: 2023,
    submittedAt: '2023-12-01T08:00:00+07:00',
    answers,
  })
  const offset = await tell(surveyResponse, form('LEADERS-0001', best), form('LEADERS-0002', straight))
  const values = await provinceValues(
    indicators.filter((i) => i.id === 'satisfaction.leaders'),
    '2024-06-30',
    [{ topic: 'survey-response.v1', partition: 0, offset }],
    new Map(),
  )
  // All best is 1; one column straight down is 0.5 where half of the questions are reversed: (1 + 0.5) / 2 of 22.
  const reversed = questions.filter((q) => q.direction === 'descending').length / questions.length
  expect(values[0]).toMatchObject({ kind: 'points', value: (22 * ((1 + (1 - reversed)) / 2)).toFixed(2) })
})
