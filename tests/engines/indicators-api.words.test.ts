import type { Catalogues } from '@ioc/catalogues'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { figureEvents } from '../../services/figure-producer/sources/first-half-2024/figures.ts'
import { openRiver, type River } from '../counting/river.ts'
import { streamOf } from '../counting/streams/index.ts'
import type { Data, Told } from '../counting/told.ts'
import { freePort } from '../ports.ts'
import { progressOf, publishCut, serveIndicators } from './indicators-api.centre.ts'
import { reportedFigure } from './scores.cases.ts'

/** What `/v1/indicators` and `/trace` say of wrong questions, and that right ones are answered as described. */
const NOW = '2024-12-31T10:00:00+07:00'
const CUT = 'dossier/2024-06-30/1'

/** The internal index of 2022 of every district, told by halves: 90.00, 89.00, 89.00, 87.00 and so on in the order of their codes. */
const internalIndex2022 = (catalogues: Catalogues): Told[] =>
  catalogues
    .unitsOn('2022-12-31')
    .filter(({ level }) => level === 'district')
    .flatMap(({ code: unitCode }, n) =>
      Object.entries({ 'self-assessed': 60 - n + (n === 2 ? 1 : 0), survey: 30 }).map(([part, numerator]) =>
        reportedFigure(`par.internal.${part}`, {
          figureCode: `test/${part}-${unitCode}`,
          unitCode,
          periodFrom: '2022-01-01',
          periodTo: '2022-12-31',
          numerator,
          denominator: null,
          unitOfMeasure: 'điểm',
        }),
      ),
    )

let river: River
let centre: Awaited<ReturnType<typeof serveIndicators>>
beforeAll(async () => {
  river = await openRiver(await freePort())
  const documents = figureEvents('test').map(
    (event): Told => ({
      topic: 'reported-figure.v1',
      data: ('data' in event ? event.data : null) as Data,
      extra: null,
    }),
  )
  await river.tell([...streamOf(12), ...documents, ...internalIndex2022(river.catalogues)])
  await river.tell([progressOf('dossier.v1', NOW), progressOf('reported-figure.v1', NOW)])
  await river.tell([progressOf('feedback.v1', NOW, { streams: ['hotline'] })])
  await publishCut(river, 'dossier', '2024-06-30', river.watermark())
  centre = await serveIndicators(river, NOW)
})
afterAll(async () => {
  await centre?.close()
  await river?.close()
})

const get = (path: string) => fetch(centre.url + path)
const text = async (path: string) => {
  const answer = await get(path)
  const body = await answer.text()
  expect([path, answer.status, answer.status === 200 ? '' : body]).toEqual([path, 200, ''])
  return body
}

