import { expect, test } from 'vitest'
import { byNeed } from './order.ts'

const source = (name: string, change: object) => ({
  ...{ source: name, freshness: 'fresh' as const, control: null, rejects: [], identityConflicts: 0 },
  ...change,
})
const held = { state: 'held', by: 'Lan', why: 'x', since: '', lastReason: null } as const

test('held stands first, then silent, then rejects, then conflicts, then never heard, then well; equals stay', () => {
  const ordered = byNeed([
    source('well', {}),
    source('well too', { rejects: null, identityConflicts: null }),
    source('never heard', { freshness: 'unknown' }),
    source('conflicts', { identityConflicts: 1 }),
    source('rejects', { rejects: [{ code: 'unknown-unit', records: 1 }] }),
    source('delayed', { freshness: 'delayed' }),
    source('stale', { freshness: 'stale' }),
    source('held', { control: held }),
    source('released', { control: { ...held, state: 'released' } }),
  ])
  expect(ordered.map((each) => each.source)).toEqual([
    ...['held', 'stale', 'delayed', 'rejects', 'conflicts', 'never heard', 'well', 'well too', 'released'],
  ])
})
