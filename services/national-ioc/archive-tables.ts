import type { DatabaseSync } from 'node:sqlite'

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
) STRICT;
CREATE INDEX IF NOT EXISTS accepted_in_order ON accepted (date, "group", revision);`

/** Columns that came later. A row from before has its bytes as they are, and no digest of them. */
const LATER = [
  ['accepted', 'encoding', `TEXT NOT NULL DEFAULT 'plain'`],
  ['accepted', 'bytes_digest', 'TEXT'],
  ['refused', 'encoding', `TEXT NOT NULL DEFAULT 'plain'`],
] as const

/** Makes the tables of an archive, or brings those of an older one up to date; what they hold stays. */
export const provision = (db: DatabaseSync): void => {
  db.exec(TABLES)
  for (const [table, column, type] of LATER) {
    const there = db
      .prepare(`SELECT count(*) AS n FROM pragma_table_info('${table}') WHERE name = ?`)
      .get(column)
    if (there?.n === 0) db.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`)
  }
}
