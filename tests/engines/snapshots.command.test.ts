import { always } from '@ioc/catalogues'
import { runCommand } from '@ioc/exchange/command/run.ts'
import { openHttp } from '@ioc/health'
import {
  indicatorsVersion,
  isScore,
  openIndicators,
  openRules,
  periodsTo,
  progressAsOf,
  scopesOf,
  snapshotValues,
  spokenOf,
  valuesFor,
} from '@ioc/indicators'
import { createLog } from '@ioc/log'
import type { Artefact, SnapshotValue } from '@ioc/schemas/snapshot/index.ts'
import { artefactBytes, controlTotalsOf, nameOfCell, signBody } from '@ioc/snapshot'
import { exampleBody, exampleKey } from '@ioc/snapshot/example.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveOperation } from '../../services/operations-centre/routes/operation.ts'
import { snapshotExplainOperation } from '../../services/operations-centre/routes/snapshot-explain.ts'
import { openRiver, type River } from '../counting/river.ts'
import { streamOf } from '../counting/streams/index.ts'
import type { Told } from '../counting/told.ts'
import { freePort } from '../ports.ts'

/** A small random province; the first revision is cut amid its events, the second when all have come. */
const stream = streamOf(11)
const DATE = '2024-06-30'
const SCOPES = ['68', '68/commune', '676', '24769']
/** Every source has spoken for the day: a zero is a zero. */
const progress: Told[] = ['dossier.v1', 'feedback.v1', 'survey-response.v1', 'reported-figure.v1'].map(
  (contract) => ({
    topic: 'source-progress.v1',
    extra: null,
    data: {
      issuingSystem: 'ioc.lamdong.gov.vn',
      recordedAt: '2024-07-01T00:00:00+07:00',
      sequence: 0,
      voided: false,
      source: 'counting',
      contract,
      units: ['68'],
      completeUpTo: '2024-07-01T00:00:00+07:00',
      rhythmSeconds: 60,
      emitted: 1,
      rejected: 0,
      simulated: false,
    },
  }),
)

let river: River
let first: Artefact
let second: Artefact
let text: string
beforeAll(async () => {
  river = await openRiver(await freePort())
  await river.tell([...progress, ...stream.slice(0, stream.length / 2)])
  first = await cut(null)
  await river.tell(stream.slice(stream.length / 2))
  second = await cut(first)
  text = new TextDecoder().decode(artefactBytes(second))
  for (const artefact of [first, second]) await publish(artefact)
})
afterAll(() => river?.close())

/** A signed snapshot of everything that is counted, as of now. */
const cut = async (before: Artefact | null): Promise<Artefact> => {
  const { clickhouse, catalogues } = river
  const indicators = openIndicators(catalogues)
  const watermark = river
    .watermark()
    .toSorted((a, b) => (`${a.topic} ${a.partition}` < `${b.topic} ${b.partition}` ? -1 : 1))
  const counted = await valuesFor(clickhouse, catalogues, {
    indicators,
    date: DATE,
    periods: periodsTo(DATE),
    tree: { kind: 'then' },
    scopes: SCOPES.filter((scope) => scopesOf(catalogues, { kind: 'then' }, DATE).scopes.has(scope)),
    watermark,
    nowMs: null,
    spoken: spokenOf(await progressAsOf(clickhouse, watermark)),
  })
  const values = [...Map.groupBy(snapshotValues(counted, []), nameOfCell).values()].map(([value]) => value!)
  return signBody(
    {
      ...exampleBody,
      revision: before === null ? 1 : 2,
      supersedes: before && { revision: 1, digest: before.digest },
      reason: { code: before === null ? 'scheduled' : 'late-events', text: null },
      cut: {
        watermark,
        catalogueVersion: catalogues.version,
        indicatorsVersion: indicatorsVersion(indicators, catalogues),
        profiles: {},
        cutNote: null,
      },
      values,
      controlTotals: controlTotalsOf(values),
    },
    exampleKey,
  )
}

const publish = ({ body, digest, signature }: Artefact) =>
  river.clickhouse.insertRows(
    'snapshot',
    ['group', 'date', 'revision', 'digest', 'artefact', 'published_at'],
    `${JSON.stringify([body.group, body.date, body.revision, digest, new TextDecoder().decode(artefactBytes({ body, digest, signature })), `2024-07-0${body.revision} 00:05:00.000`])}\n`,
    1,
  )

const run = (words: string, hasKey = true) =>
  runCommand(words.split(' '), {
    clickhouse: river.clickhouse,
    rules: async () => openRules(always(river.catalogues)),
    publisher: null as never, // what is asked here needs none
    operatorKey: () => {
      if (!hasKey) throw new Error('the key was asked for')
      return 'a-key'
    },
    say: () => {},
  })
