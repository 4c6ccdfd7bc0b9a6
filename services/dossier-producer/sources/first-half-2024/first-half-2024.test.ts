import { createHash } from 'node:crypto'
import { openCatalogues } from '@ioc/catalogues'
import { readConfig, settings } from '@ioc/config'
import { type Dossier, type DossierInput, dossier } from '@ioc/schemas/events/dossier.ts'
import { readInstant } from '@ioc/schemas/events/instant.ts'
import { newestVersions, readPlainly } from '@ioc/simulation/plain-reader.ts'
import type { Candidate, Checkpoint, SourceContext } from '@ioc/source/source.ts'
import { openWindow } from '@ioc/source/window.ts'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { firstHalf2024 } from './index.ts'
import printed from './printed.json' with { type: 'json' }
import { REJECT_KINDS, REJECTS_TOTAL } from './rejects.ts'

// Planning a half-year takes a second, and several on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const catalogues = openCatalogues()
const FROM = Date.parse('2024-01-01T00:00:00+07:00')
const END = Date.parse('2024-07-01T00:00:00+07:00')
const within = (ms: number | null): boolean => ms !== null && ms >= FROM && ms < END
const context = { signal: new AbortController().signal } as SourceContext

const read = (seed?: string, since: Checkpoint | null = null) =>
  firstHalf2024(catalogues, seed === undefined ? {} : { seed }).read(since, context)

/** The few facts the printed counts look at. */
const summarise = (d: Dossier) => ({
  finished: within(d.finishedAt),
  onTime: d.finishedAt !== null && d.dueAt !== null && d.finishedAt <= d.dueAt,
  receivedOnline: within(d.receivedAt) && d.channel === 'online',
  online: d.channel === 'online',
  full: catalogues.procedureAt(d.procedureCode, d.receivedAt ?? d.recordedAt)?.online === 'full',
  payments: d.payments.filter((payment) => within(payment.paidAt)).length,
  level: catalogues.unitAt(d.unitCode, d.receivedAt ?? d.recordedAt)!.level,
})

type Told = Awaited<ReturnType<typeof tellAll>>
type Counted = Pick<Told, 'newest'>

/** Reads a whole half-year and counts it, newest version by newest version. */
async function tellAll() {
  const newest = newestVersions(dossier, summarise)
  const digest = createHash('sha256')
  const ids = new Map<string, number>()
  const refusedSlots = new Set<string>()
  const units = new Set<string>()
  const borders = new Set<number>()
  const closed = { of: 0, untold: 0, afterRecording: 0 }
  const seen = { events: 0, kept: 0, voided: 0, extended: 0, supplemented: 0, late: 0, inTet: 0, weekend: 0 }
  const refusedFields = new Map<string, number>()
  const limits = readConfig({}, settings)
  const window = openWindow({ rejectShare: limits.BREAKER_REJECT_SHARE, inARow: limits.BREAKER_IN_A_ROW })
  let held = 0
  let toldAtMs = 0
  let completeUpToMs = 0
  for await (const batch of read()) {
    for (const event of batch.events) {
      seen.events++
      if (event.atMs < toldAtMs) throw new Error(`event ${event.id} is told before the one ahead of it`)
      toldAtMs = event.atMs
      if (event.atMs <= completeUpToMs) throw new Error(`event ${event.id} comes after its time was complete`)
      if (seen.events % 97 === 0) digest.update(contentOf(event))
      // A tenth of the dossiers will do; all ids together are more than the counting itself.
      if (slotOf(event).endsWith('7')) ids.set(event.id, (ids.get(event.id) ?? 0) + 1)
      const outcome = readPlainly(dossier, catalogues, END, event)
      if (window.add('fields' in outcome)) held++
      if ('fields' in outcome) {
        refusedSlots.add(slotOf(event))
        for (const field of new Set(outcome.fields))
          refusedFields.set(field, (refusedFields.get(field) ?? 0) + 1)
        continue
      }
      seen.kept++
      look(outcome.data, event.atMs)
      newest.add(outcome.data)
    }
    completeUpToMs = batch.completeUpToMs
  }
  function look(data: Dossier, atMs: number) {
    units.add(data.unitCode)
    for (const ms of [data.receivedAt, data.finishedAt])
      if (ms !== null && BORDERS.includes(ms)) borders.add(ms)
    if (data.voided) seen.voided++
    if (data.extensions.length > 0) seen.extended++
    if (data.supplements.length > 0) seen.supplemented++
    if (CLOSED.includes(data.status)) {
      closed.of++
      if (data.closedAt === null) closed.untold++
      else if (data.closedAt > data.recordedAt) closed.afterRecording++
    }
    if (atMs - data.recordedAt > 86_400_000) seen.late++
    for (const ms of [data.receivedAt, data.finishedAt, data.returnedAt]) {
      if (ms === null) continue
      const day = new Date(ms + 7 * 3_600_000)
      if (ms >= Date.parse('2024-02-08T00:00:00+07:00') && ms < Date.parse('2024-02-15T00:00:00+07:00'))
        seen.inTet++
      if (day.getUTCDay() % 6 === 0) seen.weekend++
    }
  }
  const repeatedIds = [...ids.values()].filter((times) => times > 1).length
  return {
    newest: newest.summaries(),
    seen,
    closed,
    refusedFields,
    refusedSlots,
    units,
    borders,
    repeatedIds,
    held,
    completeUpToMs,
    digest: digest.digest('hex'),
  }
}

