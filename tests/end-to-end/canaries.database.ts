import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { database, databaseSettings } from '@ioc/connectors/database/index.ts'
import { openConnected } from '@ioc/connectors/opened.ts'
import { createLog } from '@ioc/log'
import { openDeadLetterSealer } from '@ioc/sealing'
import { openBreaker } from '@ioc/source'
import { openCallerHash } from '@ioc/source/caller-hash.ts'
import { readSource } from '@ioc/source/read-source.ts'
import { readRegistry } from '../../infra/sources/registry.ts'
import { until } from '../browser/until.ts'
import { launchPostgres } from '../engines/postgres.local.ts'
import { freePorts } from '../ports.ts'
import { byWay } from './canaries.expected.ts'
import type { Canary } from './canaries.persons.ts'
import { oneStopRecords } from './canaries.records.ts'
import type { Sent } from './canaries.sources.ts'
import type { SmallRiver } from './ends.river.ts'

const NAME = 'one-stop-database'
/** No source of the tree reads a database yet; this one is the one-stop system's, by its rows instead of its answers. */
export const BY_DATABASE = byWay(NAME, 'database')

/** The same records as rows of PostgreSQL, read by the product's way; before them a view that fails with the person's name on its lips. */
export const tellByDatabase = async (programs: string, person: Canary, river: SmallRiver): Promise<Sent> => {
  const [port] = await freePorts(1)
  const oneStop = (await readRegistry()).find((each) => each.connected.name === 'one-stop-portal')!
  const postgres = await launchPostgres(programs, port!)
  const { kept, rejected } = oneStopRecords(person, 92_001)
  try {
    const rows = [...kept, ...rejected]
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => name.length < 60)
    const quoted = columns.map((name) => `"${name.replaceAll('"', '""')}"`)
    await postgres.query(
      `CREATE TABLE dossiers (id int, changed_at timestamptz, ${quoted.map((name) => `${name} text`).join(', ')})`,
    )
    for (const [n, row] of rows.entries())
      await postgres.query(
        `INSERT INTO dossiers VALUES ($1, now(), ${columns.map((_, i) => `$${i + 2}`).join(', ')})`,
        [
          n,
          ...columns.map((name) => (typeof row[name] === 'object' ? JSON.stringify(row[name]) : row[name])),
        ],
      )
    await postgres.query(
      `CREATE FUNCTION failing() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'hồ sơ của ${person.name} (${person.phone})'; END $$`,
    )
    await postgres.query('CREATE VIEW broken AS SELECT failing() AS id, now() AS changed_at FROM dossiers')

    const { dataDir, kafka } = river
    mkdirSync(join(dataDir, 'log'), { recursive: true })
    const log = createLog('database-source', 'debug', join(dataDir, 'log/database-source.log'))
    const now = () => Date.parse('2024-07-01T00:00:00+07:00')
    const read = (table: string) => {
      const connected = {
        ...oneStop.connected,
        name: NAME,
        way: database({ table, increasing: 'changed_at', key: 'id' }),
      }
      const opened = openConnected(
        connected,
        databaseSettings.parse({
          host: '127.0.0.1',
          port: postgres.port,
          database: 'postgres',
          user: 'portal',
        }),
        {
          ...{
            name: NAME,
            settingsFile: 'of this test',
            ownFolder: join(dataDir, 'sources'),
            everySeconds: 0.2,
          },
          ...{ log, now: Date.now, random: Math.random },
        },
      )
      const breaker = openBreaker({
        ...{ contract: connected.contract.id, sources: [NAME], now: Date.now, decide: () => {} },
        limits: { rejectShare: 1, inARow: 1_000, probeSeconds: 30 },
      })
      breaker.caughtUp()
      const stop = new AbortController()
      const reader = readSource({
        ...{
          producer: 'dossier-producer',
          source: opened.source,
          checkpointName: `${NAME}.${table}`,
          dataDir,
          kafka,
          breaker,
          log,
        },
        edge: {
          contract: connected.contract,
          catalogues: openCatalogues(),
          sealer: openDeadLetterSealer(dataDir),
          businessNow: now,
        },
        context: { clock: { now }, signal: stop.signal, callerHash: openCallerHash(dataDir) } as never,
      })
      const running = reader.run()
      return {
        status: () => ({ ...reader.status(), ...opened.troubles() }),
        stop: async () => {
          stop.abort()
          await running
          await opened.way.close()
        },
      }
    }
    const broken = read('broken')
    await until('the view that fails is said', () => broken.status().error !== null, 30_000)
    await broken.stop()
    const whole = read('dossiers')
    await until('all rows are sent', () => whole.status().emitted === rows.length, 30_000)
    await whole.stop()
    return { source: NAME, kept: kept.length, rejected: rejected.length }
  } finally {
    await postgres.stop()
  }
}
