import { setTimeout as pause } from 'node:timers/promises'
import { acceptLoss } from '@ioc/audit/accept-loss.ts'
import { audit } from '@ioc/audit/audit.ts'
import { mend } from '@ioc/audit/mend.ts'
import { refold } from '@ioc/audit/refold.ts'
import { AuditRefusal } from '@ioc/audit/refusal.ts'
import { firstMissingOffset } from '@ioc/pipeline/resume.ts'
import { openStore } from '@ioc/pipeline/store.ts'
import { contracts } from '@ioc/schemas'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dossier, event, publishHalfYear } from '../browser/events.ts'
import { until } from '../browser/until.ts'
import { faults, hand, here, KEPT, TOPIC } from './audit.faults.ts'
import { contentsOf, type River, startRiver } from './audit.river.ts'

const TABLES = contracts.flatMap(({ table }) => [table, table.replace(/_version$/, '')])

// Each test audits several times over; beside six other suites that takes its time.

let river: River
beforeAll(async () => {
  river = await startRiver()
  await publishHalfYear(river.kafka)
  // Several versions of many subjects, in one partition, out of order and some twice; and what is refused or skipped.
  const versions = Array.from({ length: 240 }, (_, i) =>
    event(
      TOPIC,
      'one-stop',
      `event-${i}`,
      dossier(1000 + (i % 60), { sequence: (i * 7) % 5, feeVnd: i * 1000 }),
    ),
  )
  const wrong = Array.from({ length: 5 }, (_, i) => event(TOPIC, 'one-stop', `wrong-${i}`, { nothing: i }))
  const records = [...versions, ...wrong, ...versions.slice(0, 30)]
  await river.kafka.publish(
    TOPIC,
    records.map((record) => ({ ...record, partition: 1 })),
  )
  await river.foldAll()
})
afterAll(() => river?.close())

const look = () => audit({ clickhouse: river.clickhouse, kafka: river.kafka, say: () => {} })
const mending = (dryRun = false) => mend({ ...river, say: () => {} }, dryRun)
const contents = async () =>
  Object.fromEntries(
    await Promise.all(
      ['ledger', ...TABLES].map(async (table) => [table, await contentsOf(river.clickhouse, table)]),
    ),
  )
const { sql, copy } = hand(() => river)

test('a river at rest is clean: every offset once, every kept row, every current state, nothing behind', async () => {
  const report = await look()
  expect(report.findings).toEqual([])
  expect(report).toMatchObject({ clean: true, kafka: 'compared' })
  const [mine] = report.partitions.filter((p) => p.topic === TOPIC && p.partition === 1)
  expect(mine).toMatchObject({ ledger: mine!.end + 1, lost: 0, log: { begins: 0, lag: 0 } })
  expect(mine!.kept).toBe(mine!.businessRows)
  expect(mine!.kept).toBeGreaterThan(260)
  expect(mine!.ledger - mine!.kept).toBeGreaterThanOrEqual(5)
})

test('repeats of a block, by a zombie or after an unknown answer, are no fault', async () => {
  for (const table of ['dossier_version', 'ledger'])
    await sql(`INSERT INTO ${table} SELECT * FROM ${table} WHERE topic = '${TOPIC}' AND \`partition\` = 1`)
  expect((await look()).findings).toEqual([])
})

describe.each(faults({ sql, copy }))('$fault', ({ finds, plant }) => {
  test('is found, mended to what it was, and mending again does nothing', async () => {
    const right = await contents()
    await plant()
    const found = await look()
    expect(found.clean).toBe(false)
    expect(found.findings.map((finding) => finding.kind)).toEqual(expect.arrayContaining(finds))

    const planted = await contents()
    const dry = await mending(true)
    expect(dry.after).toEqual(dry.before)
    expect(await contents()).toEqual(planted)

    const mended = await mending()
    expect(mended.leftAlone).toEqual([])
    expect(mended.after.findings).toEqual([])
    expect(await contents()).toEqual(right)

    const again = await mending()
    expect(again).toMatchObject({ removed: 0, inserted: 0, subjects: 0, refolded: [] })
  })
})

test('rows above the ledger’s end are in flight: business rows first, the ledger last', async () => {
  const [{ end } = { end: 0 }] = (await look()).partitions.filter(
    (p) => p.topic === TOPIC && p.partition === 1,
  )
  await copy(
    'dossier_version',
    `toUInt64(${end + 1}) AS \`offset\`, recorded_at + 60 AS recorded_at`,
    `${here} = ${KEPT}`,
  )
  const report = await look()
  expect(report.findings).toEqual([])
  expect(report.tables.find((t) => t.table === 'dossier')?.inFlight).toBe(1)
  await sql(`ALTER TABLE dossier_version DELETE WHERE ${here} = ${end + 1}`)
  await sql(`ALTER TABLE dossier DELETE WHERE ${here} = ${end + 1}`)
  // The older current row may have been merged away under the one just removed.
  expect((await mending()).after.findings).toEqual([])
})

