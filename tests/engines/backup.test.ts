import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeChanges } from '@ioc/alerts'
import { audit } from '@ioc/audit'
import { BackupRefusal, backUp, restore, verifyBackup } from '@ioc/backup'
import { openCatalogues } from '@ioc/catalogues'
import { groups } from '@ioc/indicators'
import { bodiesFrom } from '@ioc/launcher/backup/commands.ts'
import { createLog } from '@ioc/log'
import { newToken, openAudit, openOperators } from '@ioc/operators'
import { contracts } from '@ioc/schemas'
import { openSigningKey } from '@ioc/snapshot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { watermarkBefore } from '../../services/snapshot-publisher/watermark.ts'
import { dossier, event, publishHalfYear } from '../browser/events.ts'
import { until } from '../browser/until.ts'
import { contentsOf, type River, startRiver } from './audit.river.ts'
import { publishCuts } from './backup.cuts.ts'

const say = () => {}
const catalogues = openCatalogues()
const OTHERS = ['delivery', 'audit', 'alert_change']
const TABLES = ['ledger', ...contracts.flatMap(({ table }) => [table, table.replace(/_version$/, '')])]

let river: River
let token: string
let folder: string
const at = (name: string) => join(folder, name)
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-backup-'))
  river = await startRiver()
  await publishHalfYear(river.kafka)
  // What JSON and 64 bits get wrong first: more than 2^53, quotes, letters beyond ASCII, arrays with and without null.
  await river.kafka.publish('dossier.v1', [
    event('dossier.v1', 'one-stop', 'exact', {
      ...dossier(700),
      sequence: Number.MAX_SAFE_INTEGER,
      feeVnd: 9_007_199_254_740_991,
      counter: 'Đà Lạt, phường 7: “hồ sơ” \\ \u2028',
      supplements: [
        { requestedAt: '2024-06-21T08:00:00.123+07:00', suppliedAt: null },
        { requestedAt: '2024-06-22T08:00:00+07:00', suppliedAt: '2024-06-23T08:00:00+07:00' },
      ],
    }),
  ])
  await river.foldAll()
  const [exact] = await river.clickhouse.query<{ extra: string }>(
    "SELECT extra FROM dossier_version WHERE event_id = 'exact'",
  )
  expect(exact?.extra).toContain('Đà Lạt, phường 7: “hồ sơ”')
  mkdirSync(join(river.dataDir, 'checkpoints'))
  writeFileSync(join(river.dataDir, 'checkpoints', 'dossier-producer.first.json'), '{"checkpoint":1}')
  writeFileSync(join(river.dataDir, 'clock.json'), '{"businessAtMs":1,"systemAtMs":2}')
  openSigningKey(river.dataDir, 'snapshot-publisher')
  await publishCuts(river)
  await river.clickhouse.insertRows(
    'delivery',
    ['group', 'date', 'revision', 'attempt_id', 'attempted_at', 'receipt'],
    '["dossier","2024-06-30",1,"a-1","2024-07-01 00:05:00.123","{\\"ơ\\":1}"]\n',
    1,
  )
  // Who did what, and which alerts stood, are memory of the product too; so are the operators' tokens.
  const acts = openAudit({
    ...{ clickhouse: river.clickhouse, service: 'test', now: () => 1_719_800_000_123, newId: () => 'an-act' },
    ...{ log: createLog('backup', 'silent'), refusalOf: () => null },
  })
  const act = { operator: 'lan', action: 'sources.hold', subject: 'one-stop', why: 'chuyển máy', content: {} }
  await acts.around(act, async () => {})
  const alert = { ruleId: 'source-stale', subject: 'one-stop/dossier.v1', beganMs: 1_719_800_000_000 }
  const states = ['pending', 'firing'] as const
  await writeChanges(
    river.clickhouse,
    states.map((state) => ({ ...alert, state, seen: null, end: null })),
    1,
  )
  token = newToken(river.dataDir, 'lan', 0)
})
afterAll(async () => {
  await river?.close()
  rmSync(folder, { recursive: true, force: true })
})

const backUpTo = (name: string, options: { withKeys?: boolean; waitMsMax?: number; from?: River } = {}) => {
  const { clickhouse, kafka, dataDir } = options.from ?? river
  return backUp({
    clickhouse,
    kafka,
    dataDir,
    to: at(name),
    withKeys: options.withKeys ?? true,
    catalogueVersion: catalogues.version,
    waitMsMax: options.waitMsMax ?? 120_000,
    now: () => 0,
    say,
  })
}
const restoreInto = (
  { clickhouse, kafka }: Pick<River, 'clickhouse' | 'kafka'>,
  name: string,
  dataDir: string,
) => restore({ clickhouse, kafka, dataDir, from: at(name), bodyOf: bodiesFrom(clickhouse, kafka), say })
const contents = async ({ clickhouse }: River) =>
  Object.fromEntries(
    await Promise.all(
      [...TABLES, ...OTHERS].map(async (table) => [table, await contentsOf(clickhouse, table)] as const),
    ),
  )
