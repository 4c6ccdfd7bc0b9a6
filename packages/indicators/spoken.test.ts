import { openCatalogues } from '@ioc/catalogues'
import { streamsOf } from '@ioc/schemas/events/streams.ts'
import { describe, expect, test } from 'vitest'
import { openIndicators } from './catalogue/index.ts'
import { isCounted } from './define.ts'
import { readPeriod } from './periods.ts'
import { scopesOf, type Tree } from './scopes.ts'
import { openSets } from './sets/index.ts'
import { openHeard, type Said } from './spoken.ts'
import { judged } from './value.ts'

const catalogues = openCatalogues()
const received = openIndicators(catalogues).find(({ id }) => id === 'dossier.received')!
const THEN: Tree = { kind: 'then' }
const TODAY: Tree = { kind: 'of', day: '2024-12-31' }
const ENDLESS = '2027-01-01T00:00:00+07:00'

const said = (units: string[], until = ENDLESS, simulated = false, from: string | null = null): Said => ({
  units,
  completeFromMs: from === null ? null : Date.parse(from),
  completeUpToMs: Date.parse(until),
  simulated,
})

/** State and flags of a zero in each scope, as its sources have spoken. */
const zeroes = (sources: readonly Said[], scopes: readonly string[], word: string, tree: Tree = THEN) => {
  const period = readPeriod(word)!
  const map = scopesOf(catalogues, tree, period.to)
  const heard = openHeard(catalogues, new Map([['dossier.v1', sources]]), map)
  return Object.fromEntries(
    scopes.map((key) => {
      const scope = map.scopes.get(key)!
      const head = { indicator: received, scope, period }
      const halves = { numerator: '0', denominator: null }
      const { state, flags } = judged(
        catalogues,
        head,
        halves,
        heard.ofScope({ contract: 'dossier.v1' }, scope, period),
      )
      return [key, [state, ...flags.filter((flag) => flag !== 'beyond-catalogue')].join(' ')]
    }),
  )
}

describe('who has spoken for a scope', () => {
  test('a commune speaks for itself; what holds it is incomplete, and all others are silent', () => {
    const scopes = [
      '24769',
      '24772',
      '672',
      '676',
      '68',
      '68/commune',
      '68/department',
      '68/province',
      'H36.03',
    ]
    expect(zeroes([said(['24769'])], scopes, '2024-06')).toEqual({
      '24769': 'reported',
      '24772': 'missing',
      '672': 'reported incomplete',
      '676': 'missing',
      '68': 'reported incomplete',
      '68/commune': 'reported incomplete',
      '68/department': 'missing',
      '68/province': 'missing',
      'H36.03': 'missing',
    })
  })

  test('a source of the province or of a district speaks for all below', () => {
    expect(zeroes([said(['68'], ENDLESS, true)], ['68', '68/commune', '24769'], '2024-06')).toEqual({
      '68': 'reported simulated',
      '68/commune': 'reported simulated',
      '24769': 'reported simulated',
    })
    expect(zeroes([said(['672'])], ['672', '672/commune', '24769', '676'], '2024-06')).toEqual({
      '672': 'reported',
      '672/commune': 'reported',
      '24769': 'reported',
      '676': 'missing',
    })
  })

  test('the province is complete when all its departments and districts are, with no source of its own', () => {
    const parts = catalogues.unitsOn('2024-06-30').filter(({ parent }) => parent === '68')
    const codes = parts.map(({ code }) => code)
    expect(zeroes([said(codes)], ['68'], '2024-06')).toEqual({ '68': 'reported' })
    expect(zeroes([said(codes.slice(1))], ['68'], '2024-06')).toEqual({ '68': 'reported incomplete' })
  })

  test('a scope is as complete as the unit furthest behind; of one unit the furthest word counts', () => {
    const behind = [said(['24769']), said(['672'], '2024-06-10T00:00:00+07:00')]
    expect(zeroes(behind, ['672', '24769', '24772'], '2024-06')).toEqual({
      '672': 'reported incomplete',
      '24769': 'reported',
      '24772': 'reported incomplete',
    })
  })

  test('complete up to midnight says nothing of the day that begins then', () => {
    const until = (instant: string) => zeroes([said(['68'], instant)], ['68'], '2024-07-01')
    expect(until('2024-07-01T00:00:00+07:00')).toEqual({ '68': 'missing' })
    expect(until('2024-07-01T00:00:00.001+07:00')).toEqual({ '68': 'reported incomplete' })
    expect(until('2024-07-01T23:59:59.999+07:00')).toEqual({ '68': 'reported' })
  })
})

