import {
  type CountedIndicator,
  chainFor,
  chainOf,
  type Half,
  type IndicatorValue,
  isCounted,
  openIndicators,
  type Question,
  readPeriod,
  type Scope,
  scopesOf,
  type Traced,
  type TracedEvent,
  type Tree,
  tracedEvents,
  traceQuery,
  valuesFor,
  type Watermark,
  whatCounts,
} from '@ioc/indicators'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRiver, type River } from '../counting/river.ts'
import { streamOf } from '../counting/streams/index.ts'
import { freePort } from '../ports.ts'

/** A random small province, the same each time: dossiers of many units, feedback, forms; with corrections and repeats. */
const stream = streamOf(7)
const THEN: Tree = { kind: 'then' }
const TODAY: Tree = { kind: 'of', day: '2024-12-31' }

let river: River
let counted: CountedIndicator[]
let amid: Watermark
beforeAll(async () => {
  river = await openRiver(await freePort())
  counted = openIndicators(river.catalogues).filter(isCounted)
  await river.tell(stream.slice(0, stream.length / 2))
  amid = river.watermark()
  await river.tell(stream.slice(stream.length / 2))
})
afterAll(() => river?.close())

/** Every source has spoken for every day: a zero is a zero. */
const SPOKEN = new Map(
  ['dossier.v1', 'feedback.v1', 'survey-response.v1'].map((topic) => [
    topic,
    [{ units: ['68'], completeUpToMs: Date.parse('2027-01-01T00:00:00+07:00'), simulated: false }],
  ]),
)

type Asked = { period: string; tree: Tree; scopes: readonly string[]; watermark: Watermark | null }

const valuesOf = ({ period, tree, scopes, watermark }: Asked): Promise<IndicatorValue[]> => {
  const read = readPeriod(period)!
  const question: Question = {
    indicators: counted,
    date: read.to,
    periods: [read],
    tree,
    scopes,
    watermark,
    nowMs: null,
    spoken: SPOKEN,
  }
  return valuesFor(river.clickhouse, river.catalogues, question)
}

const tracedOf = (value: IndicatorValue, { period, tree, watermark }: Asked): Traced => ({
  indicator: value.indicator as CountedIndicator,
  map: scopesOf(river.catalogues, tree, readPeriod(period)!.to),
  scope: value.scope.key,
  chain: chainFor({ date: readPeriod(period)!.to, nowMs: null }, [value.period]),
  watermark,
  database: 'ioc',
})

type Row = { numerator: number | null; denominator: number | null; value?: number | null }

/** Sends a text as a person with nothing but curl would: no parameter, no setting, another database as default. */
const paste = async (text: string): Promise<Row[]> => {
  const answer = await fetch(`${river.url}/?database=default`, {
    method: 'POST',
    body: `${text}\nFORMAT JSONEachRow`,
  })
  const body = await answer.text()
  expect([answer.status, answer.status === 200 ? '' : body]).toEqual([200, ''])
  return body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}

const number = (text: string | null) => (text === null ? null : Number(text))

/** Both trees, districts that are merged and their heir, one level; months and closed quarters; now and earlier. */
const QUESTIONS: { asked: Omit<Asked, 'watermark'>; earlier: boolean }[] = [
  { asked: { period: '2024-06', tree: THEN, scopes: ['68', '676', '68/commune', '681'] }, earlier: false },
  { asked: { period: '2024-06', tree: THEN, scopes: ['68/commune'] }, earlier: true },
  { asked: { period: '2024-Q4', tree: TODAY, scopes: ['68', '682', '682/commune'] }, earlier: false },
  { asked: { period: '2024-Q4', tree: TODAY, scopes: ['682'] }, earlier: true },
  { asked: { period: '2024', tree: THEN, scopes: ['68'] }, earlier: true },
]

test.each(QUESTIONS)(
  'the SQL of every counted indicator gives its halves when pasted: $asked.period, $asked.scopes, earlier: $earlier',
  async ({ asked, earlier }) => {
    const question = { ...asked, watermark: earlier ? amid : null }
    const values = await valuesOf(question)
    expect(values).toHaveLength(counted.length * asked.scopes.length)
    const wrong: unknown[] = []
    for (const value of values) {
      const [row, ...more] = await paste(traceQuery(river.catalogues, tracedOf(value, question)).text)
      // Where a scope holds none of an indicator's units there is nothing to show, and nothing to count.
      if (value.state === 'not-applicable') {
        expect([value.indicator.level, value.numerator, value.denominator]).toEqual([
          expect.any(String),
          null,
          null,
        ])
        expect(row).toEqual({ numerator: expect.anything(), denominator: expect.anything() })
        expect([Number(row!.numerator), Number(row!.denominator), more]).toEqual([0, 0, []])
        continue
      }
      const shown = {
        numerator: number(value.numerator),
        denominator: number(value.denominator),
        ...(value.indicator.kind === 'quantile' ? { value: number(value.value) } : {}),
      }
      const pasted = row && {
        ...row,
        numerator: asNumber(row.numerator),
        denominator: asNumber(row.denominator),
      }
      if (more.length > 0 || JSON.stringify(pasted) !== JSON.stringify(shown))
        wrong.push({ indicator: value.indicator.id, scope: value.scope.key, pasted, shown })
    }
    expect(wrong).toEqual([])
    // The questions are worth asking: most indicators have something to count somewhere.
    const alive = new Set(
      values.filter((v) => Number(v.denominator ?? v.numerator) > 0).map((v) => v.indicator.id),
    )
    expect(alive.size).toBeGreaterThan(counted.length / 2)
  },
  240_000,
)

