import { CannotRead, type OpenWay, type Reading } from '@ioc/connectors'
import { database, databaseSettings, type Table } from '@ioc/connectors/database/index.ts'
import { vietnameseInstant } from '@ioc/connectors/texts/index.ts'
import type { Checkpoint, SourceContext } from '@ioc/source/source.ts'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { freePair } from '../ports.ts'
import { type LocalPostgres, launchPostgres, postgresPrograms } from './postgres.local.ts'

const programs = postgresPrograms(inject('path'))
if (!programs)
  console.warn('no PostgreSQL found, so reading a database is not tried: apt-get install postgresql')

const DOSSIERS: Table = { table: 'portal.dossiers', increasing: 'changed_at', key: 'id' }
const NOW = Date.parse('2024-07-01T00:00:00+07:00')

const context = (signal = new AbortController().signal) =>
  ({ clock: { now: () => NOW }, signal, callerHash: () => '' }) as unknown as SourceContext

describe.skipIf(!programs)('a table of PostgreSQL', () => {
  let postgres: LocalPostgres
  beforeAll(async () => {
    postgres = await launchPostgres(programs!, await freePair())
    await postgres.query('CREATE SCHEMA portal')
    await postgres.query(
      'CREATE TABLE portal.dossiers (id int, code text, fee numeric, changed_at timestamptz)',
    )
    await postgres.query(
      'CREATE VIEW portal."hồ sơ" AS SELECT id, code, changed_at, id AS number FROM portal.dossiers',
    )
    // Thirty rows of one instant, across pages; and a row that was never changed.
    await postgres.query(
      `INSERT INTO portal.dossiers SELECT n, 'D' || n, 9007199254740993, timestamptz '2024-06-20 08:00:00+07' + make_interval(mins => n / 30) FROM generate_series(1, 100) n`,
    )
    await postgres.query(`INSERT INTO portal.dossiers VALUES (0, 'D0', NULL, NULL)`)
  }, 120_000)
  afterAll(async () => {
    await postgres?.stop()
  }, 60_000)

  const open = (table = DOSSIERS, more: Record<string, unknown> = {}): OpenWay =>
    database(table).open(
      databaseSettings.parse({
        ...{ host: '127.0.0.1', port: postgres.port, database: 'postgres', user: 'portal', pageSize: 7 },
        ...more,
      }),
      { name: 'test', ownFolder: '', now: () => NOW, notice: () => {} },
    )
  const readAll = async (readings: AsyncIterable<Reading>, until = Number.POSITIVE_INFINITY) => {
    const ids: number[] = []
    let checkpoint: Checkpoint | null = null
    let completeUpToMs = 0
    for await (const reading of readings) {
      ids.push(...reading.reads.map((read) => Number('record' in read ? read.record.id : -1)))
      checkpoint = reading.checkpoint
      completeUpToMs = reading.completeUpToMs
      if (ids.length >= until) break
    }
    return { ids, checkpoint, completeUpToMs }
  }
  const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => from + i)

  test('every row is read once, those of one instant too, and numbers keep all their digits', async () => {
    const { ids, completeUpToMs } = await readAll(open().read(null, context()))
    expect(ids.toSorted((a, b) => a - b)).toEqual(upTo(100))
    expect(ids.length).toBe(100)
    expect(completeUpToMs).toBe(NOW)
    for await (const { reads } of open().read(null, context())) {
      const [first] = reads
      expect(first).toMatchObject({ record: { fee: '9007199254740993' } })
      break
    }
  })

  test('broken off anywhere it goes on behind the last row it told', async () => {
    const begun = await readAll(open().read(null, context()), 21)
    const rest = await readAll(open().read(begun.checkpoint, context()))
    expect([...begun.ids, ...rest.ids].toSorted((a, b) => a - b)).toEqual(upTo(100))
  })

  test('the next walk brings what changed, and again what lies within the overlap, for transactions that ended late', async () => {
    // The newest row is of 08:03:00; the next walk begins half a minute before it.
    const near = open(DOSSIERS, { overlap: 30 })
    const { checkpoint } = await readAll(near.read(null, context()))
    await postgres.query(
      `INSERT INTO portal.dossiers VALUES (200, 'late', 1, timestamptz '2024-06-20 08:02:45+07'), (201, 'too late', 1, timestamptz '2024-06-20 08:02:15+07')`,
    )
    const { ids } = await readAll(near.read(checkpoint, context()))
    expect(ids).toContain(200)
    expect(ids).not.toContain(201)
    expect(ids.every((id) => id >= 90)).toBe(true)
    await postgres.query('DELETE FROM portal.dossiers WHERE id IN (200, 201)')
  })

  test('days are read by their times', async () => {
    await postgres.query(
      `INSERT INTO portal.dossiers VALUES (300, 'May', 1, timestamptz '2024-05-31 23:59:59+07')`,
    )
    const { ids } = await readAll(open().readDays!({ from: '2024-05-31', to: '2024-05-31' }, null, context()))
    expect(ids).toEqual([300])
  })

  test('a view with a name of its own and a number that rises', async () => {
    const byNumber = { table: 'portal.hồ sơ', increasing: 'number', key: 'code', isTime: false }
    const { ids } = await readAll(open(byNumber, { overlap: 0 }).read(null, context()))
    expect(ids.length).toBe(102) // the hundred, the one of May, and the one that was never changed
    expect(open(byNumber).readDays).toBeUndefined()
  })

  test('a row is what row_to_json makes of it, so a sample made with that is what is read; what JSON would spoil is text', async () => {
    await postgres.query(
      `CREATE VIEW portal.kinds AS SELECT 1 AS id, timestamptz '2024-06-20 08:00:00+07' AS changed_at, true AS paid, 4::int2 AS state,
         9007199254740993 AS big, 12.50 AS fee, '{"a": [1]}'::jsonb AS papers, NULL::text AS nothing, date '2024-06-25' AS due`,
    )
    const { done: _, value } = await open({ ...DOSSIERS, table: 'portal.kinds' })
      .read(null, context())
      [Symbol.asyncIterator]()
      .next()
    const [read] = (value as Reading).reads
    expect(read).toMatchObject({
      record: {
        ...{ id: 1, paid: true, state: 4, big: '9007199254740993', fee: '12.50', papers: { a: [1] } },
        ...{ nothing: null, due: '2024-06-25', changed_at: '2024-06-20 08:00:00+07' },
      },
    })
    expect(vietnameseInstant((read as { record: Record<string, unknown> }).record.changed_at)).toBe(
      '2024-06-20T08:00:00+07:00',
    )
  })

  test('what the database says of a row, and so of a person, is not repeated: only its code is', async () => {
    const person = 'NGUYỄN VĂN MẪU 079012345678'
    await postgres.query(
      `CREATE FUNCTION portal.refuse() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '${person}'; END $$`,
    )
    await postgres.query('CREATE VIEW portal.refusing AS SELECT portal.refuse() AS id, now() AS changed_at')
    await postgres.query(
      `CREATE VIEW portal.spoilt AS SELECT id, (code || ' ${person}')::int AS n, changed_at FROM portal.dossiers`,
    )
    for (const [table, says] of [
      ['portal.refusing', /\(P0001\): a function of the view refuses$/],
      ['portal.spoilt', /\(22P02\): a value in the table or view cannot be made what a column says$/],
    ] as const) {
      const failed = await readAll(open({ ...DOSSIERS, table }).read(null, context())).catch((error) => error)
      expect(failed).toBeInstanceOf(CannotRead)
      expect(failed.message).toMatch(says)
      // Whoever logs it logs its cause too.
      expect([failed.stack, String(failed.cause)].join()).not.toMatch(/MẪU|079012345678/)
    }
  })

  test.each([
    { what: 'a database that is not there', more: { database: 'nowhere' }, says: /portal@.*nowhere.*3D000/ },
    { what: 'a port nobody listens on', more: { port: 1 }, says: /ECONNREFUSED/ },
    {
      what: 'a password file that is missing',
      more: { passwordFile: '/nowhere/password' },
      says: /cannot be read \(ENOENT\)/,
    },
  ])('$what is said in words', async ({ more, says }) => {
    const reading = readAll(open(DOSSIERS, more).read(null, context()))
    await expect(reading).rejects.toBeInstanceOf(CannotRead)
    await expect(readAll(open(DOSSIERS, more).read(null, context()))).rejects.toThrow(says)
  })

  test('a table that is not there, and a query that takes too long, are said in words', async () => {
    const missing = open({ ...DOSSIERS, table: 'portal.nothing' })
    await expect(readAll(missing.read(null, context()))).rejects.toThrow(
      /42P01\): there is no such table or view/,
    )
    await postgres.query(
      'CREATE VIEW portal.slow AS SELECT id, code, changed_at FROM portal.dossiers, pg_sleep(30)',
    )
    const slow = open({ ...DOSSIERS, table: 'portal.slow' }, { timeoutSeconds: 0.5 })
    await expect(readAll(slow.read(null, context()))).rejects.toThrow(/57014|did not answer within 0\.5 s/)
  })

  test('a service that ends does not wait for a long query', async () => {
    await postgres.query(
      'CREATE VIEW portal.long AS SELECT id, code, changed_at FROM portal.dossiers, pg_sleep(25)',
    )
    const stopping = new AbortController()
    const reading = readAll(open({ ...DOSSIERS, table: 'portal.long' }).read(null, context(stopping.signal)))
    const began = performance.now()
    setTimeout(() => stopping.abort(), 500)
    await expect(reading).rejects.toBeInstanceOf(CannotRead)
    expect(performance.now() - began).toBeLessThan(8_000)
  })

  test('nothing can be written through it', async () => {
    const writing = open({ ...DOSSIERS, table: 'portal.writing' })
    await postgres.query(
      `CREATE FUNCTION portal.write() RETURNS int LANGUAGE sql AS 'DELETE FROM portal.dossiers RETURNING id'`,
    )
    await postgres.query('CREATE VIEW portal.writing AS SELECT portal.write() AS id, now() AS changed_at')
    await expect(readAll(writing.read(null, context()))).rejects.toThrow(/25006\): it would write/)
  })
})
