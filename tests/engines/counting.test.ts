import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Asked,
  differences,
  type Numbers,
  numbersOf,
  productNumbersBy,
  productValues,
  secondNumbers,
  secondNumbersBy,
} from '../counting/compare.ts'
import { statesOf } from '../counting/newest.ts'
import { openRiver, type River, toldBy } from '../counting/river.ts'
import { provinceOf, rollUps } from '../counting/roll-ups.ts'
import { shuffled, streamOf } from '../counting/streams/index.ts'
import { dayBeginMs, instantMs } from '../counting/time.ts'
import type { Told } from '../counting/told.ts'
import { freePort } from '../ports.ts'

/** The product's SQL and the second counting over the same random streams, in one engine; each seed can be run alone. */
const SEEDS = [1, 2, 7]
const SEED = 20_241_201
const TODAY = { kind: 'of', day: '2024-12-31' } as const
const THEN = { kind: 'then' } as const

let river: River
beforeAll(async () => {
  river = await openRiver(await freePort())
})
afterAll(() => river?.close())
beforeEach(() => river.forget({ ledger: true }))

const asked = (date: string, more: Partial<Asked> = {}): Asked => ({
  date,
  tree: THEN,
  watermark: null,
  nowMs: null,
  ...more,
})
const product = async (question: Asked): Promise<Numbers> => numbersOf(await productValues(river, question))

type Supplement = { requestedAt: string; suppliedAt: string | null }

/** A dossier as it would be if nothing had been asked of the citizen, or answered, from a day on; any other event as it is. */
const knownBefore = (day: string, event: Told): Told => {
  const supplements = (event.data?.supplements ?? []) as Supplement[]
  const isKnown = (at: string | null) => at !== null && instantMs(at) < dayBeginMs(day)
  if (supplements.every((each) => isKnown(each.requestedAt) && isKnown(each.suppliedAt))) return event
  const known = supplements
    .filter(({ requestedAt }) => isKnown(requestedAt))
    .map((each) => ({ ...each, suppliedAt: isKnown(each.suppliedAt) ? each.suppliedAt : null }))
  return { ...event, data: { ...event.data!, supplements: known } }
}

describe.each(SEEDS)('stream of seed %i', (seed) => {
  const stream = streamOf(seed)
  // Told in two halves, so that a watermark lies between them.
  const half = stream.slice(0, Math.floor(stream.length / 2))

  test('every indicator in every scope and period is what a second counting gives', async () => {
    await river.tell(half)
    const amid = river.watermark()
    await river.tell(stream.slice(half.length))
    const end = river.watermark()
    const questions: { asked: Asked; of: typeof stream }[] = [
      { asked: asked('2024-06-30'), of: stream },
      { asked: asked('2024-06-30', { tree: TODAY, watermark: end }), of: stream },
      // A cut is read from all versions, and from the current state as far as it lies within it.
      { asked: asked('2024-12-31', { watermark: amid, nearShareMax: 0 }), of: half },
      { asked: asked('2024-12-31', { watermark: amid, nearShareMax: 1 }), of: half },
      { asked: asked('2024-12-31', { tree: TODAY }), of: stream },
      { asked: asked('2024-12-01', { tree: TODAY, watermark: amid }), of: half },
      // A tree of before the mergers cannot hold what came after them: that stays where it is.
      { asked: asked('2024-12-05', { tree: { kind: 'of', day: '2024-11-30' } }), of: stream },
      { asked: asked('2024-02-15', { nowMs: Date.parse('2024-02-15T10:00:00+07:00') }), of: stream },
      // Beyond the last day the calendar of working days describes there are deadlines nobody knows.
      { asked: asked('2026-12-31', { watermark: end }), of: stream },
      // Sources that say from when they speak: of what begins before, and in a gap between two of them, there is no number.
      {
        asked: asked('2024-06-30', { words: [{ from: '2024-05-10', to: '2024-06-30' }] }),
        of: stream,
      },
      {
        asked: asked('2024-12-31', {
          tree: TODAY,
          words: [
            { from: '2024-01-01', to: '2024-06-30' },
            { from: '2024-12-01', to: '2024-12-31' },
          ],
        }),
        of: stream,
      },
      {
        asked: asked('2024-12-31', {
          words: [
            { from: '2024-01-01', to: '2024-10-05' },
            { from: '2024-12-01', to: '2024-12-31' },
          ],
        }),
        of: stream,
      },
    ]
    for (const question of questions) {
      const values = await product(question.asked)
      expect(values.size).toBeGreaterThan(30_000)
      expect(
        differences(values, secondNumbers(statesOf(question.of), question.asked), ['SQL', 'second counting']),
        `seed ${seed}, ${JSON.stringify(question.asked)}`,
      ).toEqual([])
    }
  }, 240_000)
})

