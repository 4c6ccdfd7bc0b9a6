import { openIndicators } from '@ioc/indicators'
import type { SnapshotBody } from '@ioc/schemas/snapshot/snapshot.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRiver, type River } from '../counting/river.ts'
import { streamOf } from '../counting/streams/index.ts'
import { freePort } from '../ports.ts'
import { progressOf, publishCut, serveIndicators } from './indicators-api.centre.ts'

/** `GET /v1/indicators` and `/trace` over a real ClickHouse; the business day is the last of 2024, in the forenoon. */
const NOW = '2024-12-31T10:00:00+07:00'
const CUT = 'dossier/2024-06-30/1'
const stream = streamOf(11)

let river: River
let centre: Awaited<ReturnType<typeof serveIndicators>>
let published: SnapshotBody
/** What was answered as of the cut when it was new. */
let whenNew: Map<string, string>

const ASKED_AS_OF_CUT = [
  `/v1/indicators?cut=${CUT}`,
  `/v1/indicators?cut=${CUT}&scope=676,68/commune&period=2024-Q2&indicator=dossier`,
  `/v1/indicators?cut=${CUT}&date=2024-05-31&tree=2024-12-01&scope=682&indicator=dossier,feedback`,
  `/v1/indicators?cut=${CUT}&by=field&indicator=dossier.received&period=year`,
  `/v1/indicators/dossier.on-time/trace?cut=${CUT}&period=year&half=denominator&limit=5`,
]

