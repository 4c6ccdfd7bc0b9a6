import { type AlertRule, defaultRules } from '@ioc/schemas/alerts/index.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NOTHING_SEEN, type Observation, type Verdict } from './judge.ts'
import { type Change, changesOf, type OpenAlert } from './look.ts'

const EVERY_MS = 10_000
const rule: AlertRule = {
  ...defaultRules.find(({ id }) => id === 'source-stale')!,
  firesAfterSeconds: 30,
  resolvesAfterSeconds: 20,
}
const saw = (verdict: Verdict, subject = 'a/dossier.v1'): Observation => ({
  ...{ subject, verdict, whyNot: null, seen: NOTHING_SEEN, detail: null },
})

/** The table as all centres share it: each state of an alert once, the first word on it. */
const table = () => {
  const rows = new Map<string, Change & { atMs: number }>()
  return {
    rows,
    write: (changes: readonly Change[], atMs: number) => {
      for (const change of changes) {
        const key = `${change.ruleId} ${change.subject} ${change.beganMs} ${change.state}`
        const first = rows.get(key)
        if (!first || atMs < first.atMs) rows.set(key, { ...change, atMs })
      }
    },
    open: (): OpenAlert[] => {
      const alerts = Map.groupBy(rows.values(), (row) => `${row.ruleId} ${row.subject} ${row.beganMs}`)
      return [...alerts.values()].flatMap((mine) => {
        const states = mine.map(({ state }) => state)
        if (states.includes('resolved')) return []
        const state = (['acknowledged', 'firing', 'pending'] as const).find((each) => states.includes(each))!
        const { ruleId, subject, beganMs } = mine[0]!
        return [{ ruleId, subject, beganMs, state }]
      })
    },
    states: () => [...rows.values()].map(({ state, end }) => (end ? `${state}: ${end}` : state)),
  }
}

/** One centre over looks, one each ten seconds. */
const through = (verdicts: readonly (Verdict | null)[], of: AlertRule = rule) => {
  const shared = table()
  let fineSince: ReadonlyMap<string, number> = new Map()
  const told: string[] = []
  verdicts.forEach((verdict, i) => {
    const nowMs = i * EVERY_MS
    const seen = new Map([[of.id, verdict === null ? [] : [saw(verdict)]]])
    const looking = { nowMs, everyMs: EVERY_MS }
    const made = changesOf([of], seen, shared.open(), fineSince, looking)
    fineSince = made.fineSince
    shared.write(made.changes, nowMs)
    told.push(made.changes.map(({ state }) => state).join(' ') || '-')
  })
  return told
}

const B = 'breach'
const F = 'fine'
const N = 'no-data'
const U = 'unjudged'

test.each<[string, (Verdict | null)[], string[]]>([
  ['long enough', [F, B, B, B, B, B], ['-', 'pending', '-', '-', 'firing', '-']],
  ['too short to tell anybody', [B, B, F, F], ['pending', '-', 'resolved', '-']],
  [
    'well again for long enough',
    [B, B, B, B, F, F, F],
    ['pending', '-', '-', 'firing', '-', '-', 'resolved'],
  ],
  [
    'flapping',
    [B, B, B, B, F, B, F, B, F, F, F],
    ['pending', '-', '-', 'firing', '-', '-', '-', '-', '-', '-', 'resolved'],
  ],
  // That nothing is known is no end, however long; and being well begins anew after it.
  [
    'no data while it fires',
    [B, B, B, B, N, N, N, N, N],
    ['pending', '-', '-', 'firing', '-', '-', '-', '-', '-'],
  ],
  [
    'no data between being well',
    [B, B, B, B, F, N, F, F, F],
    ['pending', '-', '-', 'firing', '-', '-', '-', '-', 'resolved'],
  ],
  ['not to be judged', [B, B, B, B, U, U, U], ['pending', '-', '-', 'firing', '-', '-', '-']],
  ['never known', [N, U, N], ['-', '-', '-']],
  // The rule is about other subjects now.
  ['nobody looks at it', [B, B, B, B, null, null], ['pending', '-', '-', 'firing', 'resolved', '-']],
])('%s', (_what, verdicts, told) => expect(through(verdicts)).toEqual(told))

test('even a rule that waits for nothing is pending for one look', () => {
  const eager = { ...rule, firesAfterSeconds: 0, resolvesAfterSeconds: 0 }
  expect(through([B, B, F, B, B], eager)).toEqual(['pending', 'firing', 'resolved', 'pending', 'firing'])
})

test('with its rule switched off an alert ends, and says why', () => {
  const shared = table()
  const open: OpenAlert = { ruleId: rule.id, subject: 'a', beganMs: 0, state: 'acknowledged' }
  const made = changesOf([], new Map(), [open], new Map(), { nowMs: 50_000, everyMs: EVERY_MS })
  shared.write(made.changes, 50_000)
  expect(shared.states()).toEqual(['resolved: rule-off'])
})

test('an alert that was acknowledged ends like another', () => {
  const open: OpenAlert = { ruleId: rule.id, subject: 'a/dossier.v1', beganMs: 0, state: 'acknowledged' }
  const seen = new Map([[rule.id, [saw('fine')]]])
  const first = changesOf([rule], seen, [open], new Map(), { nowMs: 50_000, everyMs: EVERY_MS })
  expect(first.changes).toEqual([])
  const then = changesOf([rule], seen, [open], first.fineSince, { nowMs: 70_000, everyMs: EVERY_MS })
  expect(then.changes).toMatchObject([{ state: 'resolved', end: 'over' }])
})

/** A centre that reads, and writes what it made of it up to half a look later: another may do anything in between. */
const looks = fc.array(
  fc.record({
    centre: fc.integer({ min: 0, max: 2 }),
    afterMs: fc.integer({ min: 0, max: EVERY_MS }),
    writesAfterMs: fc.integer({ min: 0, max: EVERY_MS / 2 }),
  }),
  { minLength: 5, maxLength: 60 },
)

test('however many centres look, and whenever they write, one alert fires', () => {
  fc.assert(
    fc.property(looks, (plan) => {
      const eager = { ...rule, firesAfterSeconds: 0 }
      const shared = table()
      const pending: { atMs: number; write(): void }[] = []
      const lastMs = new Map<number, number>()
      let nowMs = 1_000_000
      const settle = (untilMs: number) => {
        pending.sort((a, b) => a.atMs - b.atMs)
        while (pending.length > 0 && pending[0]!.atMs <= untilMs) pending.shift()!.write()
      }
      for (const { centre, afterMs, writesAfterMs } of plan) {
        nowMs += afterMs
        // A centre looks again only when it has written, and no sooner than after one pause.
        if (nowMs - (lastMs.get(centre) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) continue
        lastMs.set(centre, nowMs)
        settle(nowMs)
        const seen = new Map([[eager.id, [saw('breach')]]])
        const readMs = nowMs
        const looking = { nowMs: readMs, everyMs: EVERY_MS }
        const { changes } = changesOf([eager], seen, shared.open(), new Map(), looking)
        pending.push({ atMs: readMs + writesAfterMs, write: () => shared.write(changes, readMs) })
      }
      settle(Number.POSITIVE_INFINITY)
      const fired = [...shared.rows.values()].filter(({ state }) => state === 'firing')
      expect(fired.length).toBeLessThanOrEqual(1)
      // And what fired is not ended as somebody's double.
      const doubles = [...shared.rows.values()].filter(({ end }) => end === 'double')
      for (const { beganMs } of fired) expect(doubles.map((each) => each.beganMs)).not.toContain(beganMs)
    }),
    { numRuns: 2_000 },
  )
})