/** States that end a dossier without a finish. */
const CLOSED = ['not-accepted', 'stopped', 'withdrawal-requested']

/** First and last second of the period, and the last second before it. */
const BORDERS = [FROM - 1000, FROM, END - 1000]

/** Number of the dossier inside its stream; what is to be refused has the same numbers whatever the seed. */
const slotOf = (event: Candidate) => event.id.split('-')[1]!

/** Counts another seed without judging every event again: only the records known to be refused are left out. */
async function countQuickly(seed: string, refusedSlots: ReadonlySet<string>) {
  const newest = newestVersions(dossier, summarise)
  const instantOf = (text: string | null | undefined) => (text == null ? null : Number(readInstant(text)))
  const digest = createHash('sha256')
  let events = 0
  for await (const batch of read(seed)) {
    for (const event of batch.events) {
      if (++events % 97 === 0) digest.update(contentOf(event))
      if ('bytes' in event || refusedSlots.has(slotOf(event))) continue
      const data = event.data as DossierInput
      newest.add({
        ...data,
        recordedAt: instantOf(data.recordedAt),
        receivedAt: instantOf(data.receivedAt),
        dueAt: instantOf(data.dueAt),
        finishedAt: instantOf(data.finishedAt),
        payments: (data.payments ?? []).map(({ paidAt }) => ({ paidAt: instantOf(paidAt) })),
      } as unknown as Dossier)
    }
  }
  return { newest: newest.summaries(), digest: digest.digest('hex') }
}

const contentOf = (event: Candidate) =>
  'bytes' in event ? event.bytes : JSON.stringify([event.id, event.atMs, event.data])

const countOf = ({ newest }: Counted, counts: (each: ReturnType<typeof summarise>) => boolean) =>
  newest.filter(counts).length

const figuresOf = (told: Counted) => ({
  finished: Object.fromEntries(
    Object.keys(printed.finished).map((level) => [
      level,
      {
        onTime: countOf(told, (d) => d.finished && d.level === level && d.onTime),
        all: countOf(told, (d) => d.finished && d.level === level),
      },
    ]),
  ),
  fullyOnline: {
    online: countOf(told, (d) => d.finished && d.full && d.online),
    all: countOf(told, (d) => d.finished && d.full),
  },
  receivedOnline: countOf(told, (d) => d.receivedOnline),
  onlinePayments: told.newest.reduce((sum, d) => sum + d.payments, 0),
})

const { finished, fullyOnline, receivedOnline, onlinePayments } = printed
const PRINTED = { finished, fullyOnline, receivedOnline, onlinePayments }

describe('the half-year as a whole', () => {
  let told: Told
  beforeAll(async () => {
    told = await tellAll()
  }, 900_000)

  test('its newest versions give every printed count', () => {
    expect(figuresOf(told)).toEqual(PRINTED)
  })

  test('it has at least 1.1 million events, all but the spoilt ones kept', () => {
    expect(told.seen.events).toBe(firstHalf2024(catalogues).total)
    expect(told.seen.kept).toBeGreaterThan(1_100_000)
    expect(told.seen.events - told.seen.kept).toBe(REJECTS_TOTAL)
  })

  test('its spoilt records lie so far apart that the breaker, as it is set by default, never holds the source', () => {
    expect(told.held).toBe(0)
  })

  test('it is complete up to the last millisecond of June', () => {
    expect(told.completeUpToMs).toBe(END - 1)
  })

  test('it contains what real life contains', () => {
    const { voided, extended, supplemented, late } = told.seen
    expect(told.repeatedIds).toBeGreaterThan(100)
    for (const [what, count] of Object.entries({ voided, extended, supplemented, late }))
      expect(count, what).toBeGreaterThan(500)
  })

  test('whatever is closed unfinished says when, never after that was recorded', () => {
    expect(told.closed).toEqual({ of: expect.any(Number), untold: 0, afterRecording: 0 })
    expect(told.closed.of).toBeGreaterThan(2_000)
  })

  test('nobody works at Tết, and few at weekends', () => {
    expect(told.seen.inTet).toBe(0)
    expect(told.seen.weekend).toBeGreaterThan(0)
    expect(told.seen.weekend).toBeLessThan(told.seen.events * 0.05)
  })

  test('every unit below the province has dossiers, and some dossiers stand on the borders of the period', () => {
    const all = catalogues.unitsOn('2024-01-01').filter((unit) => unit.level !== 'province')
    expect(all.filter((unit) => !told.units.has(unit.code))).toEqual([])
    expect([...told.borders].sort()).toEqual(BORDERS)
  })

  test('another seed is another stream with the same counts', async () => {
    const other = await countQuickly('another', told.refusedSlots)
    expect(other.digest).not.toBe(told.digest)
    expect(figuresOf(other)).toEqual(PRINTED)
  }, 900_000)

  test('the same seed is the same stream', async () => {
    const again = createHash('sha256')
    let events = 0
    for await (const batch of read())
      for (const event of batch.events) if (++events % 97 === 0) again.update(contentOf(event))
    expect(again.digest('hex')).toBe(told.digest)
  }, 900_000)
})

