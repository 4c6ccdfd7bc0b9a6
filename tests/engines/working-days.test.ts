import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CALENDAR_UNKNOWN, openCatalogues, workingDaysSql } from '@ioc/catalogues'
import { type ClickHouse, openClickHouse } from '@ioc/clickhouse'
import { feedbackDeadlines } from '@ioc/indicators/sets/feedback-deadlines.ts'
import { type LaunchedClickHouse, launchClickHouse } from '@ioc/infra-clickhouse'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../ports.ts'

/** Working days as ClickHouse counts them are those TypeScript counts. */
const { workingDays } = openCatalogues()
const sql = { named: workingDaysSql(workingDays), inline: workingDaysSql(workingDays, 'inline') }
const dataDir = mkdtempSync(join(tmpdir(), 'ioc-working-days-'))
let engine: LaunchedClickHouse
let clickhouse: ClickHouse

beforeAll(async () => {
  engine = await launchClickHouse({ dataDir, port: await freePort() })
  clickhouse = openClickHouse({ url: engine.url, user: 'default', password: '', database: 'ioc' })
  await clickhouse.createDatabase()
})
afterAll(async () => {
  await clickhouse?.close()
  await engine?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const INSTANT = `DateTime64(3, 'Asia/Ho_Chi_Minh')`
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** The calendar day of an instant at +07:00. */
const dayOf = (atMs: number) => new Date(atMs + 7 * HOUR_MS).toISOString().slice(0, 10)
const known = <T>(value: T) => (value === CALENDAR_UNKNOWN ? null : value)

/** What TypeScript says of a pair: working days between, and the end of a deadline in epoch milliseconds. */
const expected = (a: number, b: number | null, n: number) => {
  const last = known(workingDays.addWorkingDays(dayOf(a), n))
  return {
    between: b === null ? null : known(workingDays.workingDaysBetween(dayOf(a), dayOf(b))),
    deadlineMs: last === null ? null : Date.parse(`${last}T00:00:00+07:00`) + DAY_MS,
  }
}

const firstMs = Date.parse(`${workingDays.describedFrom}T00:00:00+07:00`)
const untilMs = Date.parse(`${workingDays.describedUntil}T00:00:00+07:00`)
const exceptional = [...workingDays.daysOff, ...workingDays.daysWorked]

/** Instants everywhere, on both sides of the midnights that matter, and where the calendar is unknown. */
const anyInstant = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: firstMs, max: untilMs - 1 }) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...exceptional), fc.integer({ min: -1, max: 3 }), fc.constantFrom(-1, 0, 1))
      .map(([day, days, ms]) => Date.parse(`${day}T00:00:00+07:00`) + days * DAY_MS + ms),
  },
  { weight: 1, arbitrary: fc.constantFrom(firstMs - 1, firstMs, untilMs - 1, untilMs) },
  // From 1970 to 2200: behind both ends of what a Date can say, where it would wrap round into our years.
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 230 * 365 * DAY_MS }) },
)

describe.each(['named', 'inline'] as const)('%s expressions', (form) => {
  const { definitions, workingDaysBetween, workingDayDeadline } = sql[form]
  const head = withNames(definitions)
  const DEADLINES = [1, 2, 5, 15, 250]

  test('give for any two instants what TypeScript gives for their days', async () => {
    const table = `pairs_${form}`
    await clickhouse.command(
      `CREATE TABLE ${table} (id UInt32, a ${INSTANT}, b Nullable(${INSTANT})) ENGINE = MergeTree ORDER BY id`,
    )
    const pairs = fc.sample(fc.tuple(anyInstant, fc.option(anyInstant, { freq: 20 })), 3000)
    const lines = pairs.map(
      ([a, b], id) => `${JSON.stringify([id, toLocalText(a), b === null ? null : toLocalText(b)])}\n`,
    )
    await clickhouse.insertRows(table, ['id', 'a', 'b'], lines.join(''), lines.length)

    const columns = DEADLINES.map((n) => `toUnixTimestamp64Milli(${workingDayDeadline('a', n)})`)
    const rows = await clickhouse.query<{ id: number; between: number | null; deadlines: (number | null)[] }>(
      `${head}SELECT id, ${workingDaysBetween('a', 'b')} AS between, [${columns.join(', ')}] AS deadlines FROM ${table} ORDER BY id`,
    )
    expect(rows).toEqual(
      pairs.map(([a, b], id) => ({
        id,
        between: expected(a, b, 1).between,
        deadlines: DEADLINES.map((n) => expected(a, b, n).deadlineMs),
      })),
    )
  })

  test('read an instant of another zone on its day in Viet Nam', async () => {
    const utc = (text: string) => `toDateTime64('${text}', 3, 'UTC')`
    const [row] = await clickhouse.query(
      // 17:00 in London is midnight here: 3 to 4 May 2024, the swapped Saturday.
      `${head}SELECT ${workingDaysBetween(utc('2024-05-03 16:59:59.999'), utc('2024-05-03 17:00:00.000'))} AS over_midnight,
        ${workingDaysBetween(`toDateTime('2024-05-03 16:59:59', 'UTC')`, utc('2024-05-03 16:59:59.999'))} AS same_day,
        toString(${workingDayDeadline(utc('2024-05-03 17:00:00.000'), 1)}) AS deadline`,
    )
    expect(row).toEqual({ over_midnight: 1, same_day: 0, deadline: '2024-05-07 00:00:00.000' })
  })
})