/** Instants before, between, at and after the records of the log. */
const instants = async ({ clickhouse }: River) => {
  const rows = await clickhouse.query<{ ms: number }>(
    'SELECT DISTINCT toUnixTimestamp64Milli(appended_at) AS ms FROM ledger ORDER BY ms',
  )
  return [0, ...rows.flatMap(({ ms }) => [ms, ms + 1])]
}

const look = ({ clickhouse, kafka }: River) => audit({ clickhouse, kafka, say })

describe('a backup at rest, with Kafka and ClickHouse lost', () => {
  test('comes back exactly: tables, current states, cuts by digest, keys; and the river goes on with new events', async () => {
    const backup = await backUpTo('rest')
    expect((await verifyBackup(at('rest'), say)).digest).toBe(backup.digest)
    const other = await startRiver()
    try {
      const restored = await restoreInto(other, 'rest', at('rest-data'))
      expect(restored).toMatchObject({ digest: backup.digest, kafka: 'lost', keys: true })
      expect(restored.cuts.map((cut) => cut.verdict)).toEqual(groups.map(() => 'same'))
      expect(await contents(other)).toEqual(await contents(river))
      expect(readFileSync(at('rest-data/checkpoints/dossier-producer.first.json'), 'utf8')).toBe(
        '{"checkpoint":1}',
      )
      expect(openSigningKey(at('rest-data'), 'snapshot-publisher').kid).toBe(
        openSigningKey(river.dataDir, 'snapshot-publisher').kid,
      )
      expect(openOperators(at('rest-data')).nameOf(token)).toBe('lan')
      for (const { topic, partition, offset } of backup.manifest.watermark)
        expect((await other.kafka.admin.offsets(topic)).find((p) => p.partition === partition)).toEqual({
          partition,
          low: offset + 1,
          high: offset + 1,
        })

      // A day missed before the loss is cut as it would have been: the restored log begins later, the ledger knows.
      for (const instantMs of await instants(river))
        expect(await watermarkBefore(other.kafka, other.clickhouse, instantMs)).toEqual(
          await watermarkBefore(river.kafka, river.clickhouse, instantMs),
        )

      await other.kafka.publish('dossier.v1', [event('dossier.v1', 'one-stop', 'after', dossier(800))])
      await other.foldAll()
      const [row] = await other.clickhouse.query<{ subjects: number }>(
        "SELECT count() AS subjects FROM dossier FINAL WHERE event_id = 'after'",
      )
      expect(row?.subjects).toBe(1)
      expect((await look(other)).findings).toEqual([])
    } finally {
      await other.close()
    }
  })

  test('is readable by its owner alone, and holds no key where that was asked', async () => {
    await backUpTo('keyless', { withKeys: false })
    const entries = readdirSync(at('keyless'), { withFileTypes: true, recursive: true })
    for (const entry of entries) expect(statSync(join(entry.parentPath, entry.name)).mode & 0o077).toBe(0)
    expect(entries.filter((entry) => /^(secrets|keys)$|signing|\.key$/.test(entry.name))).toEqual([])
    expect(entries.some((entry) => entry.name === 'clock.json')).toBe(true)
  })
})

test('with Kafka kept nothing is written to it, and what came after the backup is folded', async () => {
  await backUpTo('kept')
  const ends = async () => Promise.all(contracts.map(({ id }) => river.kafka.admin.offsets(id)))
  await river.kafka.publish('dossier.v1', [event('dossier.v1', 'one-stop', 'later', dossier(900))])
  await river.foldAll()
  const [before, right] = [await ends(), await contents(river)]
  for (const table of [...TABLES, ...OTHERS, 'snapshot'])
    await river.clickhouse.command(`TRUNCATE TABLE ${table}`)

  const restored = await restoreInto(river, 'kept', river.dataDir)
  expect(restored.kafka).toBe('kept')
  expect(restored.cuts.every((cut) => cut.verdict === 'same')).toBe(true)
  expect(await ends()).toEqual(before)
  await river.foldAll()
  expect(await contents(river)).toEqual(right)
  expect((await look(river)).findings).toEqual([])
})

