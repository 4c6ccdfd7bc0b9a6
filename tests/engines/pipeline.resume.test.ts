import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { type LaunchedClickHouse, launchClickHouse } from '@ioc/infra-clickhouse'
import { LEDGER_COLUMNS } from '@ioc/pipeline/ledger-row.ts'
import { firstMissingOffset, LedgerHasGap } from '@ioc/pipeline/resume.ts'
import { openStore } from '@ioc/pipeline/store.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePair } from '../ports.ts'

const APPENDED_MS = Date.parse('2024-07-01T00:00:00.123+07:00')

let dataDir: string
let engine: LaunchedClickHouse
let clickhouse: ClickHouse
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-resume-'))
  engine = await launchClickHouse({ dataDir, port: await freePair() })
  clickhouse = openClickHouse({ url: engine.url, user: 'default', password: '', database: 'ioc' })
  await provisionTables(clickhouse, join(import.meta.dirname, '../../schemas/tables'))
})
afterAll(async () => {
  await clickhouse?.close()
  await engine?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const whereToGoOn = (topic: string, partition: number) =>
  firstMissingOffset(openStore(clickhouse), topic, partition, new AbortController().signal)

/** Writes ledger rows of these offsets, one block, as the pipeline does. */
const write = (topic: string, partition: number, offsets: readonly number[], verdict = 'skip') =>
  clickhouse.insertRows(
    'ledger',
    LEDGER_COLUMNS,
    offsets
      .map(
        (offset) =>
          `${JSON.stringify([topic, partition, offset, '2024-07-01 00:00:00.123', verdict, '', '', '', null, '', [], '', '', '', 0, '', ''])}\n`,
      )
      .join(''),
    offsets.length,
  )
const upTo = (end: number) => Array.from({ length: end }, (_, offset) => offset)

test('nothing yet: from the very first offset, though max over nothing is 0 as well', async () => {
  expect(await whereToGoOn('nothing', 0)).toEqual({ next: 0 })
  await write('one', 0, [0])
  expect(await whereToGoOn('one', 0)).toEqual({
    next: 1,
    last: { offset: 0, appendedAtMs: APPENDED_MS },
  })
})

test('blocks repeated and overlapping, as two writers leave them, are counted once', async () => {
  await write('twice', 3, upTo(100))
  await write('twice', 3, upTo(140).slice(60))
  await write('twice', 3, upTo(100))
  expect(await whereToGoOn('twice', 3)).toMatchObject({ next: 140, last: { offset: 139 } })
})

test('a control record at the end proves nothing: its row has the time of its neighbour', async () => {
  await write('ends with control', 0, [0, 1])
  await write('ends with control', 0, [2, 3], 'control')
  expect(await whereToGoOn('ends with control', 0)).toEqual({
    next: 4,
    last: { offset: 1, appendedAtMs: APPENDED_MS },
  })
  await write('only control', 0, [0], 'control')
  expect(await whereToGoOn('only control', 0)).toEqual({ next: 1 })
})

test('partitions and topics do not speak for each other', async () => {
  await write('many', 0, upTo(5))
  await write('many', 1, upTo(9))
  expect(await whereToGoOn('many', 0)).toMatchObject({ next: 5 })
  expect(await whereToGoOn('many', 2)).toEqual({ next: 0 })
})

test.each([
  { what: 'in the middle', offsets: [0, 1, 2, 4, 5] },
  { what: 'at the beginning', offsets: [1, 2, 3] },
])('a hole $what is a loud stop, never guessed over', async ({ what, offsets }) => {
  await write(`hole ${what}`, 0, offsets)
  const stop = await whereToGoOn(`hole ${what}`, 0).catch((error) => error)
  expect(stop).toBeInstanceOf(LedgerHasGap)
  expect(stop.message).toContain(`hole ${what}/0`)
})