beforeAll(async () => {
  river = await openRiver(await freePort())
  await river.tell(stream.slice(0, stream.length / 2))
  const spoken = ['dossier.v1', 'feedback.v1', 'survey-response.v1', 'reported-figure.v1']
  await river.tell(spoken.map((contract) => progressOf(contract, '2024-07-01T00:00:00+07:00')))
  published = await publishCut(river, 'dossier', '2024-06-30', river.watermark())
  centre = await serveIndicators(river, '2024-07-01T08:00:00+07:00')
  whenNew = new Map(await Promise.all(ASKED_AS_OF_CUT.map(async (path) => [path, await text(path)] as const)))
  await centre.close()
  await river.tell(stream.slice(stream.length / 2))
  await river.tell(spoken.map((contract) => progressOf(contract, NOW)))
  // A new process: nothing is kept of what was answered before.
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

type Value = {
  indicator: { id: string; title: { vi: string }; kind: string; evidence: string }
  scope: {
    key: string
    level: string | null
    unit: { code: string; name: { vi: string } }
    procedure?: string
    field?: string
  }
  period: { kind: string; from: string; to: string; closed: boolean }
  state: string
  numerator: number | null
  denominator: number | null
  value: string | null
  percent: string | null
  flags: string[]
  trace: string
}
type Values = { asOf: string | null; date: string; tree: string; cut: object | null; values: Value[] }
type Trace = Value & {
  sql: string | null
  counts: string | null
  half: string
  events: { subject: string; counted?: string | number }[]
  next: string | null
  components?: { indicator: { id: string }; numerator: number | null; trace: string | null }[]
}
const values = async (query: string): Promise<Values> => JSON.parse(await text(`/v1/indicators${query}`))
const trace = async (path: string): Promise<Trace> => JSON.parse(await text(path))

describe('values', () => {
  test('without a word they are the province’s, of all indicators, to the business day', async () => {
    const all = await values('')
    expect(all).toMatchObject({
      date: '2024-12-31',
      tree: 'then',
      cut: null,
      asOf: expect.stringMatching(/\+07:00$/),
    })
    expect(new Set(all.values.map(({ scope }) => scope.key))).toEqual(new Set(['68']))
    const received = all.values.filter(({ indicator }) => indicator.id === 'dossier.received')
    expect(received.map(({ period }) => period)).toEqual([
      { kind: 'day', from: '2024-12-31', to: '2024-12-31', closed: true },
      { kind: 'month', from: '2024-12-01', to: '2024-12-31', closed: true },
      { kind: 'quarter', from: '2024-10-01', to: '2024-12-31', closed: true },
      { kind: 'half-year', from: '2024-07-01', to: '2024-12-31', closed: true },
      { kind: 'year', from: '2024-01-01', to: '2024-12-31', closed: true },
    ])
    const known = openIndicators(river.catalogues).map(({ id }) => id)
    const order = [...new Set(all.values.map(({ indicator }) => indicator.id))]
    expect(order).toEqual(known.filter((id) => order.includes(id)))
    // The day is not over, and the source has not spoken beyond the forenoon.
    expect(received.every(({ flags }) => flags.includes('incomplete') && flags.includes('simulated'))).toBe(
      true,
    )
  })

  test('scopes, periods, prefixes and trees are those asked for', async () => {
    const some = await values(
      '?scope=676,68/commune&period=2024-Q2&indicator=dossier.on-time,feedback.received',
    )
    expect(some.date).toBe('2024-06-30')
    expect([...new Set(some.values.map(({ indicator }) => indicator.id))]).toEqual(
      openIndicators(river.catalogues)
        .map(({ id }) => id)
        .filter((id) => id === 'feedback.received' || /^dossier\.on-time(\.|$)/.test(id)),
    )
    expect([...new Set(some.values.map(({ scope }) => `${scope.key} ${scope.level}`))].sort()).toEqual([
      '676 null',
      '68/commune commune',
    ])
    expect(some.values[0]!.period).toEqual({
      kind: 'quarter',
      from: '2024-04-01',
      to: '2024-06-30',
      closed: true,
    })
    const nameOf = async (query: string) => (await values(query)).values[0]!.scope.unit.name.vi
    expect(await nameOf('?scope=24955&indicator=dossier.received&period=2024-06')).toBe('Xã Pró')
    expect(await nameOf('?scope=24955&indicator=dossier.received&period=2024-06&tree=today')).toBe(
      'Xã Quảng Lập',
    )
  })

  test('a merged district is found on the tree of its day, and all of it is in its heir on today’s', async () => {
    const received = async (query: string) =>
      (await values(`?indicator=dossier.received&period=2024-H1&${query}`)).values.map(
        ({ numerator }) => numerator,
      )
    const before = (await received('scope=681,682,683')) as number[]
    const [heir] = await received('scope=682&tree=today')
    expect(before.reduce((sum, each) => sum + each, 0)).toBe(heir)
    expect(heir).toBeGreaterThan(0)
  })

  test('all scopes of the tree come in one answer', async () => {
    const all = await values('?scope=*&period=month&date=2024-06-30')
    const scopes = new Set(all.values.map(({ scope }) => scope.key))
    expect(scopes.size).toBeGreaterThan(150)
    expect(all.values.length).toBeGreaterThan(scopes.size * 40)
  })

  test('by procedure and by field a scope’s dossiers are taken apart, and add up to it', async () => {
    const [whole] = (await values('?indicator=dossier.received&period=year&scope=676')).values
    expect(whole!.numerator).toBeGreaterThan(0)
    for (const by of ['procedure', 'field'] as const) {
      const parts = await values(`?indicator=dossier.received&period=year&scope=676&by=${by}`)
      expect(parts.values.every(({ scope }) => scope.key === '676' && scope[by] !== undefined)).toBe(true)
      expect(parts.values.reduce((sum, { numerator }) => sum + numerator!, 0)).toBe(whole!.numerator)
      const [first] = parts.values.filter(({ numerator }) => numerator! > 0)
      const apart = await trace(first!.trace)
      expect([apart.numerator, apart.events.length, apart.scope[by]]).toEqual([
        first!.numerator,
        first!.numerator,
        first!.scope[by],
      ])
    }
  })

  test('a rate without cases is null, and what nobody has spoken of is missing', async () => {
    const [quiet] = (await values('?indicator=dossier.on-time&period=day&date=2023-01-01')).values
    expect(quiet).toMatchObject({
      state: 'reported',
      numerator: 0,
      denominator: 0,
      value: null,
      percent: null,
    })
    const [future] = (await values('?indicator=dossier.on-time&period=month&date=2025-02-10')).values
    expect(future).toMatchObject({ state: 'missing', numerator: null, denominator: null, value: null })
  })

  test('small counts are not withheld inside the province', async () => {
    const all = await values('?scope=*&indicator=dossier.received&period=year')
    expect(all.values.some(({ numerator }) => numerator! >= 1 && numerator! <= 4)).toBe(true)
    expect(all.values.filter(({ state }) => state === 'withheld')).toEqual([])
  })
})

describe('as of a cut', () => {
  test.each(ASKED_AS_OF_CUT)('%s gives the same bytes after more has come', async (path) => {
    expect(await text(path)).toBe(whenNew.get(path))
    const live = path.replace(`cut=${CUT}`, 'date=2024-06-30')
    expect(await text(live.replace('date=2024-06-30&date=', 'date='))).not.toBe(whenNew.get(path))
  })

  test('the numbers are those of the snapshot, with what it withholds', async () => {
    const asked = await values(`?cut=${CUT}&indicator=dossier`)
    expect(asked).toMatchObject({ asOf: null, date: '2024-06-30', cut: { group: 'dossier', revision: 1 } })
    const cellOf = (id: string, { kind, from, to }: Value['period']) => `${id} ${kind} ${from} ${to}`
    const byCell = new Map(asked.values.map((value) => [cellOf(value.indicator.id, value.period), value]))
    const inSnapshot = published.values.filter(({ state }) => state === 'reported')
    expect(inSnapshot.length).toBeGreaterThan(20)
    for (const { indicator, period, numerator, denominator, value, flags } of inSnapshot)
      expect(byCell.get(cellOf(indicator, { ...period, closed: false }))).toMatchObject({
        numerator,
        denominator,
        value,
        flags,
      })
    expect(asked.values).toHaveLength(published.values.length)
  })
})

describe('traces', () => {
  test('every value’s link leads to its halves, and to SQL that gives them where it is pasted', async () => {
    const some = await values(
      '?scope=68,682&date=2024-06-30&indicator=dossier,feedback,satisfaction,steering',
    )
    const oneEach = [
      ...Map.groupBy(
        some.values,
        (v) => `${v.indicator.id} ${v.scope.key} ${v.flags.includes('estimate')}`,
      ).values(),
    ].map((mine) => mine[mine.length - 1]!)
    expect(oneEach.length).toBeGreaterThan(80)
    for (const value of oneEach) {
      const { indicator, numerator, denominator, state, flags, period } = value
      const apart = await trace(value.trace)
      expect(apart).toMatchObject({
        indicator,
        period,
        state,
        numerator,
        denominator,
        value: value.value,
        flags,
      })
      if (apart.sql === null) continue
      const pasted = await fetch(`${river.url}/?database=default`, {
        method: 'POST',
        body: `${apart.sql}\nFORMAT JSONEachRow`,
      })
      expect([indicator.id, pasted.status]).toEqual([indicator.id, 200])
      const row = (await pasted.json()) as { numerator: string | null; denominator: string | null }
      const asNumber = (half: string | null) => (half === null ? null : Number(half))
      // Where a scope holds none of an indicator's units there is nothing to count, and no number.
      const shown = state === 'not-applicable' ? [0, 0] : [numerator, denominator]
      expect([indicator.id, asNumber(row.numerator), asNumber(row.denominator)]).toEqual([
        indicator.id,
        ...shown,
      ])
    }
  }, 240_000)

  test('pages over all events give exactly the half', async () => {
    const path = '/v1/indicators/dossier.received/trace?period=year&limit=7'
    const subjects: string[] = []
    let pages = 0
    for (let after: string | null = ''; after !== null; pages++) {
      const page: Trace = await trace(after === '' ? path : `${path}&after=${encodeURIComponent(after)}`)
      expect(page).toMatchObject({ half: 'numerator', counts: 'subjects' })
      subjects.push(...page.events.map(({ subject }) => subject))
      after = page.next
    }
    const { numerator } = await trace(path)
    expect([subjects.length, new Set(subjects).size]).toEqual([numerator, numerator])
    expect(pages).toBe(Math.ceil(numerator! / 7))
  })

  test('a stated value is taken apart in its stated period, an estimate apart from the figure', async () => {
    const { values: stated } = await values('?scope=68,682,H36.03&indicator=steering&date=2024-12-31')
    expect(stated.length).toBeGreaterThan(0)
    for (const value of stated) {
      expect(value.period).toMatchObject({ kind: 'stated', from: '2024-01-01', closed: true })
      const apart = await trace(value.trace)
      expect(apart).toMatchObject({ period: value.period, numerator: value.numerator, counts: 'reports' })
      expect(apart.events.length).toBeGreaterThan(0)
    }
  })

  test('a score has components that can each be taken apart, and no SQL', async () => {
    const score = await trace('/v1/indicators/dossier.quality.total/trace?period=year')
    expect(score).toMatchObject({ sql: null, counts: null, events: [], next: null, state: 'reported' })
    const known = score.components!.filter(({ trace }) => trace !== null)
    expect(known.length).toBeGreaterThan(5)
    for (const component of known)
      expect(await trace(component.trace!)).toMatchObject({ numerator: component.numerator })
  }, 60_000)
})