const json = async (words: string) => {
  const { code, stdout, stderr } = await run(`${words} --json`)
  expect(stderr).toBe('')
  return { code, ...JSON.parse(stdout) }
}

const explain = ({ indicator, unit, level, period }: SnapshotValue, more = '') =>
  `explain dossier ${DATE} ${indicator} --unit ${unit} --level ${level} --period ${period.kind} --to ${period.to}${more}`

test('every published value is explained to the SQL that gives its halves as of its cut, whatever came later', async () => {
  const wrong: unknown[] = []
  let explained = 0
  const scores = new Set(
    openIndicators(river.catalogues)
      .filter(isScore)
      .map(({ id }) => id),
  )
  for (const artefact of [first, second]) {
    // Of each indicator one value, of other units and periods each time; of the earlier revision every fourth.
    const chosen = [...Map.groupBy(artefact.body.values, ({ indicator }) => indicator).values()]
      .map((same, n) => same[(n * 7) % same.length]!)
      .filter((_, n) => artefact === second || n % 4 === 0)
    for (const value of chosen) {
      const { code, published, counted, agrees, sql, kept, rules } = await json(
        explain(value, ` --revision ${artefact.body.revision}`),
      )
      expect([published, rules.same]).toEqual([value, true])
      const right =
        value.state === 'reported'
          ? agrees === true && code === 0
          : agrees === null && code === 0 && kept && counted === null
      // A score has no SQL of its own.
      expect([value.indicator, sql === null]).toEqual([value.indicator, scores.has(value.indicator)])
      explained += 1
      if (!right) wrong.push({ value, counted, agrees, code })
    }
  }
  expect(wrong.map((each) => JSON.stringify(each))).toEqual([])
  expect(explained).toBeGreaterThan(60)
}, 300_000)

test('the centre explains the same over HTTP, and says what there is where there is no such value', async () => {
  const door = { service: 'centre', host: '127.0.0.1', port: 0, log: createLog('centre', 'silent') }
  const { app } = await openHttp({ ...door, ready: async () => true })
  serveOperation(
    app,
    snapshotExplainOperation({
      clickhouse: river.clickhouse,
      rules: openRules(always(river.catalogues)),
      inTurn: (task) => task(),
    }),
  )
  const ask = async (words: string) => {
    const { statusCode, body } = await app.inject(`/v1/snapshots/dossier/${DATE}/2/explain?${words}`)
    return { status: statusCode, ...JSON.parse(body) }
  }
  const value = second.body.values.find(({ state, level }) => state === 'reported' && level === 'province')!
  const { indicator, unit, level, period } = value
  const { code: _, ...told } = await json(explain(value, ' --revision 2'))
  const words = new URLSearchParams({ indicator, unit, level, period: period.kind, to: period.to })
  expect(await ask(`${words}`)).toEqual({ status: 200, ...told })
  expect(await ask('indicator=dossier.on-tim')).toMatchObject({ status: 404, code: 'no-such-indicator' })
  expect(await ask(`indicator=${indicator}&unit=1`)).toMatchObject({ status: 404, code: 'not-in-snapshot' })
  expect(await ask('unit=68')).toMatchObject({ status: 400, code: 'wrong-parameter' })
})

test('a score is explained to what it was made of', async () => {
  const score = second.body.values.find(
    ({ indicator, state }) => indicator.startsWith('dossier.quality') && state === 'reported',
  )
  const { sql, inputs, agrees } = await json(explain(score!))
  expect([sql, agrees, inputs.length > 0]).toEqual([null, true, true])
})

test('the SQL of an earlier revision is of its own cut', async () => {
  const { cells } = (await json(`diff dossier ${DATE}`)).diff
  const changed = cells.find(
    ({ before, after }: { before: SnapshotValue; after: SnapshotValue }) =>
      before?.state === 'reported' && after?.state === 'reported' && before.numerator !== after.numerator,
  )
  for (const [revision, side] of [
    [1, 'before'],
    [2, 'after'],
  ] as const) {
    const { counted, agrees } = await json(explain(changed[side], ` --revision ${revision}`))
    expect([counted.numerator, agrees]).toEqual([changed[side].numerator, true])
  }
  const { code, stdout } = await run(explain(changed.after))
  expect(code).toBe(0)
  expect(stdout).toContain('agrees      yes')
  expect(stdout).toContain('SELECT')
})