describe('one stream', () => {
  const stream = streamOf(SEED)
  test('by procedure and by field it gives what a second counting gives', async () => {
    await river.tell(stream)
    const states = statesOf(stream)
    for (const by of ['procedure', 'field'] as const)
      for (const date of ['2024-06-30', '2024-12-31']) {
        const first = await productNumbersBy(river, by, date)
        expect(first.size).toBeGreaterThan(100)
        expect(
          differences(first, secondNumbersBy(states, by, date), ['SQL', 'second counting']),
          `seed ${SEED}`,
        ).toEqual([])
      }
  }, 240_000)

  const year = asked('2024-12-31')
  const told = async (events: typeof stream, rowsPerBlock?: number) => {
    await river.tell(events, rowsPerBlock)
    return product(year)
  }
  const same = (a: Numbers, b: Numbers) => expect(differences(a, b, ['first', 'then'])).toEqual([])

  test('in another order, with repeats, in other blocks and told again it gives the same', async () => {
    const first = await told(stream)
    await river.forget({ ledger: true })
    const records = await river.tell(shuffled(stream, SEED + 1), 97)
    same(first, await product(year))
    await river.tellAgain(records, 61)
    same(first, await product(year))
    same(first, await product({ ...year, watermark: river.watermark() }))
  }, 240_000)

  test('corrected it equals one that was right from the start', async () => {
    const corrected = await told(stream)
    await river.forget({ ledger: true })
    const right = [...statesOf(stream).values()].flatMap((ofTopic) => [...ofTopic.values()])
    expect(right.length).toBeLessThan(stream.length * 0.7)
    same(corrected, await told(right))
  }, 240_000)

  test('totals are the same over the mergers of 1/12/2024', async () => {
    await river.tell(stream)
    for (const date of ['2024-11-30', '2024-12-31']) {
      const then = await product(asked(date))
      const today = await product(asked(date, { tree: TODAY }))
      expect(rollUps(then, today, date)).toEqual([])
    }
    // A tree of before them has no place for the district that began with them: it stands beside.
    const earlier = await product(asked('2024-12-31', { tree: { kind: 'of', day: '2024-06-30' } }))
    expect(provinceOf(earlier)).toEqual([])
    expect(earlier.get('dossier.received of 682@2024-12-01 2024-12-01..2024-12-31')).toMatch(/^[1-9]/)
  }, 240_000)

  test('what citizens are asked for and answer after a period changes nothing in it', async () => {
    const june = asked('2024-06-30')
    const newest = [...statesOf(stream).values()].flatMap((ofTopic) => [...ofTopic.values()])
    const known = newest.map((event) => knownBefore('2024-07-01', event))
    expect(known.filter((event, n) => event !== newest[n]).length).toBeGreaterThan(10)
    await river.tell(newest)
    const later = await product(june)
    await river.forget({ ledger: true })
    await river.tell(known)
    same(await product(june), later)
  }, 240_000)

  test('as of an earlier watermark it is what its beginning was', async () => {
    const beginning = await told(stream.slice(0, 400))
    const watermark = river.watermark()
    const whole = await told(stream.slice(400))
    expect(differences(beginning, whole, ['then', 'now'])).not.toEqual([])
    for (const nearShareMax of [0, 1]) same(beginning, await product({ ...year, watermark, nearShareMax }))
  }, 240_000)

  test('recomputed from the bytes of the ledger it gives what the tables give', async () => {
    const fromTables = await told(stream)
    const kept = await river.ledger()
    expect(kept).toHaveLength(stream.length)
    same(fromTables, secondNumbers(statesOf(kept.map(toldBy)), year))
    await river.forget({ ledger: false })
    expect(differences(fromTables, await product(year), ['full', 'empty'])).not.toEqual([])
    await river.tellAgain(kept, 10_000)
    same(fromTables, await product(year))
  }, 240_000)

  test('a single event that one side does not know is seen', async () => {
    const values = await told(stream)
    const states = statesOf(stream)
    const dossiers = states.get('dossier.v1')!
    const [subject] = [...dossiers].find(([, { data }]) => !data!.voided && data!.finishedAt !== null)!
    dossiers.delete(subject)
    expect(differences(values, secondNumbers(states, year), ['SQL', 'second counting'])).not.toEqual([])
  }, 240_000)
})
