import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Address of one snapshot: group, day, revision. */
export type Address = { group: string; date: string; revision: number }

export type Accepted = Address & {
  digest: string
  receivedAt: string
  /** As received. */
  bytes: Uint8Array
  /** As sent. */
  receipt: string
}
export type Refused = Address & {
  /** SHA-256 of what was received: names the attempt even where its bytes are not kept. */
  bytesDigest: string
  code: string
  receivedAt: string
  /** Kept only where a trusted key signed them: else anyone could fill the disk. */
  bytes: Uint8Array | null
  receipt: string
  attempts: number
}

const TABLES = `
CREATE TABLE IF NOT EXISTS accepted (
  "group" TEXT NOT NULL, date TEXT NOT NULL, revision INTEGER NOT NULL,
  digest TEXT NOT NULL, received_at TEXT NOT NULL, bytes BLOB NOT NULL, receipt TEXT NOT NULL,
  PRIMARY KEY ("group", date, revision)
) STRICT;
CREATE TABLE IF NOT EXISTS refused (
  "group" TEXT NOT NULL, date TEXT NOT NULL, revision INTEGER NOT NULL, bytes_digest TEXT NOT NULL, code TEXT NOT NULL,
  received_at TEXT NOT NULL, bytes BLOB, receipt TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY ("group", date, revision, bytes_digest, code)
) STRICT;`

const HEAD = '"group", date, revision, digest, received_at AS receivedAt'
const ONE = 'WHERE "group" = ? AND date = ? AND revision = ?'

/** Everything the receiver ever took or refused, in one SQLite file. Rows are added, never changed (but for the count of attempts). */
export type Archive = ReturnType<typeof openArchive>

/** Opens `$dataDir/national-ioc/received.sqlite`. A row is on disk when the call returns: the receipt that follows is a promise. */
export const openArchive = (dataDir: string) => {
  const folder = join(dataDir, 'national-ioc')
  mkdirSync(folder, { recursive: true })
  const db = new DatabaseSync(join(folder, 'received.sqlite'))
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;')
  db.exec(TABLES)
  const one = db.prepare(`SELECT ${HEAD}, bytes, receipt FROM accepted ${ONE}`)
  const list = db.prepare(
    `SELECT ${HEAD} FROM accepted WHERE (?1 IS NULL OR "group" = ?1) AND date >= ?2 AND date <= ?3 ORDER BY date, "group", revision`,
  )
  const add = db.prepare('INSERT INTO accepted VALUES (?, ?, ?, ?, ?, ?, ?)')
  const oneRefused = db.prepare(`SELECT receipt FROM refused ${ONE} AND bytes_digest = ? AND code = ?`)
  const addRefused = db.prepare(
    `INSERT INTO refused ("group", date, revision, bytes_digest, code, received_at, bytes, receipt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET attempts = attempts + 1`,
  )
  const newest = db.prepare(
    `SELECT ${HEAD} FROM accepted ORDER BY received_at DESC, date DESC, "group", revision DESC LIMIT ?`,
  )
  const newestRefused = db.prepare(
    `SELECT "group", date, revision, bytes_digest AS bytesDigest, code, received_at AS receivedAt, attempts
     FROM refused ORDER BY received_at DESC, date DESC LIMIT ?`,
  )
  const probe = db.prepare('SELECT count(*) FROM sqlite_schema')
  return {
    accepted: ({ group, date, revision }: Address) => one.get(group, date, revision) as Accepted | undefined,
    accept: (a: Accepted) => {
      add.run(a.group, a.date, a.revision, a.digest, a.receivedAt, a.bytes, a.receipt)
    },
    refusal: (r: Address & { bytesDigest: string; code: string }) =>
      oneRefused.get(r.group, r.date, r.revision, r.bytesDigest, r.code) as { receipt: string } | undefined,
    /** The first receipt of the same bytes refused for the same reason stays; later ones are counted. */
    refuse: (r: Omit<Refused, 'attempts'>) => {
      addRefused.run(r.group, r.date, r.revision, r.bytesDigest, r.code, r.receivedAt, r.bytes, r.receipt)
    },
    list: (query: { group: string | null; from: string; to: string }) =>
      list.all(query.group, query.from, query.to) as Omit<Accepted, 'bytes' | 'receipt'>[],
    newest: (rows: number) => newest.all(rows) as Omit<Accepted, 'bytes' | 'receipt'>[],
    newestRefused: (rows: number) => newestRefused.all(rows) as Omit<Refused, 'bytes' | 'receipt'>[],
    isReadable: () => probe.get() !== undefined,
    close: () => db.close(),
  }
}
