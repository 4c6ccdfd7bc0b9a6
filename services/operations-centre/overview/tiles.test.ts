import { expect, test } from 'vitest'
import type { Source } from '../sources/sources.ts'
import { freshnessOfFeed } from './tiles.ts'

const source = (name: string, freshness: Source['freshness'], lastArrivalAt: string | null): Source => ({
  ...{ source: name, contract: 'dossier.v1', freshness, lastArrivalAt, lastEventAt: null, rhythmSeconds: 60 },
  ...{
    streams: null,
    completeFrom: null,
    completeUpTo: null,
    producer: null,
    fault: null,
    notice: null,
    ledger: null,
  },
  ...{ emitted: null, rejected: null, simulated: true, identityConflicts: null },
  ...{ window: null, control: null, rejects: null },
})

test('the state and the age of a tile are of one source: the stalest, of several alike the one silent longest', () => {
  const of = (...sources: Source[]) =>
    freshnessOfFeed({ topics: new Set(['dossier.v1']), streams: new Set() }, sources)
  const quick = source('quick', 'fresh', '2024-07-20T09:29:59+07:00')
  const slow = source('slow', 'delayed', '2024-07-20T09:27:00+07:00')
  const slower = source('slower', 'delayed', '2024-07-20T09:26:00+07:00')
  const unused = source('unused', 'unknown', null)
  const late = { freshness: 'delayed', lastArrivalAt: '2024-07-20T09:26:00+07:00', source: 'slower' }
  expect(of(quick, slow, slower, unused)).toEqual(late)
  expect(of(slower, slow, quick)).toEqual(late)
  expect(of(unused)).toEqual({ freshness: 'unknown', lastArrivalAt: null, source: null })
})

test('a tile of one channel is as fresh as what tells that channel', () => {
  const told = (name: string, freshness: Source['freshness'], streams: string[] | null) => ({
    ...source(name, freshness, '2024-07-20T09:26:00+07:00'),
    ...{ contract: 'feedback.v1', streams },
  })
  const portal = told('portal', 'stale', ['national-portal'])
  const calls = told('calls', 'fresh', ['hotline'])
  const hotline = { topics: new Set(['feedback.v1']), streams: new Set(['hotline']) }
  expect(freshnessOfFeed(hotline, [portal, calls])).toMatchObject({ freshness: 'fresh', source: 'calls' })
  expect(freshnessOfFeed(hotline, [portal]).freshness).toBe('unknown')
  expect(freshnessOfFeed(hotline, [portal, told('rebuild', 'delayed', null)]).source).toBe('rebuild')
})
