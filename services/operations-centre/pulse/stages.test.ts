import { expect, test } from 'vitest'
import { stateOfDelivery, stateOfFlow, stateOfSnapshots, stateOfSources } from './stages.ts'

test.each([
  { seen: 'nothing yet', failing: false, total: null, perSecond: null, lagRecords: null, state: 'unknown' },
  { seen: 'an engine that is away', failing: true, total: 9, perSecond: 5, lagRecords: 0, state: 'stopped' },
  { seen: 'rest with nothing owed', failing: false, total: 9, perSecond: 0, lagRecords: 0, state: 'idle' },
  { seen: 'rest with work owed', failing: false, total: 9, perSecond: 0, lagRecords: 1, state: 'stopped' },
  {
    seen: 'a flow that keeps up',
    failing: false,
    total: 9,
    perSecond: 50,
    lagRecords: 500,
    state: 'flowing',
  },
  { seen: 'a flow too slow', failing: false, total: 9, perSecond: 50, lagRecords: 501, state: 'behind' },
  {
    seen: 'the log, which owes nothing',
    failing: false,
    total: 9,
    perSecond: 2,
    lagRecords: null,
    state: 'flowing',
  },
] as const)('$seen is $state', ({ seen: _, state, ...flow }) => {
  expect(stateOfFlow(flow)).toBe(state)
})

test.each([
  { seen: 'all that is heard in time', flow: 'flowing', silent: 0, held: 0, state: 'flowing' },
  { seen: 'a silent source', flow: 'flowing', silent: 1, held: 0, state: 'behind' },
  { seen: 'silence before anything is known', flow: 'unknown', silent: 1, held: 0, state: 'unknown' },
  // All others flow, so nothing else at the top of the page would tell.
  { seen: 'a held source among flowing ones', flow: 'flowing', silent: 1, held: 1, state: 'held' },
] as const)('sources: $seen is $state', ({ flow, silent, held, state }) => {
  expect(stateOfSources(flow, silent, held)).toBe(state)
})

test('no snapshot at all is unknown, a closed day without one is behind', () => {
  expect([stateOfSnapshots(null), stateOfSnapshots(0), stateOfSnapshots(1)]).toEqual([
    'unknown',
    'idle',
    'behind',
  ])
})

test('a refused snapshot stops the delivery, an unanswered one is behind', () => {
  expect(stateOfDelivery(null)).toBe('unknown')
  expect(stateOfDelivery({ published: 0, refused: 0, owed: 0 })).toBe('unknown')
  expect(stateOfDelivery({ published: 4, refused: 0, owed: 1 })).toBe('behind')
  expect(stateOfDelivery({ published: 4, refused: 1, owed: 1 })).toBe('stopped')
  expect(stateOfDelivery({ published: 4, refused: 0, owed: 0 })).toBe('idle')
})