test.each([0, 2000, 654_000, 'last'] as const)(
  'reading goes on from checkpoint %s as if it had never stopped',
  async (where) => {
    const source = firstHalf2024(catalogues)
    const position = where === 'last' ? source.total! - 1 : where
    let checkpoint: Checkpoint | null = null
    for await (const batch of source.read(null, context)) {
      checkpoint = { ...batch.checkpoint, position }
      break
    }
    const straight: Candidate[] = []
    for await (const batch of source.read(
      { ...checkpoint, position: Math.floor(position / 2000) * 2000 },
      context,
    )) {
      straight.push(...batch.events)
      if (straight.length >= 6000) break
    }
    const resumed: Candidate[] = []
    for await (const batch of firstHalf2024(catalogues).read(checkpoint, context)) {
      resumed.push(...batch.events)
      if (resumed.length >= 2000) break
    }
    const from = position % 2000
    expect(resumed.length).toBeGreaterThan(0)
    expect(resumed).toEqual(straight.slice(from, from + resumed.length))
  },
)

test('a checkpoint at the end gives no event and says how far it is complete', async () => {
  const source = firstHalf2024(catalogues)
  const batches = []
  for await (const batch of source.read(null, context)) {
    for await (const last of source.read({ ...batch.checkpoint, position: source.total! }, context))
      batches.push(last)
    break
  }
  expect(batches).toMatchObject([{ events: [], completeUpToMs: END - 1 }])
})

test('a checkpoint of another seed is refused', async () => {
  await expect(read('one', { script: 'two', position: 5 })[Symbol.asyncIterator]().next()).rejects.toThrow(
    'made by script two',
  )
})

describe('records that must be rejected', () => {
  const good = {
    issuingSystem: 'one-stop.lamdong.gov.vn',
    recordedAt: '2024-06-05T09:00:00+07:00',
    sequence: 0,
    voided: false,
    dossierCode: 'H36.672.769-240603-000001',
    procedureCode: `${catalogues.procedures.at(-1)!.code}.000.00.00.H36`,
    unitCode: '24769',
    channel: 'online' as const,
    applicantKind: 'citizen' as const,
    status: 'finished' as const,
    receivedAt: '2024-06-03T08:00:00+07:00',
    dueAt: '2024-06-07T17:30:00+07:00',
    finishedAt: '2024-06-05T08:59:00+07:00',
  }

  test('the record they are made from is a good one', () => {
    expect(readPlainly(dossier, catalogues, END, { id: 'good', data: good })).toHaveProperty('data')
  })

  test.each(REJECT_KINDS)('$name: refused for the field it spoils', ({ field, spoil }) => {
    const spoilt = spoil({ ...good })
    const told = Buffer.isBuffer(spoilt) ? { id: 'bad', bytes: spoilt } : { id: 'bad', data: spoilt }
    const outcome = readPlainly(dossier, catalogues, END, told)
    expect(outcome).toHaveProperty('fields')
    if ('fields' in outcome) expect(outcome.fields[0]).toBe(field)
  })

  test('bytes hold no readable record', () => {
    for (const { field, spoil } of REJECT_KINDS) {
      if (field !== '') continue
      const spoilt = spoil({ ...good })
      expect(Buffer.isBuffer(spoilt)).toBe(true)
      expect(isOneObject(spoilt as Buffer)).toBe(false)
    }
  })
})

function isOneObject(bytes: Buffer): boolean {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof json === 'object' && json !== null && !Array.isArray(json)
  } catch {
    return false // not even JSON: exactly what these bytes are for
  }
}
