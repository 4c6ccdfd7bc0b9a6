import { mkdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { provision } from './archive-tables.ts'
import { fromStored, type Stored } from './stored.ts'

/** Address of one snapshot: group, day, revision. */
export type Address = { group: string; date: string; revision: number }

export type Accepted = Address & { digest: string; receivedAt: string }
export type Refused = Address & {
  /** SHA-256 of what was received: names the attempt even where its bytes are not kept. */
  bytesDigest: string
  code: string
  receivedAt: string
  attempts: number
}
/** A published snapshot that came with another body; `digest` is that of the one accepted here. */
export type Alarm = Refused & { digest: string | null }

export type ListQuery = {
  group: string | null
  from: string
  to: string
  /** Instants as `receivedAt` is written: received after the first, and at or before the second. */
  updatedAfter: string
  asOf: string
  limit: number
  /** The last one of the page before. */
  after: Address | null
}

const HEAD = '"group", date, revision, digest, received_at AS receivedAt'
const ONE = 'WHERE "group" = ? AND date = ? AND revision = ?'
const BYTES = 'bytes, encoding, bytes_digest AS bytesDigest'
const REFUSED =
  '"group", date, revision, bytes_digest AS bytesDigest, code, received_at AS receivedAt, attempts'
/** Refusals that say a published snapshot has changed. */
export const ALARMING = new Set(['different-body'])

/** Nothing was written, because the disk of the archive is full; what it holds stays readable. */
export class ArchiveFull extends Error {
  override readonly name = 'ArchiveFull'
}

/** sqlite.org/rescode.html: SQLITE_FULL; and SQLITE_IOERR, of which a full disk too is a kind where the index of the log cannot grow. */
const [SQLITE_IOERR, SQLITE_FULL] = [10, 13]

/** Everything the receiver ever took or refused, in one SQLite file. Rows are added, never changed (but for the count of attempts). */
export type Archive = ReturnType<typeof openArchive>

/** Opens `$dataDir/national-ioc/received.sqlite`. A row is on disk when the call returns: the receipt that follows is a promise. */
export const openArchive = (dataDir: string) => {
  const folder = join(dataDir, 'national-ioc')
  mkdirSync(folder, { recursive: true })
  const db = new DatabaseSync(join(folder, 'received.sqlite'))
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;')
  provision(db)
  const one = db.prepare(`SELECT ${HEAD}, receipt, bytes_digest AS bytesDigest FROM accepted ${ONE}`)
  const bytes = db.prepare(`SELECT ${BYTES} FROM accepted ${ONE}`)
  const newestOf = db.prepare(
    `SELECT ${HEAD} FROM accepted WHERE "group" = ? AND date = ? AND received_at <= ? ORDER BY revision DESC LIMIT 1`,
  )
  const list = db.prepare(
    `SELECT ${HEAD} FROM accepted
     WHERE (?1 IS NULL OR "group" = ?1) AND date >= ?2 AND date <= ?3 AND received_at <= ?4
       AND (?5 IS NULL OR (date, "group", revision) > (?5, ?6, ?7)) AND received_at > ?9
     ORDER BY date, "group", revision LIMIT ?8`,
  )
  const add = db.prepare(
    `INSERT INTO accepted ("group", date, revision, digest, received_at, bytes, encoding, bytes_digest, receipt)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const oneRefused = db.prepare(`SELECT receipt FROM refused ${ONE} AND bytes_digest = ? AND code = ?`)
  const revokedOf = db.prepare(`SELECT receipt FROM refused ${ONE} AND code = 'revoked-key'`)
  const addRefused = db.prepare(
    `INSERT INTO refused ("group", date, revision, bytes_digest, code, received_at, bytes, encoding, receipt)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET attempts = attempts + 1`,
  )
  const newest = db.prepare(
    `SELECT ${HEAD} FROM accepted ORDER BY received_at DESC, date DESC, "group", revision DESC LIMIT ?`,
  )
  const newestRefused = db.prepare(
    `SELECT ${REFUSED} FROM refused ORDER BY received_at DESC, date DESC LIMIT ?`,
  )
  const alarms = db.prepare(
    `SELECT r."group", r.date, r.revision, r.bytes_digest AS bytesDigest, r.code, r.received_at AS receivedAt, r.attempts, a.digest
     FROM refused AS r LEFT JOIN accepted AS a USING ("group", date, revision)
     WHERE r.code IN (${[...ALARMING].map((code) => `'${code}'`).join(', ')})
     ORDER BY r.received_at DESC, r.date DESC LIMIT ?`,
  )
  let isFull = false
  /** @throws ArchiveFull */
  const written = (write: () => void) => {
    try {
      write()
      isFull = false
    } catch (error) {
      const code = ((error as { errcode?: number }).errcode ?? 0) & 0xff
      isFull = code === SQLITE_FULL || (code === SQLITE_IOERR && freeBytesIn(folder) === 0)
      throw isFull ? new ArchiveFull(`the disk of ${folder} is full`, { cause: error }) : error
    }
  }
  const probe = db.prepare('SELECT count(*) FROM sqlite_schema')
  return {
    accepted: ({ group, date, revision }: Address) =>
      one.get(group, date, revision) as
        | (Accepted & { receipt: string; bytesDigest: string | null })
        | undefined,
    /** As received, to the byte. */
    bytesOf: ({ group, date, revision }: Address): Uint8Array | null => {
      const stored = bytes.get(group, date, revision) as
        | { bytes: Uint8Array; encoding: string; bytesDigest: string | null }
        | undefined
      return stored ? fromStored(stored) : null
    },
    /** The highest revision of a day that had been received at an instant. */
    newestOf: (group: string, date: string, asOf: string) =>
      newestOf.get(group, date, asOf) as Accepted | undefined,
    accept: (a: Accepted & { receipt: string; stored: Stored }) => {
      const { bytes, encoding, bytesDigest } = a.stored
      written(() =>
        add.run(a.group, a.date, a.revision, a.digest, a.receivedAt, bytes, encoding, bytesDigest, a.receipt),
      )
    },
    refusal: (r: Address & { bytesDigest: string; code: string }) =>
      oneRefused.get(r.group, r.date, r.revision, r.bytesDigest, r.code) as { receipt: string } | undefined,
    /** Whether a body of this digest came here, signed by a key that had been revoked. */
    cameRevoked: ({ group, date, revision }: Address, digest: string): boolean =>
      revokedOf
        .all(group, date, revision)
        .some((row) => (JSON.parse(row.receipt as string) as { digest: unknown }).digest === digest),
    /** The first receipt of the same bytes refused for the same reason stays; later ones are counted. Bytes only where a trusted key signed them: else anyone could fill the disk. */
    refuse: (r: Omit<Refused, 'attempts'> & { receipt: string; stored: Stored | null }) => {
      const { group, date, revision, bytesDigest, code, receivedAt, receipt, stored } = r
      const [bytes, encoding] = [stored?.bytes ?? null, stored?.encoding ?? 'plain']
      written(() =>
        addRefused.run(group, date, revision, bytesDigest, code, receivedAt, bytes, encoding, receipt),
      )
    },
    list: ({ group, from, to, asOf, after, limit, updatedAfter }: ListQuery) =>
      list.all(
        ...[group, from, to, asOf],
        ...[after?.date ?? null, after?.group ?? null, after?.revision ?? null, limit, updatedAfter],
      ) as Accepted[],
    newest: (rows: number) => newest.all(rows) as Accepted[],
    newestRefused: (rows: number) => newestRefused.all(rows) as Refused[],
    alarms: (rows: number) => alarms.all(rows) as Alarm[],
    isReadable: () => probe.get() !== undefined,
    /** False since a write met a full disk, until there is room again. */
    hasRoom: () => !isFull || freeBytesIn(folder) > 0,
    close: () => db.close(),
  }
}

const freeBytesIn = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