test('mends beside a running aggregator, whose new versions of the same subjects stay', async () => {
  const aggregator = river.aggregate()
  await aggregator.start()
  let sent = 0
  const streaming = new AbortController()
  const stream = (async () => {
    for (; !streaming.signal.aborted && sent < 40_000; sent += 20) {
      const newer = Array.from({ length: 20 }, (_, i) =>
        event(
          TOPIC,
          'one-stop',
          `newer-${sent + i}`,
          dossier(1000 + ((sent + i) % 60), { sequence: 10 + sent + i }),
        ),
      )
      await river.kafka.publish(
        TOPIC,
        newer.map((record) => ({ ...record, partition: 1 })),
      )
      await pause(25) // it is to last longer than the mending, not to fill the log
    }
  })()
  await until('new versions are folded', async () => sent > 100, 60_000)
  await copy(
    'dossier_version',
    "content_hash + 1 AS content_hash, recorded_at + 60 AS recorded_at, 'done' AS status",
    `${here} BETWEEN ${KEPT} AND ${KEPT + 20}`,
  )
  await sql(`ALTER TABLE dossier_version DELETE WHERE ${here} BETWEEN 60 AND 70`)
  const before = sent
  const mended = await mending()
  expect(mended.removed).toBe(21)
  expect(mended.inserted).toBeGreaterThan(5)
  expect(sent).toBeGreaterThan(before)
  streaming.abort()
  await stream
  await river.folded()
  await aggregator.stop()
  expect((await look()).findings).toEqual([])
  const [row] = await river.clickhouse.query<{ newest: number; subjects: number }>(
    "SELECT max(sequence) AS newest, countIf(event_id LIKE 'newer-%') AS subjects FROM dossier FINAL",
  )
  expect(row).toEqual({ newest: 10 + sent - 1, subjects: 60 })
})

test('read once more, the log holds the bytes the ledger kept; one letter otherwise is found', async () => {
  const deep = () => audit({ clickhouse: river.clickhouse, kafka: river.kafka, say: () => {}, deep: true })
  expect((await deep()).findings).toEqual([])
  await copy('ledger', "replaceOne(value, 'citizen', 'citizem') AS value", `${here} = ${KEPT}`)
  expect((await deep()).findings).toMatchObject([
    { kind: 'other-bytes', topic: TOPIC, partition: 1, count: 1, examples: [`${TOPIC}/1/${KEPT}`] },
  ])
  await copy('ledger', "replaceOne(value, 'citizem', 'citizen') AS value", `${here} = ${KEPT}`)
  expect((await deep()).findings).toEqual([])
})

test('a ledger that ends beyond the log is of another log', async () => {
  await river.clickhouse.insertRows(
    'ledger',
    ['topic', 'partition', 'offset', 'verdict'],
    [0, 1, 2].map((offset) => `["feedback.v1",0,${offset},"control"]\n`).join(''),
    3,
  )
  expect((await look()).findings).toMatchObject([
    { kind: 'beyond-log', topic: 'feedback.v1', partition: 0, count: 3 },
  ])
  await sql("ALTER TABLE ledger DELETE WHERE topic = 'feedback.v1'")
})

test('what the log still holds is never accepted as lost', async () => {
  const loss = { topic: TOPIC, partition: 1, why: 'a test', actor: 'tester', catalogueVersion: '' }
  await expect(acceptLoss(river.clickhouse, river.kafka, { ...loss, upTo: 1_000_000 })).rejects.toThrow(
    AuditRefusal,
  )
  await sql(`ALTER TABLE ledger DELETE WHERE ${here} BETWEEN 40 AND 47`)
  await expect(acceptLoss(river.clickhouse, river.kafka, { ...loss, upTo: 47 })).rejects.toThrow(
    /begins at 0/,
  )
  await refold(river, { topic: TOPIC, partition: 1, from: 40, to: 47 })
  expect((await look()).findings).toEqual([])
})

describe('offsets the log removed before they were read', () => {
  test('stop the river, are accepted with a word why, and stay visible for ever', async () => {
    const place = { topic: 'survey-response.v1', partition: 2 }
    const nothing = { key: 'x', value: '{}', headers: {}, partition: 2 }
    await river.kafka.publish(
      place.topic,
      Array.from({ length: 30 }, () => nothing),
    )
    await river.kafka.admin.deleteRecords(place.topic, [{ partition: 2, offset: 20 }])
    expect((await look()).findings).toMatchObject([{ kind: 'log-begins-after', ...place, count: 20 }])

    const loss = {
      ...place,
      upTo: 19,
      why: 'retention was set to an hour',
      actor: 'tester',
      catalogueVersion: 'c1',
    }
    await expect(acceptLoss(river.clickhouse, river.kafka, { ...loss, upTo: 20 })).rejects.toThrow(
      /begins at 20/,
    )
    expect(await acceptLoss(river.clickhouse, river.kafka, loss)).toEqual([{ ...place, from: 0, to: 19 }])
    expect(await acceptLoss(river.clickhouse, river.kafka, loss)).toEqual([])
    expect(
      await firstMissingOffset(openStore(river.clickhouse), place.topic, 2, new AbortController().signal),
    ).toMatchObject({ next: 20 })

    await river.foldAll()
    const report = await look()
    expect(report.findings).toEqual([])
    expect(report.partitions.find((p) => p.topic === place.topic && p.partition === 2)).toMatchObject({
      ledger: 30,
      lost: 20,
    })
    const [row] = await river.clickhouse.query<{ reason: string }>(
      "SELECT reasons[1].message AS reason FROM ledger FINAL WHERE topic = 'survey-response.v1' AND `partition` = 2 AND `offset` = 7",
    )
    expect(row?.reason).toBe('retention was set to an hour (accepted by tester)')
  })
})