test('a calendar that forgot the swapped Saturdays would be caught', async () => {
  const forgetful = workingDaysSql({ ...workingDays, daysWorked: [] }, 'inline')
  const [friday, saturday] = ['2024-05-03', '2024-05-04'].map(
    (day) => `toDateTime64('${day} 08:00:00', 3, 'Asia/Ho_Chi_Minh')`,
  )
  const [row] = await clickhouse.query(
    `SELECT ${sql.inline.workingDaysBetween(friday!, saturday!)} AS ours, ${forgetful.workingDaysBetween(friday!, saturday!)} AS forgetful`,
  )
  expect(row).toEqual({ ours: workingDays.workingDaysBetween('2024-05-03', '2024-05-04'), forgetful: 0 })
})

describe('deadlines of feedback', () => {
  type Feedback = {
    received: string
    forwarded?: string
    supplement?: string
    processed?: string
    published?: string
    status?: string
  }
  const deadlines = feedbackDeadlines(sql.named)
  // Materialised, so that the engine works row by row as over a table, and folds nothing but the calendar.
  const at = (text: string | undefined) =>
    text === undefined
      ? `materialize(CAST(NULL AS Nullable(${INSTANT})))`
      : `materialize(CAST('${text}' AS ${INSTANT}))`
  const ask = async (condition: string, row: Feedback) => {
    const [answer] = await clickhouse.query<{ answer: boolean | null }>(
      `${withNames(sql.named.definitions)}SELECT CAST(${condition}, 'Nullable(Bool)') AS answer FROM (
        SELECT ${at(row.received)} AS received_at, ${at(row.forwarded)} AS forwarded_at, ${at(row.supplement)} AS supplement_requested_at,
          ${at(row.processed)} AS processed_at, ${at(row.published)} AS published_at, '${row.status ?? 'published'}' AS status
      )`,
    )
    return answer?.answer
  }

  test.each([
    // Received on the Wednesday before Tết: the two days are Thursday 15 and Friday 16 February.
    { received: '2024-02-07 16:30:00', forwarded: '2024-02-16 23:59:59.999', inTime: true },
    { received: '2024-02-07 16:30:00', forwarded: '2024-02-17 00:00:00', inTime: false },
    // Received on New Year's Day itself: the same two days.
    { received: '2024-02-10 09:00:00', forwarded: '2024-02-16 10:00:00', inTime: true },
    // Friday 26 April: 29 is swapped, 30 and 1 are holidays; the two days are 2 and 3 May.
    { received: '2024-04-26 08:00:00', forwarded: '2024-05-03 17:00:00', inTime: true },
    { received: '2024-04-26 08:00:00', forwarded: '2024-05-04 08:00:00', inTime: false },
    // Thursday 2 May: Friday and the Saturday worked for 29 April.
    { received: '2024-05-02 08:00:00', forwarded: '2024-05-04 17:00:00', inTime: true },
    { received: '2024-05-02 08:00:00', forwarded: '2024-05-06 08:00:00', inTime: false },
    { received: '2024-05-02 08:00:00', forwarded: undefined, inTime: null },
    { received: '2019-12-27 08:00:00', forwarded: '2019-12-27 09:00:00', inTime: null },
  ])('received $received, passed on $forwarded: in time $inTime', async ({ inTime, ...row }) => {
    expect(await ask(deadlines.forwardedInTime, row)).toBe(inTime)
  })

  test.each([
    // Five days after 2 February (a Friday): 5, 6, 7, then 15 and 16.
    { received: '2024-02-02 08:00:00', supplement: '2024-02-16 12:00:00', inTime: true },
    { received: '2024-02-02 08:00:00', supplement: '2024-02-19 08:00:00', inTime: false },
  ])('received $received, supplement asked for $supplement: in time $inTime', async ({ inTime, ...row }) => {
    expect(await ask(deadlines.supplementRequestedInTime, row)).toBe(inTime)
  })

  test.each([
    // 15 days after Thursday 25 January: 26, 29–31 (4), 1–2, 5–7 (9), 15–16 (11), 19–22 February (15).
    { received: '2024-01-25 08:00:00', processed: '2024-02-22 23:59:59', inTime: true },
    { received: '2024-01-25 08:00:00', processed: '2024-02-23 00:00:00', inTime: false },
    // 15 days after Monday 15 April: 16, 17, 19 (3), 22–26 (8), 2–4 May (11), 6–9 May (15).
    { received: '2024-04-15 08:00:00', processed: '2024-05-09 17:00:00', inTime: true },
    { received: '2024-04-15 08:00:00', processed: '2024-05-10 08:00:00', inTime: false },
    { received: '2024-04-15 08:00:00', processed: undefined, inTime: null },
  ])('received $received, processed $processed: in time $inTime', async ({ inTime, ...row }) => {
    expect(await ask(deadlines.processedInTime, row)).toBe(inTime)
  })

  test.each([
    { processed: '2024-05-02 15:00:00', published: '2024-05-04 23:59:59', inTime: true },
    // A Sunday: no working day has gone by since the deadline, and yet it is over.
    { processed: '2024-05-02 15:00:00', published: '2024-05-05 08:00:00', inTime: false },
    { processed: '2024-05-02 15:00:00', published: undefined, inTime: null },
    { processed: undefined, published: undefined, inTime: null },
  ])('processed $processed, published $published: in time $inTime', async ({ inTime, ...row }) => {
    expect(await ask(deadlines.publishedInTime, { received: '2024-04-24 08:00:00', ...row })).toBe(inTime)
  })

  test.each([
    { status: 'handled-locally', now: '2024-05-10 00:00:00', overdue: true },
    { status: 'handled-locally', now: '2024-05-09 23:59:59.999', overdue: false },
    // Nobody waits for these any more.
    { status: 'refused', now: '2024-06-01 00:00:00', overdue: false },
    { status: 'awaiting-supplement', now: '2024-06-01 00:00:00', overdue: false },
    // Published at last, but not yet then.
    { status: 'published', processed: '2024-05-15 08:00:00', now: '2024-05-12 00:00:00', overdue: true },
    { status: 'published', processed: '2024-05-15 08:00:00', now: '2024-05-16 00:00:00', overdue: false },
  ])('$status, processed $processed, at $now: overdue $overdue', async ({ now, overdue, ...row }) => {
    expect(await ask(deadlines.overdueAt(at(now)), { received: '2024-04-15 08:00:00', ...row })).toBe(overdue)
  })

  test.each([
    // Processed on Thursday 2 May; due to be published by the end of the swapped Saturday.
    { status: 'awaiting-publication', now: '2024-05-05 00:00:00', late: true },
    { status: 'awaiting-publication', now: '2024-05-04 23:59:59.999', late: false },
    { status: 'published', published: '2024-05-06 08:00:00', now: '2024-05-05 12:00:00', late: true },
    { status: 'published', published: '2024-05-06 08:00:00', now: '2024-05-07 00:00:00', late: false },
    // What is not meant to be published is not waited for.
    { status: 'emailed', now: '2024-06-01 00:00:00', late: false },
  ])('$status, published $published, at $now: unpublished $late', async ({ now, late, ...row }) => {
    const processed = { received: '2024-04-24 08:00:00', processed: '2024-05-02 15:00:00' }
    expect(await ask(deadlines.unpublishedAt(at(now)), { ...processed, ...row })).toBe(late)
  })

  test.each([
    { received: '2024-04-15 08:00:00', unknown: [] },
    { received: '2019-12-31 23:59:59', unknown: ['forwarding', 'processing'] },
    // The fifteenth working day lies in a year nobody has announced; the second does not.
    { received: '2026-12-15 08:00:00', unknown: ['processing'] },
    { received: '2026-12-01 08:00:00', processed: '2026-12-31 08:00:00', unknown: ['publishing'] },
    // What was not done has nothing to be unknown of.
    { received: '2026-12-31 08:00:00', done: false, unknown: [] },
  ])('received $received, processed $processed: unknown of $unknown', async ({ unknown, done, ...row }) => {
    const at = { processed: '2026-12-16 08:00:00', ...row }
    const steps = { ...at, forwarded: '2026-12-16 09:00:00', published: '2026-12-31 09:00:00' }
    const asked = done === false ? row : steps
    const found = {
      forwarding: await ask(deadlines.forwardingUnknown, asked),
      processing: await ask(deadlines.processingUnknown, asked),
      publishing: await ask(deadlines.publishingUnknown, asked),
    }
    expect(Object.entries(found).flatMap(([step, is]) => (is ? [step] : []))).toEqual(unknown)
  })
})

/** The head of a query that uses these names. */
function withNames(definitions: Record<string, string>): string {
  const named = Object.entries(definitions).map(([name, text]) => `${text} AS ${name}`)
  return named.length === 0 ? '' : `WITH ${named.join(',\n')}\n`
}