describe('over the mergers of 1/12/2024', () => {
  test('one of three merged districts is a third of their heir', () => {
    const old = said(['681'], '2024-11-30T23:59:59.999+07:00')
    expect(zeroes([old], ['682', '68'], '2024-11', TODAY)).toEqual({
      '682': 'reported incomplete',
      '68': 'reported incomplete',
    })
    expect(zeroes([old], ['682', '68'], '2024-12', TODAY)).toEqual({ '682': 'missing', '68': 'missing' })
    expect(zeroes([said(['681'])], ['682'], '2024-12', TODAY)).toEqual({ '682': 'reported incomplete' })
  })

  test('all three together are the heir, and the heir speaks for them, where a scope holds them', () => {
    expect(zeroes([said(['681', '682', '683'])], ['682'], '2024', TODAY)).toEqual({ '682': 'reported' })
    expect(zeroes([said(['682'])], ['682'], '2024', TODAY)).toEqual({ '682': 'reported' })
    expect(zeroes([said(['682'])], ['681', '682'], '2024-Q4')).toEqual({
      '681': 'missing',
      '682': 'reported',
    })
  })

  test('a unit that was heard to its end has handed its subjects on', () => {
    const old = said(['681'], '2024-11-30T23:59:59.999+07:00')
    expect(zeroes([old], ['681'], '2024-Q4')).toEqual({ '681': 'reported incomplete' })
    expect(zeroes([old, said(['682'])], ['681'], '2024-Q4')).toEqual({ '681': 'reported' })
    const short = said(['681'], '2024-11-29T00:00:00+07:00')
    expect(zeroes([short, said(['682'])], ['681'], '2024-Q4')).toEqual({ '681': 'reported incomplete' })
  })
})

describe('a source that says from when it speaks', () => {
  const from = (units: string[], begin: string, until = ENDLESS) =>
    said(units, until, false, `${begin}T00:00:00+07:00`)
  const endOf = (day: string) => `${day}T23:59:59.999+07:00`
  const ofProvince = (sources: readonly Said[], words: readonly string[]) =>
    words.map((word) => [word, zeroes(sources, ['68'], word)['68']].join(' '))

  test('is not heard of a period that begins before', () => {
    const half = [from(['68'], '2024-01-01', endOf('2024-06-30'))]
    expect(ofProvince(half, ['2023-12-31', '2023-12', '2023-H2', '2023', '2024-01-01', '2024-H1'])).toEqual([
      '2023-12-31 missing',
      '2023-12 missing',
      '2023-H2 missing',
      '2023 missing',
      '2024-01-01 reported',
      '2024-H1 reported',
    ])
    // One that does not say speaks of all there ever was.
    expect(ofProvince([...half, said(['68'], endOf('2024-03-31'))], ['2023', '2024-H1'])).toEqual([
      '2023 reported',
      '2024-H1 reported',
    ])
  })

  test('goes on where another ends; over a gap nothing is complete, and what begins in it is missing', () => {
    const first = from(['68'], '2024-01-01', endOf('2024-06-30'))
    const words = ['2024', '2024-Q3', '2024-07', '2024-08']
    const then = (begin: string) => ofProvince([from(['68'], begin), first], words)
    expect(then('2024-07-01')).toEqual(words.map((word) => `${word} reported`))
    expect(then('2024-08-01')).toEqual([
      '2024 reported incomplete',
      '2024-Q3 missing',
      '2024-07 missing',
      '2024-08 reported',
    ])
  })

  test('leaves of a scope incomplete whose other units are told from the beginning', () => {
    const sources = [from(['672'], '2024-01-01'), from(['24769'], '2024-04-01'), from(['676'], '2024-04-01')]
    expect(zeroes(sources, ['672', '24769', '676', '68'], '2024-H1')).toEqual({
      '672': 'reported',
      '24769': 'reported',
      '676': 'missing',
      '68': 'reported incomplete',
    })
  })

  test('is asked of a unit from its first day on, and of an heir’s forebears nothing it does not know', () => {
    const heir = [from(['682'], '2024-12-01')]
    expect(zeroes(heir, ['682'], '2024-12', TODAY)).toEqual({ '682': 'reported' })
    expect(zeroes(heir, ['682'], '2024-Q4', TODAY)).toEqual({ '682': 'missing' })
    const olds = said(['681', '682', '683'], endOf('2024-11-30'), false, '2024-01-01T00:00:00+07:00')
    expect(zeroes([...heir, olds], ['682'], '2024', TODAY)).toEqual({ '682': 'reported' })
    expect(zeroes([...heir, olds], ['681'], '2024-Q4')).toEqual({ '681': 'reported' })
  })
})

describe('a source that tells some streams of a contract', () => {
  const period = readPeriod('2024-06')!
  const map = scopesOf(catalogues, THEN, period.to)
  const portal = { ...said(['68']), streams: ['national-portal'] }
  const reachOf = (sources: readonly Said[], stream?: string) => {
    const heard = openHeard(catalogues, new Map([['feedback.v1', sources]]), map)
    return heard.ofScope({ contract: 'feedback.v1', stream }, map.scopes.get('68')!, period).reachMs
  }

  test('is not heard of the others, nor of the contract as a whole', () => {
    expect(reachOf([portal], 'national-portal')).toBe(Date.parse(ENDLESS))
    expect([reachOf([portal], 'hotline'), reachOf([portal])]).toEqual([-1, -1])
  })

  test('leaves to one that names none what it tells: all of them', () => {
    const until = '2024-06-30T23:59:59.999+07:00'
    expect(reachOf([portal, said(['68'], until)], 'hotline')).toBe(Date.parse(until))
    expect(reachOf([portal, said(['68'], until)], 'national-portal')).toBe(Date.parse(ENDLESS))
  })

  test('every indicator over a contract with streams says which it counts', () => {
    const over = openIndicators(catalogues)
      .filter(isCounted)
      .filter(({ of }) => streamsOf(openSets(catalogues)[of].topic) !== null)
    expect(over.length).toBeGreaterThan(15)
    for (const { id, of, stream } of over)
      expect(streamsOf(openSets(catalogues)[of].topic)!.isKnown(stream ?? '', catalogues), id).toBe(true)
  })
})
