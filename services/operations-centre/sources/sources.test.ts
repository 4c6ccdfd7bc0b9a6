import { expect, test } from 'vitest'
import { listSources } from './sources.ts'

const NOW = Date.parse('2024-07-01T08:00:00+07:00')
const nothing = { progress: [], heard: new Map(), nowMs: NOW }

test('a push door nobody has used is listed, unknown, with dashes instead of zeros', () => {
  const survey = listSources({ ...nothing, conflicts: new Map() }).find((s) => s.source === 'survey-push')
  expect(survey).toEqual({
    source: 'survey-push',
    contract: 'survey-response.v1',
    freshness: 'unknown',
    lastArrivalAt: null,
    lastEventAt: null,
    rhythmSeconds: 86_400,
    streams: null,
    completeFrom: null,
    completeUpTo: null,
    emitted: null,
    rejected: null,
    simulated: null,
    producer: null,
    fault: null,
    notice: null,
    ledger: null,
    identityConflicts: null,
    window: null,
    control: null,
    rejects: null,
  })
})

test('a source that spoke carries its own word, its arrival and its conflicts', () => {
  const progress = {
    source: 'first-half-2024',
    contract: 'dossier.v1',
    rhythmSeconds: 60,
    streams: ['hotline'],
    completeFromMs: Date.parse('2024-01-01T00:00:00+07:00'),
    completeUpToMs: NOW - 1,
    toldMs: NOW - 61_000,
    emitted: 385_110,
    rejected: 0,
    simulated: true,
  }
  const heard = new Map([
    ['first-half-2024 dossier.v1', { lastMs: NOW - 90_000, records: 385_110, rejected: 7 }],
  ])
  const sources = listSources({
    ...{ progress: [progress], heard, nowMs: NOW },
    conflicts: new Map([['first-half-2024 dossier.v1', 2]]),
  })
  const first = sources.find((each) => each.source === 'first-half-2024')
  expect(first).toEqual({
    source: 'first-half-2024',
    contract: 'dossier.v1',
    freshness: 'delayed',
    lastArrivalAt: '2024-07-01T07:58:59.000+07:00',
    lastEventAt: '2024-07-01T07:58:30.000+07:00',
    rhythmSeconds: 60,
    streams: ['hotline'],
    completeFrom: '2024-01-01T00:00:00.000+07:00',
    completeUpTo: '2024-07-01T07:59:59.999+07:00',
    emitted: 385_110,
    rejected: 0,
    simulated: true,
    producer: null,
    fault: null,
    notice: null,
    ledger: { records: 385_110, rejected: 7 },
    identityConflicts: 2,
    window: null,
    control: null,
    rejects: null,
  })
})

test('why its records were rejected stands with each source; where nobody counted yet it is not known', () => {
  const counted = new Map([['dossier-push dossier.v1', [{ code: 'unknown-unit', records: 3 }]]])
  const listed = listSources({ ...nothing, rejects: counted })
  expect(listed.map(({ source, rejects }) => [source, rejects]).slice(0, 2)).toEqual([
    ['dossier-push', [{ code: 'unknown-unit', records: 3 }]],
    ['feedback-push', []],
  ])
})

test('one name that speaks through two producers is two sources', () => {
  const word = {
    source: 'live-demo',
    rhythmSeconds: 15,
    streams: [],
    completeFromMs: null,
    completeUpToMs: NOW,
    toldMs: NOW,
    emitted: 1,
    rejected: 0,
    simulated: true,
  }
  const listed = listSources({
    ...nothing,
    progress: [
      { ...word, contract: 'dossier.v1' },
      { ...word, contract: 'feedback.v1', toldMs: NOW - 60_000 },
    ],
  }).filter((each) => each.source === 'live-demo')
  expect(listed.map(({ contract, freshness }) => [contract, freshness])).toEqual([
    ['dossier.v1', 'fresh'],
    ['feedback.v1', 'stale'],
  ])
})

