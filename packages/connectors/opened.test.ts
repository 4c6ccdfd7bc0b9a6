import { dossier } from '@ioc/schemas'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { ConnectedSource } from './connected.ts'
import { openConnected } from './opened.ts'

const source = (completeFrom?: (settings: { since: string | null }) => string | null) =>
  ({
    name: 'some-portal',
    contract: dossier,
    title: { vi: 'Cổng', en: 'Portal' },
    simulated: false,
    rhythmSeconds: 60,
    pollMs: 1_000,
    way: {
      kind: 'poll',
      settings: z.strictObject({ since: z.string().nullable().default(null) }),
      ...(completeFrom ? { completeFrom } : {}),
      open: () => ({ read: async function* () {}, close: async () => {} }),
    },
    mapping: {},
    sample: new URL('file:///none'),
  }) as unknown as ConnectedSource

const opened = (connected: ConnectedSource, settings: object, completeFrom?: string) =>
  openConnected(connected, settings, {
    ...{ name: 'some-portal', ownFolder: '/none', settingsFile: '/none.json', completeFrom },
    ...{ now: () => 0, random: () => 0, log: {} as never },
  }).source.completeFromMs

const since = ({ since: day }: { since: string | null }) => day

test('what is asked for only from a day on is told from that day on, and no number before it is zero', () => {
  expect(opened(source(since), { since: '2026-07-01' })).toBe(Date.parse('2026-07-01T00:00:00+07:00'))
})

test('the place’s own word goes before, and says it where the way does not', () => {
  expect(opened(source(since), { since: '2026-07-01' }, '2026-08-01')).toBe(
    Date.parse('2026-08-01T00:00:00+07:00'),
  )
  expect(opened(source(), {}, '2026-08-01')).toBe(Date.parse('2026-08-01T00:00:00+07:00'))
})

test('what is read from its beginning tells of all there ever was', () => {
  expect(opened(source(since), {})).toBeUndefined()
  expect(opened(source(), {})).toBeUndefined()
})

test('it speaks for the units of its place, or of its code, and not given for all', () => {
  const unitsOf = (connected: ConnectedSource, units?: string[]) =>
    openConnected(
      connected,
      {},
      {
        ...{ name: 'some-portal', ownFolder: '/none', settingsFile: '/none.json', units },
        ...{ now: () => 0, random: () => 0, log: {} as never },
      },
    ).source.units
  expect(unitsOf(source())).toBeUndefined()
  expect(unitsOf(source(), ['24769'])).toEqual(['24769'])
  expect(unitsOf({ ...source(), units: ['24772'] })).toEqual(['24772'])
  expect(unitsOf({ ...source(), units: ['24772'] }, ['24769'])).toEqual(['24769'])
})