test('the SQL of another period, scope or time gives other halves: the comparison can fail', async () => {
  const [value] = (await valuesOf(YEAR)).filter(({ indicator }) => indicator.id === 'dossier.received')
  const traced = tracedOf(value!, YEAR)
  const others: Traced[] = [
    { ...traced, chain: chainOf([readPeriod('2024-H1')!]) },
    { ...traced, scope: '676' },
    { ...traced, watermark: amid },
  ]
  for (const other of others) {
    const [row] = await paste(traceQuery(river.catalogues, other).text)
    expect(asNumber(row!.numerator)).toBeLessThan(number(value!.numerator)!)
  }
})

/** 64-bit counts are JSON texts in the engine's own default. */
const asNumber = (given: number | string | null) => (given === null ? null : Number(given))

const YEAR: Asked = { period: '2024', tree: THEN, scopes: ['68'], watermark: null }

/** All events of a half, page by page. */
const allEvents = async (traced: Traced, half: Half, limit: number): Promise<TracedEvent[]> => {
  const events: TracedEvent[] = []
  for (;;) {
    const after = events.at(-1)?.subject ?? null
    const page = await tracedEvents(river.clickhouse, river.catalogues, traced, half, { after, limit })
    events.push(...page)
    if (page.length < limit) return events
  }
}

/** What the events of a half say its number is. */
const numberFrom = (
  events: readonly TracedEvent[],
  indicator: CountedIndicator,
  half: Half,
): number | null => {
  const brought = events.map((event) => event.counted)
  switch (whatCounts(indicator, half)) {
    case 'subjects':
      return events.length
    case 'sum':
      return brought.reduce<number>((sum, each) => sum + Number(each), 0)
    case 'different':
      return new Set(brought).size
    case 'quantile': {
      const { numerator } = indicator
      const level = numerator.counts === 'quantile' ? numerator.level : Number.NaN
      const inOrder = brought.map(Number).sort((a, b) => a - b)
      return inOrder[Math.floor(level * inOrder.length)] ?? null
    }
    default:
      return null
  }
}

test('the events behind each half make its number, each subject once and in order, and tell nothing of persons', async () => {
  const hashes = await river.clickhouse.query<{ caller_hash: string }>(
    "SELECT DISTINCT caller_hash FROM feedback_version WHERE caller_hash != ''",
  )
  expect(hashes.length).toBeGreaterThan(1)
  const kinds = new Set<string | null>()
  for (const value of await valuesOf(YEAR))
    for (const half of ['numerator', 'denominator'] as const) {
      const traced = tracedOf(value, YEAR)
      const indicator = value.indicator as CountedIndicator
      const events = await allEvents(traced, half, 40)
      const what = whatCounts(indicator, half)
      kinds.add(what)
      const expected = what === 'quantile' ? value.value : value[half]
      expect([indicator.id, half, numberFrom(events, indicator, half)]).toEqual([
        indicator.id,
        half,
        number(expected),
      ])
      const subjects = events.map(({ subject }) => subject)
      expect(subjects).toEqual([...new Set(subjects)])
      const text = JSON.stringify(events)
      expect(hashes.filter(({ caller_hash: hash }) => text.includes(hash))).toEqual([])
      const names = new Set(events.flatMap((event) => Object.keys(event)))
      for (const name of [
        'extra',
        'caller_hash',
        'caller_hash_before',
        'value',
        'bytes',
        'answer',
        'applicant_kind',
        'content_hash',
      ])
        expect([indicator.id, names.has(name)]).toEqual([indicator.id, false])
    }
  expect([...kinds].sort()).toEqual(['different', null, 'quantile', 'subjects', 'sum'].sort())
})

test('as of a watermark the events are those the earlier number was made of', async () => {
  const earlier = { ...YEAR, watermark: amid }
  const received = (await valuesOf(earlier)).find(({ indicator }) => indicator.id === 'dossier.received')!
  const events = await allEvents(tracedOf(received, earlier), 'numerator', 1_000)
  expect(events.length).toBe(Number(received.numerator))
  const known = new Map(amid.map(({ topic, partition, offset }) => [`${topic}/${partition}`, offset]))
  expect(
    events.filter(({ topic, partition, offset }) => offset > known.get(`${topic}/${partition}`)!),
  ).toEqual([])
  const now = await allEvents(tracedOf(received, YEAR), 'numerator', 1_000)
  expect(now.length).toBeGreaterThan(events.length)
})

test('a watermark that holds nothing of a topic counts nothing', async () => {
  const nothing = { ...YEAR, watermark: [{ topic: 'dossier.v1', partition: 0, offset: -1 }] }
  for (const value of (await valuesOf(nothing)).filter(({ indicator }) => /received$/.test(indicator.id))) {
    const [row] = await paste(traceQuery(river.catalogues, tracedOf(value, nothing)).text)
    expect([value.indicator.id, Number(row!.numerator), value.numerator]).toEqual([
      value.indicator.id,
      0,
      '0',
    ])
  }
})

test('of one procedure or field the halves are those of its dossiers alone', async () => {
  const indicator = counted.find(({ id }) => id === 'dossier.on-time')!
  const map = scopesOf(river.catalogues, THEN)
  const chain = chainOf([readPeriod('2024')!])
  const scope: Scope['key'] = '68'
  const whole = { indicator, map, scope, chain, watermark: null, database: 'ioc' }
  const [all] = await paste(traceQuery(river.catalogues, whole).text)
  let denominator = 0
  for (const { code } of river.catalogues.procedureFields) {
    const traced: Traced = { ...whole, among: { by: 'field', code } }
    const [row] = await paste(traceQuery(river.catalogues, traced).text)
    const events = await allEvents(traced, 'denominator', 1_000)
    expect([code, Number(row!.denominator)]).toEqual([code, events.length])
    denominator += events.length
  }
  expect([denominator, denominator > 50]).toEqual([Number(all!.denominator), true])
})