test('a held source carries who holds it and why, even before its first word; its namesake elsewhere does not', () => {
  const control = {
    source: 'live-demo',
    contract: 'dossier.v1',
    state: 'held',
    at: '2024-07-01T07:59:00.000+07:00',
    by: 'breaker',
    why: '100 rejected in a row',
    lastReason: { path: 'data.unitCode', code: 'unknown-unit', message: 'is no unit' },
    counts: null,
  } as const
  const feedback = { ...control, contract: 'feedback.v1', state: 'released', lastReason: null } as const
  const listed = listSources({ ...nothing, controls: [control, feedback] }).filter(
    (each) => each.source === 'live-demo',
  )
  const { at: since, by, why, lastReason } = control
  expect(listed.map((each) => each.control)).toEqual([
    { state: 'held', since, by, why, lastReason, counts: null },
    { state: 'released', since, by, why, lastReason: null, counts: null },
  ])
})

test('a push door tells nothing of itself, but what it counted is known; while it is held, at least what held it', () => {
  const counts = { events: 412, rejected: 131, rejectedInARow: 100 }
  const held = {
    source: 'dossier-push',
    contract: 'dossier.v1',
    state: 'held',
    at: '2024-07-01T07:59:00.000+07:00',
    by: 'breaker',
    why: '100 rejected in a row',
    lastReason: null,
    counts,
  } as const
  const windowOf = (given: Partial<Parameters<typeof listSources>[0]>) =>
    listSources({ ...nothing, ...given }).find(({ source }) => source === 'dossier-push')?.window
  const door = { source: 'dossier-push', contract: 'dossier.v1', counts: { ...counts, events: 500 } }
  expect(windowOf({ windows: [door] })).toEqual({ events: 500, rejected: 131 })
  expect(windowOf({ controls: [held] })).toEqual({ events: 412, rejected: 131 })
  expect(windowOf({ controls: [{ ...held, state: 'released' }] })).toBe(null)
})

test('a source somebody made a key for is listed before it ever spoke', () => {
  const window = {
    source: 'one-stop-vendor',
    contract: 'dossier.v1',
    counts: { events: 0, rejected: 0, rejectedInARow: 0 },
  }
  const vendor = listSources({ ...nothing, windows: [window] }).find((s) => s.source === 'one-stop-vendor')
  expect(vendor).toMatchObject({ freshness: 'unknown', rhythmSeconds: 86_400, lastEventAt: null })
})

test('a source its producer reads is listed before it has said anything, with what the producer tells', () => {
  const waiting = {
    ...{ source: 'end-2024', contract: 'reported-figure.v1', simulated: true, rhythmSeconds: 60 },
    ...{ emitted: 0, rejected: 0, completeUpToMs: null, state: 'waiting' as const },
  }
  const listed = listSources({ ...nothing, producers: [waiting] })
  expect(listed.find(({ source }) => source === 'end-2024')).toMatchObject({
    ...{ freshness: 'unknown', producer: 'waiting', rhythmSeconds: 60, emitted: 0, rejected: 0 },
    ...{ simulated: true, completeFrom: null, completeUpTo: null, lastArrivalAt: null, ledger: null },
  })
})

test('what a connected source cannot read, and what was odd about it, goes along with it', () => {
  const read = {
    ...{ source: 'land-office', contract: 'dossier.v1', simulated: false, rhythmSeconds: 60 },
    ...{ emitted: 0, rejected: 0, completeUpToMs: null, state: 'waiting' as const },
  }
  const of = (told: object) =>
    listSources({ ...nothing, producers: [{ ...read, ...told }] }).find((s) => s.source === 'land-office')
  expect(of({ error: 'x answers 503', errorSinceMs: NOW, notice: 'a.csv is odd' })).toMatchObject({
    fault: { text: 'x answers 503', since: '2024-07-01T08:00:00.000+07:00' },
    notice: { text: 'a.csv is odd' },
  })
  // One that pushes: of bodies nobody could take nothing else is left.
  const turnedAway = {
    bodies: 3,
    lastAtMs: NOW,
    status: 400,
    why: 'a structured CloudEvent is a JSON object',
  }
  const counts = { events: 0, rejected: 0, rejectedInARow: 0 }
  const windows = [{ source: 'dossier-push', contract: 'dossier.v1', counts, turnedAway }]
  const pushed = listSources({ ...nothing, windows }).find(({ source }) => source === 'dossier-push')
  expect(pushed?.notice?.text).toContain('3 bodies could not be taken')
  // One that its producer made itself says neither.
  expect(of({})).toMatchObject({ fault: null, notice: null })
})