test('a withheld value is not explained to numbers without the operator’s word', async () => {
  const withheld = second.body.values.find(({ state }) => state === 'withheld')!
  const { stdout } = await run(explain(withheld), false)
  expect(stdout).toContain('published as withheld, without numbers')
  expect(await json(explain(withheld))).toMatchObject({ kept: true, counted: null, agrees: null, events: [] })
  expect((await json(explain(withheld, ' --half numerator'))).events).toEqual([])
  const revealed = await json(explain(withheld, ' --reveal'))
  const { numerator, denominator } = revealed.counted
  expect([numerator, denominator, denominator - numerator].some((n) => n >= 1 && n <= 4)).toBe(true)
  await expect(run(explain(withheld, ' --reveal'), false)).rejects.toThrow('the key was asked for')
})

test('the events behind a half are as many as it counts', async () => {
  const value = second.body.values.find(
    ({ indicator, unit, period, state }) =>
      indicator === 'dossier.received' && unit === '68' && period.kind === 'year' && state === 'reported',
  )!
  const { events } = await json(explain(value, ' --half numerator --limit 100000'))
  expect(events).toHaveLength(value.numerator!)
  expect(events[0]).toMatchObject({ topic: 'dossier.v1', event_source: 'counting' })
})

test('diff names what differs between two revisions, and nothing else', async () => {
  const { from, to, diff } = await json(`diff dossier ${DATE} --from 1 --to 2`)
  expect([from.digest, to.digest]).toEqual([first.digest, second.digest])
  expect(diff.cells.length).toBeGreaterThan(0)
  const was = new Map(first.body.values.map((value) => [nameOfCell(value), value]))
  const is = new Map(second.body.values.map((value) => [nameOfCell(value), value]))
  for (const cell of diff.cells) {
    expect(cell.before).toEqual(was.get(nameOfCell(cell)) ?? null)
    expect(cell.after).toEqual(is.get(nameOfCell(cell)) ?? null)
  }
  const { stdout } = await run(`diff dossier ${DATE} --limit 3`)
  expect(stdout).toContain('revision 1 → 2')
  expect(stdout).toContain('scheduled → late-events')
  expect(stdout).toContain(`and ${diff.cells.length - 3} more`)
})

test('show: the artefact byte for byte, a summary, and the values that match', async () => {
  expect((await run(`show dossier ${DATE} --json`)).stdout).toBe(text)
  expect(JSON.parse((await run(`show dossier ${DATE} --revision 1 --json`)).stdout)).toEqual(first)
  const { stdout } = await run(`show dossier ${DATE} --indicator dossier.on-time --unit 68 --period year`)
  expect(stdout).toContain('dossier 2024-06-30 revision 2')
  expect(stdout).toContain('late-events')
  expect(stdout).toMatch(/INDICATOR +REPORTED +MISSING +NOT-APPLICABLE +WITHHELD/)
  const listed = second.body.values.filter(
    ({ indicator, unit, period }) =>
      (indicator === 'dossier.on-time' || indicator.startsWith('dossier.on-time.')) &&
      unit === '68' &&
      period.kind === 'year',
  )
  expect(stdout.match(/ year +2024-01-01 /g)).toHaveLength(listed.length)
  const csv = (await run(`show dossier ${DATE} --unit 676 --csv`)).stdout.trimEnd().split('\r\n')
  expect(csv.length - 1).toBe(second.body.values.filter(({ unit }) => unit === '676').length)
})

test('list: every revision, the newest first, page by page', async () => {
  const page = await json('list --limit 1')
  expect(page.snapshots).toMatchObject([
    { group: 'dossier', revision: 2, receipt: 'waiting', digest: second.digest },
  ])
  const rest = await json(`list --limit 1 --cursor ${page.next}`)
  expect([rest.snapshots[0].revision, rest.next]).toEqual([1, null])
  expect((await json('list --as-of 2024-07-01T12:00:00+07:00')).snapshots).toHaveLength(1)
  expect((await run('list')).stdout).toMatch(/dossier 2024-06-30 r2 +2024-07-02 00:05:00 +waiting/)
})

test.each([
  [`show dosier ${DATE}`, 'there is no group dosier; known are dossier'],
  ['show dossier 2024-06-29', 'nothing of it was published'],
  [`show dossier ${DATE} --revision 3`, 'published are revision 1, 2'],
  [`diff dossier ${DATE} --to 1`, 'revision 1 only'],
  ['list --group dosier', 'there is no group dosier'],
  [`explain dossier ${DATE} dossier.ontime`, 'did you mean dossier.on-time'],
  [`explain dossier ${DATE} dossier.on-time --unit 99999`, 'has no dossier.on-time of unit 99999'],
  [`explain dossier ${DATE} dossier.on-time --to 2024-06-29`, 'has no such dossier.on-time of 68'],
  [`explain dossier ${DATE} dossier.received --half denominator`, 'has no denominator'],
])('`%s` ends with 1 and says what there is', async (words, says) => {
  const { code, stdout, stderr } = await run(words)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain(says)
})