test('while events stream in, everything the checkpoints claim is inside, and nothing is half', async () => {
  const aggregator = river.aggregate()
  await aggregator.start()
  const streaming = new AbortController()
  let acknowledged = 0
  const stream = (async () => {
    for (let serial = 1000; !streaming.signal.aborted && serial < 9_000; serial += 20) {
      await river.kafka.publish(
        'dossier.v1',
        Array.from({ length: 20 }, (_, i) =>
          event('dossier.v1', 'one-stop', `s-${serial + i}`, dossier(serial + i)),
        ),
      )
      acknowledged = serial + 20 - 1000
    }
  })()
  await until('events stream in', () => acknowledged > 200, 60_000)
  const claimed = acknowledged
  writeFileSync(
    join(river.dataDir, 'checkpoints', 'dossier-producer.first.json'),
    JSON.stringify({ checkpoint: claimed }),
  )
  await backUpTo('stream')
  const during = acknowledged
  streaming.abort()
  await stream
  await aggregator.stop()
  expect(during).toBeGreaterThan(claimed)

  const other = await startRiver()
  try {
    await restoreInto(other, 'stream', at('stream-data'))
    const [row] = await other.clickhouse.query<{ events: number }>(
      "SELECT uniqExact(event_id) AS events FROM dossier_version WHERE event_id LIKE 's-%'",
    )
    expect(row?.events).toBeGreaterThanOrEqual(claimed)
    expect((await look(other)).findings).toEqual([])
  } finally {
    await other.close()
  }
})

describe('refused, with what is in the way', () => {
  test('a folder that is not empty', async () => {
    mkdirSync(at('full'))
    writeFileSync(at('full/x'), '')
    await expect(backUpTo('full')).rejects.toThrow(/not empty/)
  })

  test('a ledger that stays behind the log', async () => {
    await river.kafka.publish('feedback.v1', [{ key: 'x', value: 'not read yet', headers: {}, partition: 3 }])
    await expect(backUpTo('behind', { waitMsMax: 500 })).rejects.toThrow(
      /feedback\.v1\/3 1\): is the aggregator/,
    )
    expect(existsSync(at('behind/manifest.json'))).toBe(false)
    await expect(verifyBackup(at('behind'), say)).rejects.toThrow(/manifest\.json/)
    await river.foldAll()
  })

  test('a damaged, a missing and a cut file are named', async () => {
    const { manifest } = await backUpTo('damaged')
    const victim = manifest.tables.find((table) => table.name === 'dossier_version')!.files[0]!
    const bytes = readFileSync(at(`damaged/${victim.path}`))
    const failsWith = (what: RegExp) => expect(verifyBackup(at('damaged'), say)).rejects.toThrow(what)
    writeFileSync(
      at(`damaged/${victim.path}`),
      Buffer.concat([bytes.subarray(0, -1), Buffer.of(bytes.at(-1)! ^ 1)]),
    )
    await failsWith(/dossier_version\/000001\.jsonl\.zst has other content/)
    writeFileSync(at(`damaged/${victim.path}`), bytes.subarray(0, -1))
    await failsWith(/dossier_version\/000001\.jsonl\.zst has \d+ bytes/)
    rmSync(at(`damaged/${victim.path}`))
    await failsWith(/dossier_version\/000001\.jsonl\.zst is missing/)
    // Nothing was touched: the backup is looked at before the engines are.
    await expect(restoreInto(river, 'damaged', at('damaged-data'))).rejects.toThrow(BackupRefusal)
    expect(existsSync(at('damaged-data'))).toBe(false)
  })

  test('tables that are not empty, a Kafka of another river, a data folder with other keys', async () => {
    await backUpTo('whole')
    await expect(restoreInto(river, 'whole', at('whole-data'))).rejects.toThrow(
      /ClickHouse is not empty \(.*ledger/,
    )

    const other = await startRiver()
    try {
      mkdirSync(at('other-keys/secrets'), { recursive: true })
      openSigningKey(at('other-keys'), 'snapshot-publisher')
      await expect(restoreInto(other, 'whole', at('other-keys'))).rejects.toThrow(
        /snapshot-publisher-signing\.jwk/,
      )
      await other.kafka.publish('dossier.v1', [event('dossier.v1', 'one-stop', 'strange', dossier(1))])
      await expect(restoreInto(other, 'whole', at('whole-data'))).rejects.toThrow(
        /neither empty nor the one of this backup/,
      )
      expect(await contentsOf(other.clickhouse, 'ledger')).toMatch(/^0 rows/)
    } finally {
      await other.close()
    }
  })
})