test.each([
  ['?scope=99', 400, 'scope', 'no unit of the province'],
  ['?scope=24768', 400, 'scope', 'did you mean 24769 ('],
  ['?scope=68/village', 400, 'scope', '68/commune'],
  ['?scope=24769/commune', 400, 'scope', 'only 24769 itself'],
  ['?scope=681&tree=today', 400, 'scope', 'tree=then'],
  ['?scope=68&scope=676', 400, 'scope', 'by comma'],
  ['?indicator=dossier.ontime', 400, 'indicator', 'did you mean dossier.on-time'],
  ['?indicator=', 400, 'indicator', ''],
  ['?date=30/06/2024', 400, 'date', 'write 2024-06-30'],
  ['?date=2024-02-30', 400, 'date', 'no day of the calendar'],
  ['?period=week', 400, 'period', 'allowed are day, month, quarter'],
  ['?period=2024-Q2&date=2024-06-29', 400, 'period', 'after the date asked for, 2024-06-29'],
  ['?period=2025', 400, 'period', 'after the business day, 2024-12-31'],
  ['?tree=tomorrow', 400, 'tree', 'allowed are then'],
  ['?by=level', 400, 'by', 'unit, procedure, field'],
  ['?by=procedure&indicator=feedback', 400, 'by', 'dossiers only'],
  ['?by=field&scope=*&indicator=dossier.received', 400, 'scope', 'name one'],
  ['?by=procedure', 400, 'indicator', 'name fewer'],
  ['?cut=dossier', 400, 'cut', 'dossier/2024-06-30/1'],
  ['?cut=dossier/2024-06-30/2', 404, 'cut', 'names no published snapshot'],
  ['?unit=68', 400, 'unit', 'allowed are scope'],
  ['/dossier.on-time/trace?scope=*', 400, 'scope', 'name one scope'],
  ['/dossier.received/trace?half=denominator', 400, 'half', 'no denominator'],
  ['/dossier.received/trace?half=both', 400, 'half', 'numerator, denominator'],
  ['/dossier.received/trace?limit=0', 400, 'limit', 'from 1 to 1000'],
  ['/dossier.received/trace?procedure=9.999999', 400, 'procedure', 'no procedure of the catalogue'],
  ['/feedback.received/trace?field=LV01', 400, 'field', 'does not count dossiers'],
])('%s is refused (%i) with a problem document that names %s', async (path, status, parameter, hint) => {
  const answer = await get(`/v1/indicators${path}`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    status,
    'application/problem+json; charset=utf-8',
  ])
  const problem = (await answer.json()) as {
    detail: string
    parameters: { parameter: string; message: string }[]
  }
  expect(problem.parameters.map((each) => each.parameter)).toContain(parameter)
  expect(problem.parameters.find((each) => each.parameter === parameter)!.message).toContain(hint)
  expect(problem.detail).toContain(hint)
})

test('all that is wrong is told at once', async () => {
  const problem = (await (
    await get('/v1/indicators?scope=99&date=x&period=week&indicator=nothing&tree=x')
  ).json()) as {
    parameters: { parameter: string }[]
  }
  expect(problem.parameters.map(({ parameter }) => parameter).sort()).toEqual([
    'date',
    'indicator',
    'period',
    'scope',
    'tree',
  ])
})

test.each([
  ['/v1/indicators/dossier.ontime/trace', 'unknown-indicator', 'dossier.on-time'],
  ['/v1/indicators/steering.disbursed/trace?date=2020-01-01', 'no-such-value', 'nobody has told it'],
])('%s is not there: %s', async (path, code, hint) => {
  const answer = await get(path)
  const problem = (await answer.json()) as { code: string; detail: string }
  expect([answer.status, problem.code]).toEqual([404, code])
  expect(problem.detail).toContain(hint)
})

type Shown = {
  indicator: { id: string }
  period: object
  state: string
  numerator: number | null
  denominator: number | null
  value: string | null
  flags: string[]
  trace: string
}

test('what the province’s documents report, and the scores made of it, can be taken apart to the end', async () => {
  const { values } = JSON.parse(await text('/v1/indicators?indicator=par,dossier.quality&period=year')) as {
    values: Shown[]
  }
  expect(values.length).toBeGreaterThan(80)
  const taken = new Set<string>()
  let withComponents = 0
  const takeApart = async ({ trace, ...value }: Shown): Promise<void> => {
    if (taken.has(trace)) return
    taken.add(trace)
    const { numerator, denominator, state, flags, period } = value
    const apart = JSON.parse(await text(trace))
    expect(apart).toMatchObject({ numerator, denominator, value: value.value, state, flags, period })
    if (apart.sql !== null) return
    withComponents++
    for (const component of apart.components as (Shown & { trace: string | null })[]) {
      expect(component.trace === null).toBe(component.state === 'missing' && component.period === null)
      if (component.trace !== null) await takeApart(component)
    }
  }
  for (const value of values) await takeApart(value)
  expect(withComponents).toBeGreaterThan(40)
})

