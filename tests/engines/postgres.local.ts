import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import pg from 'pg'
import { until } from '../browser/until.ts'

const DEBIAN = '/usr/lib/postgresql'

/** Folder of PostgreSQL's programs, or null: on the path, or where Debian puts them. */
export const postgresPrograms = (path: string): string | null => {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin')) : []
  return (
    [...path.split(delimiter), ...debian].find(
      (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
    ) ?? null
  )
}

/** PostgreSQL refuses to run as root: then it runs as nobody. */
const NOBODY = 65_534
const who = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}

export type LocalPostgres = {
  port: number
  query(text: string, values?: unknown[]): Promise<void>
  stop(): Promise<void>
}

/** A PostgreSQL of its own in a temporary folder, database and user `portal`, trusted on 127.0.0.1. */
export const launchPostgres = async (programs: string, port: number): Promise<LocalPostgres> => {
  const folder = mkdtempSync(join(tmpdir(), 'ioc-postgres-'))
  const data = join(folder, 'data')
  mkdirSync(data)
  // It must come through to its own folder; what else lies there stays closed to it.
  if (who.uid !== undefined) chmodSync(dirname(folder), 0o711 | (statSync(dirname(folder)).mode & 0o7777))
  for (const each of [folder, data]) if (who.uid !== undefined) chownSync(each, who.uid, who.gid)
  const made = spawnSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'portal', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
    {
      ...who,
      cwd: folder,
      encoding: 'utf8',
    },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'],
    { ...who, cwd: folder, stdio: 'ignore' },
  )
  const options = { host: '127.0.0.1', port, user: 'portal', database: 'postgres' }
  const query = async (text: string, values: unknown[] = []): Promise<void> => {
    const client = new pg.Client(options)
    await client.connect()
    try {
      await client.query(text, values)
    } finally {
      await client.end()
    }
  }
  await until('PostgreSQL answers', async () => query('SELECT 1').then(() => true), 60_000)
  return {
    port,
    query,
    stop: async () => {
      const ended = once(server, 'exit')
      server.kill('SIGINT') // fast shutdown
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
