import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openClickHouse } from '@ioc/clickhouse'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { freePorts } from '../end-to-end/ports.ts'
import { fillDisk, mountSmallDisk, whyNoMount } from './disk-full.mount.ts'
import { endTraced, whyNoTracing } from './engine-faults.engine.ts'

const obstacle = whyNoMount() ?? whyNoTracing()
if (obstacle !== null) console.info(`a part cut short by a full disk is skipped: ${obstacle}`)

const UUID = '5eed0000-0000-4000-8000-000000000002'
const ROWS = 1_000
const LINES = Array.from({ length: ROWS }, (_, offset) => `[${offset},"v${offset}"]`).join('\n')
const ENDED_MS_MAX = 60_000

describe.skipIf(obstacle !== null)('a disk that fills up while a part is written', () => {
  const undo: (() => Promise<unknown> | unknown)[] = []
  let dataDir: string
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'ioc-parts-'))
    undo.push(() => rmSync(dataDir, { recursive: true, force: true }))
    undo.push(mountSmallDisk(join(dataDir, 'clickhouse'), 64))
  })
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }, 60_000)

  // ClickHouse 26.7 itself acknowledges such an insert, and the table can no longer be read. If this test still passes without
  // infra/clickhouse/whole-parts.ts, the engine has been mended and that file may go.
  test('the insert is not acknowledged, and repeated every row is there once', async () => {
    const [port] = await freePorts(1)
    const folder = join(dataDir, 'clickhouse')
    // Each write of the first part's data waits a while: time enough to take the last byte of the disk.
    const file = `${folder}/store/${UUID.slice(0, 3)}/${UUID}/tmp_insert_all_1_1_1/data.bin`
    const slow = ['-e', 'trace=write', '-e', 'inject=write:delay_enter=3000000']
    const trace = join(dataDir, 'trace')
    const traced = await launchClickHouse({
      ...{ dataDir, port: port! },
      under: ['strace', '-f', '--seccomp-bpf', '-o', trace, '-P', file, ...slow],
    })
    undo.push(() => endTraced(folder, traced))
    const door = openClickHouse({
      ...{ url: traced.url, user: 'default', password: '', database: 'ioc' },
      requestTimeoutMs: ENDED_MS_MAX,
    })
    undo.push(() => door.close())
    await door.createDatabase()
    await door.command(
      `CREATE TABLE block UUID '${UUID}' (\`offset\` UInt64, value String) ENGINE = ReplacingMergeTree ORDER BY \`offset\``,
    )
    const insert = () => door.insertRows('block', ['offset', 'value'], LINES, ROWS)

    const first = insert().then(
      () => 'acknowledged',
      () => 'not acknowledged',
    )
    await until('the part is being written', () => existsSync(file), ENDED_MS_MAX)
    const makeRoom = fillDisk(folder)
    expect(await first).toBe('not acknowledged')
    // The engine ends rather than serve a table that cannot be read.
    await until('the engine is gone', async () => !(await door.ping()), ENDED_MS_MAX)
    expect(readFileSync(join(dataDir, 'log/clickhouse.log'), 'utf8')).toContain('ioc.block all_1_1_1 short')
    makeRoom()

    await traced.ended
    const again = await launchClickHouse({ dataDir, port: port! })
    undo.push(() => again.kill())
    await insert()
    expect(await door.query('SELECT count() AS rows, uniqExact(value) AS values FROM block FINAL')).toEqual([
      { rows: ROWS, values: ROWS },
    ])
  }, 180_000)
})