test('a rank in the internal index is taken apart into the totals of all units of the level, and each into its halves', async () => {
  const ranks = async (scope: string) =>
    JSON.parse(await text(`/v1/indicators?scope=${scope}&date=2023-06-30&indicator=par.internal.rank`))
      .values as (Shown & { scope: { key: string }; period: { from: string } })[]
  expect(
    (await ranks('672,673,674,675,68,24769')).map(({ scope, value, denominator, period }) => [
      scope.key,
      value,
      denominator,
      period.from,
    ]),
  ).toEqual([
    ['672', '1', 12, '2022-01-01'],
    ['673', '2', 12, '2022-01-01'],
    ['674', '2', 12, '2022-01-01'],
    ['675', '4', 12, '2022-01-01'],
  ])
  const [last] = await ranks('683')
  const apart = JSON.parse(await text(last!.trace))
  expect(apart).toMatchObject({ value: '12', sql: null, indicator: { unitOfMeasure: 'hạng' } })
  const totals = apart.components as (Shown & { scope: { key: string }; indicator: { id: string } })[]
  expect(totals.map(({ indicator, scope, value }) => [indicator.id, scope.key, value]).slice(0, 4)).toEqual([
    ['par.internal.score', '672', '90.00'],
    ['par.internal.score', '673', '89.00'],
    ['par.internal.score', '674', '89.00'],
    ['par.internal.score', '675', '87.00'],
  ])
  expect(totals).toHaveLength(12)
  const halves = JSON.parse(await text(totals[2]!.trace)).components as Shown[]
  expect(halves.map(({ numerator }) => numerator)).toEqual([59, 30])
  const events = JSON.parse(await text(halves[0]!.trace)).events as { subject: string }[]
  expect(events.map(({ subject }) => subject)).toEqual(['test.lamdong.gov.vn/test/self-assessed-674'])
})

test('a source that tells one channel of feedback makes the other missing, not zero', async () => {
  // A day without feedback: whoever tells it makes it a zero.
  const said = async (id: string) => {
    const answer = JSON.parse(
      await text(`/v1/indicators?indicator=${id}&scope=68&period=day&date=2024-12-30`),
    )
    return answer.values.map(({ state, numerator }: { state: string; numerator: number | null }) => [
      state,
      numerator,
    ])
  }
  expect(await said('feedback.hotline.received')).toEqual([['reported', 0]])
  expect(await said('feedback.received')).toEqual([['missing', null]])
})

test('a rank as a document prints it is shown beside the totals that nobody has told', async () => {
  const path = '/v1/indicators/par.internal.rank/trace?scope='
  const apart = JSON.parse(await text(`${path}676&date=2021-12-31`))
  expect(apart).toMatchObject({ value: '12', denominator: 12, state: 'reported' })
  const told = (apart.components as Shown[]).filter(({ state }) => state === 'reported')
  expect([apart.components.length, told.map(({ value }) => value)]).toEqual([12, ['87.46']])
  // In 2023 the report names the best and the worst of twelve: that is no rank.
  const best = JSON.parse(await text(`${path}677&date=2024-06-30`))
  expect(best).toMatchObject({ state: 'missing', value: null })
  expect(best.missing).toHaveLength(10)
})

test('both answer as the OpenAPI document says', async () => {
  const { paths } = JSON.parse(await text('/v1/openapi.json'))
  const reported = JSON.parse(await text('/v1/indicators?scope=*&indicator=steering')).values[0]
  const asked = {
    '/v1/indicators': ['/v1/indicators', `/v1/indicators?cut=${CUT}&by=field&indicator=dossier`],
    '/v1/indicators/{id}/trace': [
      '/v1/indicators/dossier.on-time/trace',
      '/v1/indicators/dossier.working-days.median/trace?period=year',
      '/v1/indicators/satisfaction.sipas/trace',
      reported.trace,
      '/v1/indicators/dossier.quality.total/trace?period=year',
      '/v1/indicators/par.total.score/trace',
    ],
  }
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(Object.keys(asked)))
  for (const [path, examples] of Object.entries(asked)) {
    const { parameters, responses } = paths[path].get
    expect(parameters.map((each: { name: string }) => each.name)).toEqual(
      expect.arrayContaining(['scope', 'date', 'period', 'tree', 'cut']),
    )
    expect(Object.keys(responses)).toEqual(['200', '400', '404', '503'])
    const schema = z.fromJSONSchema(responses['200'].content['application/json'].schema)
    for (const example of examples)
      expect([example, schema.safeParse(JSON.parse(await text(example))).error]).toEqual([example, undefined])
  }
})
